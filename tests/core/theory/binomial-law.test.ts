import { describe, expect, test } from 'vitest';
import { depths } from '#core/network/topology.ts';
import { arrivedShares, updatesUntil } from '#core/theory/binomial-law.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { courseOf } from '#session/studies/agreement-course.ts';
import { documentOf as chainDocument, plainChain } from '../../oracles/chains.ts';
import { binomialTail } from '../../oracles/closed-forms.ts';
import { open, randomExperiment, seeds, under, understood } from '../../oracles/scenarios.ts';

const onward = async () => {};
const frozen = (document: ExperimentDocument, inferenceRate: number) =>
  under(document, { rule: 'fixed-prediction', inferenceRate });
const sharesOf = (document: ExperimentDocument, steps: number) => {
  const { network, pins, lesions, inference } = understood(document);
  return arrivedShares({ network, pins, lesions }, inference, steps);
};
const scalars = (layers: number) =>
  chainDocument(plainChain(Array.from({ length: layers }, () => [[1]])), [[1]], [[0]]);

test.each([0.01, 0.1, 0.3, 0.77, 1])('at rate %f shares are P[Binomial(t, η) ≥ k]', (rate) => {
  const shares = sharesOf(frozen(scalars(6), rate), 60).value!;
  for (let k = 0; k <= 5; k++)
    for (let t = 0; t <= 60; t++)
      expect(shares.get(`x${6 - k}`)![t]!).toBeCloseTo(binomialTail(t, rate, k), 12);
});

test('beyond rate 1 the binomial sum goes on as a polynomial, overshooting', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
  const shares = sharesOf(frozen(scalars(4), 1.4), 20).value!;
  for (let k = 1; k <= 3; k++)
    for (let t = 0; t <= 20; t++) {
      const below = Array.from(
        { length: Math.min(k, t + 1) },
        (_, j) => choose(t, j) * 1.4 ** j * (-0.4) ** (t - j),
      );
      expect(shares.get(`x${4 - k}`)![t]!).toBeCloseTo(1 - below.reduce((a, b) => a + b), 9);
    }
  expect(Math.max(...shares.get('x3')!)).toBeGreaterThan(1.3);
});

describe('gradients of random networks of equal paths', () => {
  test.each(seeds(25))('are so many times backprop’s, any precisions (network %i)', async (seed) => {
    const document = frozen(
      randomExperiment(seed, {
        paths: 'equal',
        hidden: [1, 4],
        precisions: seed % 2 ? 'any' : 'target',
        // Nobody is flat, so that every layer has a gradient.
        activations: ['identity', 'tanh', 'softplus'],
        likelihoods: ['gaussian'],
      }),
      0.15 + 0.05 * (seed % 5),
    );
    const laboratory = await open(document);
    const { network } = laboratory.experiment;
    const shares = sharesOf(document, 30).value!;
    const course = await courseOf(laboratory, [0, 1], 30, onward);
    let compared = 0;
    for (const { id, to } of network.connections) {
      const { angleDegrees, normRatio, relativeError } = course.connections[id]!;
      const share = shares.get(to);
      for (let t = 0; share && t <= 30; t++) {
        // Where a tiny share has arrived, x − μ has lost its digits.
        if (Number.isNaN(normRatio[t]!) || share[t]! < 1e-4) continue;
        expect(angleDegrees[t]).toBeLessThan(1e-4);
        expect(normRatio[t]! / share[t]!).toBeCloseTo(1, 6);
        expect(relativeError[t]).toBeCloseTo(Math.abs(1 - share[t]!), 6);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(0);
  });
});

test.each([
  [0.1, [44, 64, 81, 97]],
  [0.2, [21, 31, 39, 47]],
  [1, [1, 2, 3, 4]],
])('at rate %f shares 1 to 4 layers below the output are within 1 %% after %j updates', (rate, updates) => {
  const shares = sharesOf(frozen(scalars(5), rate), 120).value!;
  expect([4, 3, 2, 1].map((l) => updatesUntil(shares.get(`x${l}`)!, 0.01))).toEqual(updates);
});

test.each([0.1, 0.2, 1])('… and so are the gradients that the page draws, at rate %f', async (rate) => {
  const document = frozen(scalars(5), rate);
  const shares = sharesOf(document, 120).value!;
  const { connections } = await courseOf(await open(document), [0], 120, onward);
  for (const l of [1, 2, 3, 4])
    expect(updatesUntil(connections[`w${l}`]!.normRatio, 0.01)).toBe(
      updatesUntil(shares.get(`x${l}`)!, 0.01),
    );
});

test('the defaults of Torch2PC leave .1150 .2946 .5797 .8649 1 of backprop’s norms, on paper and drawn', async () => {
  const document = frozen(scalars(5), 0.1);
  const printed = ['0.1150', '0.2946', '0.5797', '0.8649', '1.0000'];
  const shares = sharesOf(document, 19).value!;
  const { connections } = await courseOf(await open(document), [0], 19, onward);
  const layers = [1, 2, 3, 4, 5];
  expect(layers.map((l) => shares.get(`x${l}`)![19]!.toFixed(4))).toEqual(printed);
  expect(layers.map((l) => connections[`w${l}`]!.normRatio[19]!.toFixed(4))).toEqual(printed);
});

test('updates until a share stays near 1 are counted from the last time that it is not', () => {
  expect(updatesUntil([0, 1, 0.5, 0.995, 1], 0.01)).toBe(3);
  expect(updatesUntil([1, 1], 0.01)).toBe(0);
  expect(updatesUntil([1, 0.5], 0.01)).toBeNull();
  expect(updatesUntil([1, Number.NaN], 0.01)).toBeNull();
});

describe('where theory is silent', () => {
  const [document] = [randomExperiment(3, { paths: 'equal', hidden: [2, 2] })];
  const pinned = document!.network.nodes.find((it) => it.id.startsWith('h'))!.id;

  test.each([
    ['another rule', under(document!, { rule: 'strict' }), /not frozen/],
    ['another start', under(document!, { rule: 'fixed-prediction', start: 'zero' }), /forward pass/],
    ['a pinned neuron', { ...frozen(document!, 0.1), pins: { [pinned]: { 0: 1 } } }, /pinned/],
  ])('%s is the reason', (_, given, reason) => {
    expect(sharesOf(given, 5)).toEqual({ value: null, reason: expect.stringMatching(reason) });
  });

  test('nodes that errors reach over roads of unlike length have no share, all others do', () => {
    for (const seed of seeds(30)) {
      const given = frozen(randomExperiment(seed, { hidden: [1, 4], precisions: 'target' }), 0.1);
      const { network } = understood(given);
      const roads = new Map<string, Set<number>>();
      const lengths = (id: string): Set<number> => {
        const known = roads.get(id);
        if (known) return known;
        const found = new Set<number>();
        if (network.nodes.find((it) => it.id === id)!.clamp.learning === 'target') found.add(0);
        else
          for (const { to } of network.connections.filter((it) => it.from === id))
            for (const length of lengths(to)) found.add(length + 1);
        roads.set(id, found);
        return found;
      };
      const shares = sharesOf(given, 40).value!;
      for (const { id, clamp } of network.nodes.filter((it) => depths(network).has(it.id)))
        if (clamp.learning !== 'input') expect(shares.has(id), id).toBe(lengths(id).size === 1);
    }
  });
});
