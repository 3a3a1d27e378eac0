import { describe, expect, test } from 'vitest';
import { limitOf } from '#core/rules/largest-step.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { eigenvalues } from '../oracles/closed-forms.ts';
import { gaussNewton } from '../oracles/energy.ts';
import {
  Draw,
  deviation,
  randomExperiment,
  sampleOf,
  seeds,
  settled,
  smooth,
  under,
} from '../oracles/scenarios.ts';

/** 2/λ_max of the dense Gauss–Newton Hessian at the start state, worst sample. */
async function compared(document: ExperimentDocument): Promise<{ found: number; expected: number }> {
  const { model, values, samples, stability } = await settled(document, 0);
  const largest = Array.from(
    { length: samples },
    (_, s) => eigenvalues(gaussNewton(model, sampleOf(model.network, values, s))).at(-1) ?? 0,
  );
  return { found: stability.limit, expected: 2 / Math.max(...largest) };
}

async function expectLimit(document: ExperimentDocument): Promise<void> {
  const { found, expected } = await compared(document);
  expect(found / expected).toBeGreaterThan(0.99);
  expect(found / expected).toBeLessThan(1.01);
}

/** Smooth, so that finite differences of a kink do not blur the oracle. */
const traits = { activations: ['identity', ...smooth], hidden: [1, 4], units: [1, 6] } as const;

describe('the limit is 2/λ_max of the dense Gauss–Newton Hessian to 1 %', () => {
  test.each(seeds(60))('on random graphs with precisions and both likelihoods (graph %i)', (seed) =>
    expectLimit(randomExperiment(seed, traits)),
  );

  test.each(seeds(20, 100))('at random and at zero states (graph %i)', async (seed) => {
    await expectLimit(under(randomExperiment(seed, traits), { start: 'random' }));
    await expectLimit(under(randomExperiment(seed, traits), { start: 'zero' }));
  });

  test.each(seeds(30, 200))('with pins, removed units and removed synapses (graph %i)', (seed) => {
    const document = randomExperiment(seed, { ...traits, units: [2, 5], likelihoods: ['gaussian'] });
    const draw = new Draw(seed, 'holds');
    const { nodes, connections } = document.network;
    const [pinned, lesioned] = [draw.one(nodes).id, draw.one(nodes).id];
    return expectLimit({
      ...document,
      pins: { [pinned]: { 0: draw.normal() } },
      lesions: { units: { [lesioned]: [1] }, weights: { [draw.one(connections).id]: [[0, 0]] } },
    });
  });

  test.each(seeds(20, 300))('on long chains, whose largest eigenvalues are close (network %i)', (seed) =>
    expectLimit(randomExperiment(seed, { ...traits, paths: 'equal', hidden: [8, 12], units: [1, 3] })),
  );
});

test('nothing free has no limit', async () => {
  const { stability } = await settled(randomExperiment(1, { hidden: [0, 0], paths: 'equal' }), 0);
  expect(stability.limit).toBe(Number.POSITIVE_INFINITY);
});

test('each rule has the limit of its own dynamics', async () => {
  const { model } = await settled(randomExperiment(4, { hidden: [3, 3], paths: 'equal' }), 0);
  const { network } = model;
  const free = network.nodes.filter((it) => it.clamp.learning === 'free');
  const steepest = Math.max(...free.map((it) => it.precision));
  expect(limitOf('strict', 0.7, network)).toBe(0.7);
  expect(limitOf('incremental', 0.7, network)).toBe(0.7);
  expect(limitOf('fixed-prediction', 0.7, network)).toBe(2 / steepest);
  expect(limitOf('zero-divergence', 0.7, network)).toBeNull();
  expect(limitOf('backprop', 0.7, network)).toBeNull();
});

test('frozen predictions bear any step where nothing is free', async () => {
  const { model } = await settled(randomExperiment(1, { hidden: [0, 0], paths: 'equal' }), 0);
  expect(limitOf('fixed-prediction', 0.7, model.network)).toBe(Number.POSITIVE_INFINITY);
});

test('a node that nothing predicts, however precise, has no error to overshoot', async () => {
  const document = under(
    randomExperiment(4, { ...traits, hidden: [2, 2], paths: 'equal', precisions: 'one' }),
    {
      rule: 'fixed-prediction',
      inferenceRate: 0.9,
      settleSteps: 200,
    },
  );
  const [hidden] = document.network.nodes.filter((it) => (it.clamp?.learning ?? 'free') === 'free');
  const network = {
    nodes: [...document.network.nodes, { id: 'aside', units: 2, precision: 100 }],
    connections: [...document.network.connections, { id: 'from-aside', from: 'aside', to: hidden!.id }],
  };
  const { model, errors } = await settled({ ...document, network });
  const { errors: exact } = await settled(under({ ...document, network }, { rule: 'backprop' }));
  expect(limitOf('fixed-prediction', Number.NaN, model.network)).toBe(2);
  expect(deviation(errors[hidden!.id]!, exact[hidden!.id]!)).toBeLessThan(1e-10);
});

test.each(seeds(10, 400))(
  'fixed prediction settles below 2/max π and explodes above it (network %i)',
  async (seed) => {
    // Smooth, so that no unit is dead and every error has something to grow from.
    const document = randomExperiment(seed, { ...traits, paths: 'equal', hidden: [1, 3] });
    const { model } = await settled(document, 0);
    const limit = limitOf('fixed-prediction', Number.NaN, model.network)!;
    const farthest = async (share: number) => {
      const { errors } = await settled(
        under(document, { rule: 'fixed-prediction', inferenceRate: share * limit }),
        3000,
      );
      return Math.max(...Object.values(errors).flatMap((it) => Array.from(it, Math.abs)));
    };
    const exact = await settled(under(document, { rule: 'backprop' }));
    const largest = Math.max(...Object.values(exact.errors).flatMap((it) => Array.from(it, Math.abs)));
    expect(await farthest(0.99)).toBeLessThan(1.01 * largest);
    expect(await farthest(1.01)).toBeGreaterThan(1e6 * largest);
  },
);
