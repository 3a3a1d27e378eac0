import { describe, expect, test } from 'vitest';
import { holding, synapses } from '#core/network/holding.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import {
  Draw,
  deviation,
  open,
  randomExperiment,
  seeds,
  settled,
  split,
  under,
} from '../oracles/scenarios.ts';

const rules = ['strict', 'fixed-prediction', 'zero-divergence', 'backprop'] as const;
const ways = seeds(24).map((seed) => [rules[seed % rules.length]!, seed] as const);

const wide = (seed: number) =>
  randomExperiment(seed, { units: [2, 5], hidden: [1, 4], likelihoods: ['gaussian'] });
const free = (document: ExperimentDocument) => document.network.nodes.filter((it) => it.clamp === undefined);

test.each(ways)(
  'under %s a pinned unit holds its value, to the bit, at every sample (graph %i)',
  async (rule, seed) => {
    const document = wide(seed);
    const draw = new Draw(seed, 'pins');
    const pins = Object.fromEntries(document.network.nodes.map((it) => [it.id, { 1: draw.normal() }]));
    for (const start of ['forward', 'zero', 'random'] as const) {
      if (start !== 'forward' && (rule === 'zero-divergence' || rule === 'backprop')) continue;
      const { values, model } = await settled(under({ ...document, pins }, { rule, start }), 15);
      for (const { id, units } of model.network.nodes)
        for (const sample of split(values[id]!, units)) expect(sample[1], id).toBe(pins[id]![1]);
    }
  },
);

/** The document without the unit given: its row and column of every matrix, its bias, its numbers in the data. */
function without(document: ExperimentDocument, node: string, unit: number): ExperimentDocument {
  const drop = <T>(items: readonly T[]) => items.filter((_, i) => i !== unit);
  const { weights = {}, biases = {} } = document.parameters!;
  return {
    ...document,
    network: {
      ...document.network,
      nodes: document.network.nodes.map((it) => (it.id === node ? { ...it, units: it.units - 1 } : it)),
    },
    parameters: {
      weights: Object.fromEntries(
        document.network.connections.map(({ id, from, to }) => {
          const rows = to === node ? drop(weights[id]!) : weights[id]!;
          return [id, from === node ? rows.map(drop) : rows];
        }),
      ),
      biases: Object.fromEntries(Object.entries(biases).map(([id, it]) => [id, id === node ? drop(it) : it])),
    },
  };
}

/** The document with all its weights written out. */
async function spelledOut(document: ExperimentDocument): Promise<ExperimentDocument> {
  const laboratory = await open(document);
  const { weights, biases } = await laboratory.parameters();
  const units = (id: string) => document.network.nodes.find((it) => it.id === id)!.units;
  return {
    ...document,
    parameters: {
      weights: Object.fromEntries(
        document.network.connections.map(({ id, from }) => [id, split(weights[id]!, units(from))]),
      ),
      biases: Object.fromEntries(Object.entries(biases).map(([id, it]) => [id, [...it]])),
    },
  };
}

describe('a removed unit', () => {
  test.each(ways)('under %s leaves the network without that unit (graph %i)', async (rule, seed) => {
    const document = under(await spelledOut(wide(seed)), { rule });
    const node = new Draw(seed, 'lesions').one(free(document)).id;
    const unit = 1;
    const removed = await settled({ ...document, lesions: { units: { [node]: [unit] } } }, 15);
    const smaller = await settled(without(document, node, unit), 15);
    const units = (id: string) => removed.model.network.nodes.find((it) => it.id === id)!.units;
    const drop = (flat: ArrayLike<number>, columns: number) =>
      split(flat, columns).flatMap((row) => row.filter((_, i) => i !== unit));
    for (const what of ['values', 'errors', 'energy'] as const)
      for (const [id, expected] of Object.entries(smaller[what])) {
        const found = removed[what][id]!;
        const kept = id === node && what !== 'energy' ? drop(found, units(id)) : found;
        expect(deviation(kept, expected), `${what} of ${id}`).toBeLessThan(1e-11);
      }
    for (const side of ['gradients', 'backprop'] as const)
      for (const { id, from, to } of removed.model.network.connections) {
        const rows = split(removed[side].weights[id]!, units(from));
        const gone = rows.flatMap((row, out) =>
          row.filter((_, i) => (to === node && out === unit) || (from === node && i === unit)),
        );
        expect(
          gone.every((it) => it === 0),
          id,
        ).toBe(true);
        const kept = rows
          .filter((_, out) => !(to === node && out === unit))
          .flatMap((row) => row.filter((_, i) => !(from === node && i === unit)));
        expect(deviation(kept, smaller[side].weights[id]!), id).toBeLessThan(1e-11);
      }
    if (smaller.stability.limit !== Number.POSITIVE_INFINITY)
      expect(removed.stability.limit / smaller.stability.limit).toBeCloseTo(1, 3);
    for (const sample of split(removed.values[node]!, units(node))) expect(sample[unit]).toBe(0);
    for (const sample of split(removed.errors[node] ?? [], units(node))) expect(sample[unit]).toBe(0);
  });
});

describe('a removed synapse', () => {
  test.each(ways)('under %s acts as a weight of zero that does not learn (graph %i)', async (rule, seed) => {
    const document = under(await spelledOut(wide(seed)), { rule });
    const { id, from, to } = new Draw(seed, 'cuts').one(document.network.connections);
    const cut = await settled({ ...document, lesions: { weights: { [id]: [[1, 0]] } } }, 15);
    const weights = document.parameters!.weights!;
    const zeroed = weights[id]!.map((row, out) => (out === 1 ? row.map((w, i) => (i === 0 ? 0 : w)) : row));
    const zero = await settled(
      { ...document, parameters: { ...document.parameters, weights: { ...weights, [id]: zeroed } } },
      15,
    );
    expect(cut.values).toEqual(zero.values);
    expect(cut.errors).toEqual(zero.errors);
    const columns = document.network.nodes.find((it) => it.id === from)!.units;
    for (const side of ['gradients', 'backprop'] as const) {
      const expected = Array.from(zero[side].weights[id]!, (g, i) => (i === columns ? 0 : g));
      expect(Array.from(cut[side].weights[id]!), `${id} into ${to}`).toEqual(expected);
    }
  });

  test('keeps its weight among the parameters, and works again with it', async () => {
    const document = await spelledOut(wide(1));
    const { id, from } = document.network.connections[0]!;
    const lesions = { units: { [from]: [0] }, weights: { [id]: [[1, 1]] as [number, number][] } };
    const lesioned = await open({ ...document, lesions });
    const whole = await open(document);
    const original = await whole.parameters();
    expect(await lesioned.parameters()).toEqual(original);
    lesioned.learn([Uint32Array.of(0)]);
    const after = await lesioned.parameters();
    const columns = document.network.nodes.find((it) => it.id === from)!.units;
    const gone = original.weights[id]!.map((_, at) => (at % columns === 0 || at === columns + 1 ? 1 : 0));
    after.weights[id]!.forEach((w, at) => {
      if (gone[at]) expect(w).toBe(original.weights[id]![at]);
    });
    expect(Array.from(after.weights[id]!).some((w, at) => w !== original.weights[id]![at])).toBe(true);
    await lesioned.change(whole.experiment);
    expect((await lesioned.parameters()).weights).toEqual(after.weights);
    const [answer] = [await lesioned.answer([0])];
    whole.placeParameters(after);
    expect(answer).toEqual(await whole.answer([0]));
  });
});

test('holding and synapses say per unit and synapse what is held and what is there', async () => {
  const { preparation } = await open({
    ...wide(2),
    network: {
      nodes: [
        { id: 'x', units: 3, clamp: { learning: 'input', testing: 'input' } },
        { id: 'h', units: 4 },
        { id: 'y', units: 2, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: 'A', from: 'x', to: 'h' },
        { id: 'B', from: 'h', to: 'y' },
      ],
    },
    parameters: {},
    data: { name: 'rows', inputs: [[1, 2, 3]], targets: [[1, 2]] },
    pins: { h: { 0: 0.5, 2: -1 } },
    lesions: { units: { h: [2] }, weights: { B: [[1, 0]] } },
  });
  const [h, A, B] = [preparation.network.nodes[1]!, ...preparation.network.connections];
  expect(holding(preparation, h)).toEqual({
    moves: Float64Array.of(0, 1, 0, 1),
    held: Float64Array.of(0.5, 0, 0, 0),
    alive: Float64Array.of(1, 1, 0, 1),
  });
  expect(Array.from(synapses(preparation, A!))).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1]);
  expect(Array.from(synapses(preparation, B!))).toEqual([1, 1, 0, 1, 0, 1, 0, 1]);
});
