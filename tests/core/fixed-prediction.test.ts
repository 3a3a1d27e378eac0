import { describe, expect, test } from 'vitest';
import { depths } from '#core/network/topology.ts';
import { backprop } from '#core/oracles/backprop.ts';
import { states } from '#session/readings.ts';
import { binomialTail } from '../oracles/closed-forms.ts';
import {
  deviation,
  gradientDeviation,
  open,
  randomExperiment,
  type Settled,
  seeds,
  settled,
  split,
  totalEnergy,
  under,
} from '../oracles/scenarios.ts';

const ROUNDING = 1e-12;

/** Equal paths, π = 1 on every free node: where the binomial law holds. */
const lawful = (seed: number) =>
  randomExperiment(seed, { paths: 'equal', precisions: 'target', hidden: [1, 4] });
const frozen = (seed: number, inferenceRate: number, steps: number) =>
  settled(under(lawful(seed), { rule: 'fixed-prediction', inferenceRate }), steps);
const textbook = ({ model, inputs, targets }: Settled) => backprop(model, inputs, targets);

/** Each node's error as a share of backprop's must be the binomial tail at its depth. */
function expectLaw(result: Settled, inferenceRate: number, steps: number): void {
  const { errors } = textbook(result);
  for (const [id, k] of depths(result.model.network)) {
    if (!result.errors[id]) continue;
    const share = binomialTail(steps, inferenceRate, k);
    const expected = errors[id]!.flat().map((it) => share * it);
    // Where only a small share has arrived, x − μ cancels: rounding is that of x, not of ε.
    const scale = Math.max(...expected.map(Math.abs), ...Array.from(result.values[id]!, Math.abs), 1);
    for (const [i, it] of expected.entries())
      expect(Math.abs(result.errors[id]![i]! - it) / scale, id).toBeLessThan(ROUNDING);
  }
}

describe('k layers below the output, the error after t steps is P[Binomial(t, η) ≥ k] of backprop’s', () => {
  test.each(seeds(20))('at any rate up to 1 and any time (network %i)', async (seed) => {
    for (const inferenceRate of [0.03, 0.1, 0.5, 0.9])
      for (const steps of [0, 1, 2, 7, 40])
        expectLaw(await frozen(seed, inferenceRate, steps), inferenceRate, steps);
  });
});

test.each(seeds(30, 100))(
  'at η = 1 gradients are exact after L − 1 updates, not before (network %i)',
  async (seed) => {
    const { laboratory } = await frozen(seed, 1, 0);
    const exact = Math.max(...depths(laboratory.preparation.network).values()) - 1;
    const done = await frozen(seed, 1, exact);
    expect(gradientDeviation(done.gradients, textbook(done))).toBeLessThan(ROUNDING);
    if (exact === 0) return;
    const early = await frozen(seed, 1, exact - 1);
    const { weights } = textbook(early);
    const first = early.model.network.connections.filter(
      (it) => depths(early.model.network).get(it.to) === exact,
    );
    for (const { id } of first) {
      expect(Array.from(early.gradients.weights[id]!).every((it) => it === 0)).toBe(true);
      expect(weights[id]!.length).toBeGreaterThan(0);
    }
  },
);

test.each(seeds(20, 200))(
  'the energy rises from the loss to the loss + ½Σ|δ|² (network %i)',
  async (seed) => {
    const result = await frozen(seed, 0.5, 80);
    const { loss, errors } = textbook(result);
    const total = totalEnergy(result);
    const free = result.model.network.nodes.filter((it) => it.clamp.learning === 'free');
    const squares = free.flatMap((it) => errors[it.id]!.flat()).reduce((sum, it) => sum + it * it, 0);
    expect(total[0]).toBeCloseTo(loss, 12);
    expect(total.at(-1)).toBeCloseTo(loss + squares / 2 / result.samples, 10);
    for (let t = 1; t < total.length; t++)
      expect(total[t]).toBeGreaterThanOrEqual(total[t - 1]! * (1 - 1e-14));
  },
);

/** A scalar chain of so many layers, errors of order 1: every layer shows its own share. */
const scalarChain = (layers: number, inferenceRate: number) => ({
  version: 1 as const,
  network: {
    nodes: Array.from({ length: layers + 1 }, (_, l) => ({
      id: `x${l}`,
      units: 1,
      clamp: {
        learning: l === 0 ? ('input' as const) : l === layers ? ('target' as const) : ('free' as const),
        testing: l === 0 ? ('input' as const) : ('free' as const),
      },
    })),
    connections: Array.from({ length: layers }, (_, l) => ({
      id: `w${l + 1}`,
      from: `x${l}`,
      to: `x${l + 1}`,
    })),
  },
  parameters: { weights: Object.fromEntries(Array.from({ length: layers }, (_, l) => [`w${l + 1}`, [[1]]])) },
  data: { name: 'rows' as const, inputs: [[1]], targets: [[0]] },
  inference: { rule: 'fixed-prediction' as const, inferenceRate },
});

/** Updates until the error k layers below the output is, and stays, within 1 % of backprop's, which is −1. */
async function updatesToOnePercent(inferenceRate: number, most: number): Promise<number[]> {
  const laboratory = await open(scalarChain(5, inferenceRate));
  laboratory.present([0]);
  laboratory.begin();
  const counts = [0, 0, 0, 0];
  for (let t = 0; t <= most; t++) {
    const { errors } = await laboratory.read({
      errors: states(laboratory.experiment.network, 'error', 0, 1),
    });
    counts.forEach((_, i) => {
      if (Math.abs(errors[`x${4 - i}`]![0]! + 1) > 0.01) counts[i] = t + 1;
    });
    laboratory.step(1);
  }
  return counts;
}

test.each([
  [0.1, [44, 64, 81, 97]],
  [0.2, [21, 31, 39, 47]],
  [1, [1, 2, 3, 4]],
])(
  'at η = %f errors 1 to 4 layers below the output are within 1 %% after %j updates',
  async (rate, expected) => {
    expect(await updatesToOnePercent(rate, 120)).toEqual(expected);
  },
);

test('the defaults of Torch2PC give gradient norms of .1150 .2946 .5797 .8649 1 of backprop’s', async () => {
  // Its error is one update old when gradients are taken: its n = 20 is 19 updates here.
  const { comparison } = await settled(scalarChain(5, 0.1), 19);
  const ratios = [1, 2, 3, 4, 5].map((l) => comparison.connections[`w${l}`]!.normRatio);
  expect(ratios.map((it) => it.toFixed(4))).toEqual(['0.1150', '0.2946', '0.5797', '0.8649', '1.0000']);
});

test.each(seeds(10, 300))(
  'gradients point along backprop’s as soon as the error is there (network %i)',
  async (seed) => {
    const result = await frozen(seed, 0.2, 6);
    for (const [id, agreement] of Object.entries(result.comparison.connections))
      expect(agreement === null || agreement.angleDegrees < 1e-5, id).toBe(true);
  },
);

test.each(seeds(20, 400))('a node of precision π moves at the rate ηπ (network %i)', async (seed) => {
  const document = randomExperiment(seed, { paths: 'equal', precisions: 'any', hidden: [1, 1] });
  const [rate, steps] = [0.3, 5];
  const result = await settled(under(document, { rule: 'fixed-prediction', inferenceRate: rate }), steps);
  const { errors } = textbook(result);
  for (const { id, precision, units } of result.model.network.nodes.filter(
    (it) => it.clamp.learning === 'free',
  )) {
    // One layer below the output: ε ← ε + ηπ(δ − ε), δ constant.
    const share = 1 - (1 - rate * precision) ** steps;
    const expected = errors[id]!.flat().map((it) => share * it);
    expect(deviation(result.errors[id]!, expected)).toBeLessThan(1e-10);
    expect(split(result.errors[id]!, units)).toHaveLength(result.samples);
  }
});
