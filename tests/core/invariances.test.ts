import { describe, expect, test } from 'vitest';
import type { ExperimentDocument } from '#experiment/document.ts';
import type { Settlement } from '#session/settle.ts';
import {
  caseOf,
  Draw,
  deviation,
  gradientDeviation,
  open,
  randomExperiment,
  seeds,
  settled,
  settleRows,
  split,
  under,
} from '../oracles/scenarios.ts';

/** Sums in another order. */
const ROUNDING = 1e-11;

const rules = ['strict', 'fixed-prediction', 'zero-divergence', 'incremental', 'backprop'] as const;
const ways = seeds(20).flatMap((seed) => [[rules[seed % rules.length]!, seed] as const]);
const inference = (rule: (typeof rules)[number]) =>
  rule === 'zero-divergence' || rule === 'backprop' ? { rule } : { rule, start: 'random' as const };

describe('samples do not feel each other', () => {
  const samples = [2, 5] as const;

  test.each(ways)('under %s a batch is its samples one by one, to the bit (graph %i)', async (rule, seed) => {
    const document = under(randomExperiment(seed, { samples }), inference(rule));
    const whole = await settled(document, 12);
    for (let row = 0; row < whole.samples; row++) {
      const alone = await settleRows(whole.laboratory, [row], 12);
      for (const what of ['values', 'errors'] as const)
        for (const [id, flat] of Object.entries(alone[what]))
          expect(split(whole[what][id]!, flat.length)[row], id).toEqual(Array.from(flat));
    }
  });

  test.each(ways)(
    'under %s energies, gradients and losses are means over samples (graph %i)',
    async (rule, seed) => {
      const whole = await settled(under(randomExperiment(seed, { samples }), inference(rule)), 12);
      const alone: Settlement[] = [];
      for (let row = 0; row < whole.samples; row++) alone.push(await settleRows(whole.laboratory, [row], 12));
      const mean = (of: (it: (typeof alone)[number]) => ArrayLike<number>) =>
        Array.from(of(alone[0]!), (_, i) => alone.reduce((sum, it) => sum + of(it)[i]!, 0) / alone.length);
      for (const id of Object.keys(whole.energy))
        expect(
          deviation(
            whole.energy[id]!,
            mean((it) => it.energy[id]!),
          ),
        ).toBeLessThan(ROUNDING);
      for (const id of Object.keys(whole.gradients.weights)) {
        expect(
          deviation(
            whole.gradients.weights[id]!,
            mean((it) => it.gradients.weights[id]!),
          ),
        ).toBeLessThan(ROUNDING);
        expect(
          deviation(
            whole.backprop.weights[id]!,
            mean((it) => it.backprop.weights[id]!),
          ),
        ).toBeLessThan(ROUNDING);
      }
      for (const id of Object.keys(whole.gradients.biases))
        expect(
          deviation(
            whole.gradients.biases[id]!,
            mean((it) => it.gradients.biases[id]!),
          ),
        ).toBeLessThan(ROUNDING);
    },
  );

  test.each(ways)(
    'under %s more rows than fit at once are those rows one by one (graph %i)',
    async (rule, seed) => {
      // Three inputs and more leave no answer to draw, so that the plan holds no more than the rows.
      const laboratory = await open(
        under(randomExperiment(seed, { samples: [2, 4], units: [3, 5] }), inference(rule)),
      );
      const { count } = laboratory.rows;
      const rows = [...seeds(count, 0), ...seeds(count, 0), 0];
      expect(laboratory.chunks(rows).length).toBe(3);
      const together = await settleRows(laboratory, rows, 12);
      const alone: Settlement[] = [];
      for (const row of rows) alone.push(await settleRows(laboratory, [row], 12));
      for (const what of ['values', 'errors'] as const)
        for (const id of Object.keys(together[what]))
          expect(Array.from(together[what][id]!), id).toEqual(
            alone.flatMap((it) => Array.from(it[what][id]!)),
          );
      const mean = (of: (it: Settlement) => Readonly<Record<string, ArrayLike<number>>>) =>
        Object.fromEntries(
          Object.entries(of(together)).map(([id, flat]) => [
            id,
            Array.from(flat, (_, i) => alone.reduce((sum, it) => sum + of(it)[id]![i]!, 0) / rows.length),
          ]),
        );
      for (const side of ['gradients', 'backprop'] as const) {
        const expected = { weights: mean((it) => it[side].weights), biases: mean((it) => it[side].biases) };
        expect(gradientDeviation(together[side], expected)).toBeLessThan(ROUNDING);
      }
      for (const [id, trace] of Object.entries(mean((it) => it.energy)))
        expect(deviation(together.energy[id]!, trace)).toBeLessThan(ROUNDING);
      const lowest = Math.min(...alone.map((it) => it.stability.limit));
      expect(1 / together.stability.limit).toBeCloseTo(1 / lowest, 2);
    },
  );
});

type Part = Pick<Settlement, 'energy' | 'values' | 'errors' | 'gradients' | 'backprop' | 'stability'>;

function expectSame(actual: Part, expected: Part, rename: (id: string) => string = (id) => id): void {
  const same = (
    found: Readonly<Record<string, ArrayLike<number>>>,
    wanted: Readonly<Record<string, ArrayLike<number>>>,
  ) => {
    expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).map(rename).sort());
    for (const id of Object.keys(wanted))
      expect(deviation(found[rename(id)]!, wanted[id]!), id).toBeLessThan(ROUNDING);
  };
  same(actual.energy, expected.energy);
  same(actual.values, expected.values);
  same(actual.errors, expected.errors);
  for (const side of ['gradients', 'backprop'] as const) {
    same(actual[side].weights, expected[side].weights);
    same(actual[side].biases, expected[side].biases);
  }
  if (expected.stability.limit !== Number.POSITIVE_INFINITY)
    expect(actual.stability.limit / expected.stability.limit).toBeCloseTo(1, 3);
}

/** A random reordering of a list. */
function shuffled<T>(items: readonly T[], draw: Draw): T[] {
  return items
    .map((it) => [draw.uniform(), it] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, it]) => it);
}

describe('names and order mean nothing', () => {
  test.each(ways)('under %s nodes and connections may come in any order (graph %i)', async (rule, seed) => {
    const document = under(randomExperiment(seed), inference(rule));
    const draw = new Draw(seed, 'order');
    const { nodes, connections } = document.network;
    const network = { nodes: shuffled(nodes, draw), connections: shuffled(connections, draw) };
    expectSame(await settled({ ...document, network }, 12), await settled(document, 12));
  });

  test.each(ways)(
    'under %s units may be numbered in any order, with their weights (graph %i)',
    async (rule, seed) => {
      // The noise of a random start belongs to the unit's number: start from the forward pass.
      const document = under(randomExperiment(seed), { rule });
      const original = await settled(document, 12);
      const draw = new Draw(seed, 'numbers');
      const { nodes, connections } = original.model.network;
      const orders = Object.fromEntries(
        nodes.map((it) => [it.id, shuffled([...Array(it.units).keys()], draw)]),
      );
      const permute = <T>(items: readonly T[], id: string) => orders[id]!.map((i) => items[i]!);
      const { weights, biases } = original.model.parameters;
      const units = (id: string) => nodes.find((it) => it.id === id)!.units;
      const [input, target] = (['input', 'target'] as const).map(
        (role) => nodes.find((it) => it.clamp.learning === role)!.id,
      ) as [string, string];
      const renumbered: ExperimentDocument = {
        ...document,
        parameters: {
          weights: Object.fromEntries(
            connections.map(({ id, from, to }) => [
              id,
              permute(split(weights[id]!, units(from)), to).map((row) => permute(row, from)),
            ]),
          ),
          biases: Object.fromEntries(Object.entries(biases).map(([id, it]) => [id, permute([...it], id)])),
        },
        data: {
          name: 'rows',
          inputs: original.inputs.map((row) => permute(row, input)),
          targets: original.targets.map((row) => permute(row, target)),
        },
      };
      const result = await settled(renumbered, 12);
      for (const what of ['values', 'errors'] as const)
        for (const [id, flat] of Object.entries(original[what])) {
          const expected = split(flat, units(id)).flatMap((row) => permute(row, id));
          expect(deviation(result[what][id]!, expected), id).toBeLessThan(ROUNDING);
        }
      for (const side of ['gradients', 'backprop'] as const) {
        const expected = {
          weights: Object.fromEntries(
            connections.map(({ id, from, to }) => [
              id,
              permute(split(original[side].weights[id]!, units(from)), to).flatMap((row) =>
                permute(row, from),
              ),
            ]),
          ),
          biases: Object.fromEntries(
            Object.entries(original[side].biases).map(([id, it]) => [id, permute([...it], id)]),
          ),
        };
        expect(gradientDeviation(result[side], expected)).toBeLessThan(ROUNDING);
      }
    },
  );
});

describe('what is given stays', () => {
  test.each(ways)('under %s clamped values come back to the bit (graph %i)', async (rule, seed) => {
    const result = await settled(under(randomExperiment(seed), inference(rule)), 25);
    const { nodes } = result.model.network;
    const clamped = (role: string) => nodes.find((it) => it.clamp.learning === role)!.id;
    expect(Array.from(result.values[clamped('input')]!)).toEqual(result.inputs.flat());
    expect(Array.from(result.values[clamped('target')]!)).toEqual(result.targets.flat());
  });

  test.each(ways)('under %s a settling changes no parameter (graph %i)', async (rule, seed) => {
    const laboratory = await open(under(randomExperiment(seed), inference(rule)));
    const before = await caseOf(laboratory);
    await settleRows(laboratory, [0], 25);
    expect((await caseOf(laboratory)).parameters).toEqual(before.parameters);
  });

  test.each(ways)('under %s settling twice is settling once (graph %i)', async (rule, seed) => {
    const first = await settled(under(randomExperiment(seed), inference(rule)), 12);
    const again = await settleRows(first.laboratory, [...Array(first.samples).keys()], 12);
    expect(again.values).toEqual(first.values);
    expect(again.gradients).toEqual(first.gradients);
  });
});

describe('means over a batch are summed in blocks of 16 samples, in index order, so that splitting work changes no bit', () => {
  /** Sum of the blocks' sums. */
  function inBlocks(terms: readonly number[]): number {
    const blocks = Array.from({ length: Math.ceil(terms.length / 16) }, (_, k) =>
      terms.slice(16 * k, 16 * k + 16),
    );
    return blocks.map((block) => block.reduce((sum, it) => sum + it, 0)).reduce((sum, it) => sum + it, 0);
  }

  test.each([1, 15, 16, 17, 40])('with %i samples', async (count) => {
    const document = randomExperiment(3, {
      paths: 'equal',
      hidden: [2, 2],
      units: [3, 4],
      samples: [count, count],
      likelihoods: ['gaussian'],
    });
    const whole = await settled(document, 6);
    const alone: Settlement[] = [];
    for (let row = 0; row < count; row++) alone.push(await settleRows(whole.laboratory, [row], 6));
    for (const [id, trace] of Object.entries(whole.energy))
      trace.forEach((mean, t) => {
        expect(mean).toBe(inBlocks(alone.map((it) => it.energy[id]![t]!)) / count);
      });
    for (const side of ['gradients', 'backprop'] as const)
      for (const part of ['weights', 'biases'] as const)
        for (const [id, means] of Object.entries(whole[side][part]))
          means.forEach((mean, i) => {
            expect(mean).toBe(inBlocks(alone.map((it) => it[side][part][id]![i]!)) / count);
          });
  });
});
