import { describe, expect, test } from 'vitest';
import { stabilityLimit } from '#core/telemetry/stability.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import type { Laboratory } from '#session/laboratory.ts';
import { states } from '#session/readings.ts';
import { distanceToKinks, energy, movingUnits, slopes } from '../oracles/energy.ts';
import {
  Draw,
  offered,
  open,
  randomExperiment,
  sampleOf,
  seeds,
  settled,
  smooth,
  totalEnergy,
  under,
} from '../oracles/scenarios.ts';

type Start = 'forward' | 'zero' | 'random';

/** Adds a pin and a removed unit to hidden nodes, where there are any. */
function held(document: ExperimentDocument, seed: number): ExperimentDocument {
  const draw = new Draw(seed, 'holds');
  const free = document.network.nodes.filter((it) => it.clamp === undefined && it.units > 2);
  if (free.length === 0) return document;
  const [pin, lesion] = [draw.one(free), draw.one(free)];
  return {
    ...document,
    pins: { [pin.id]: { 0: draw.normal() } },
    lesions: { units: { [lesion.id]: [1] } },
  };
}

const linear = (seed: number) =>
  held(
    randomExperiment(seed, { activations: ['identity'], likelihoods: ['gaussian'], hidden: [1, 4] }),
    seed,
  );

/** Sums over nodes at 0 … T, with the rate as a share of the stability limit of the start state. */
async function traceAt(document: ExperimentDocument, share: number, steps: number, start: Start = 'forward') {
  const { stability } = await settled(under(document, { start }), 0);
  const inferenceRate = share * stability.limit;
  return totalEnergy(await settled(under(document, { start, inferenceRate }), steps));
}

/** Steps at which the energy rose by more than rounding. */
const rises = (trace: readonly number[]) =>
  trace.flatMap((it, t) => (t > 0 && it > trace[t - 1]! + 1e-12 * trace[0]! ? [t] : []));

describe('linear networks', () => {
  test.each(seeds(30))('never rise below 0.99 of the limit (network %i)', async (seed) => {
    for (const start of ['forward', 'zero', 'random'] as const)
      expect(rises(await traceAt(linear(seed), 0.99, 200, start)), start).toEqual([]);
  });

  test.each(seeds(30))('explode above 1.01 of the limit (network %i)', async (seed) => {
    // (1 − 2.02)² = 1.04 a step for what points along the stiffest direction.
    const trace = await traceAt(linear(seed), 1.01, 1500, 'random');
    expect(trace.at(-1)!).toBeGreaterThan(1e6 * trace[0]!);
  });
});

/*
 * On smooth networks the limit belongs to the state it is computed at. A step of −η∇F can raise F only where curvature
 * somewhere on its way exceeds 2/η (descent lemma); half of the limit leaves room for what Gauss–Newton leaves out.
 */
describe('smooth networks', () => {
  const smoothly = { activations: ['identity', ...smooth], hidden: [1, 4] } as const;

  test.each(seeds(80, 100))(
    'rise only by a step above half of the limit somewhere on its way (graph %i)',
    async (seed) => {
      for (const start of ['forward', 'zero', 'random'] as const) {
        const document = under(held(randomExperiment(seed, smoothly), seed), { start });
        const { stability } = await settled(document, 0);
        if (stability.limit === Number.POSITIVE_INFINITY) return;
        const inferenceRate = Math.min(100, 0.499 * stability.limit);
        const risky = under(document, { start, inferenceRate });
        const laboratory = await open(risky);
        const rows = Array.from({ length: laboratory.rows.count }, (_, row) => row);
        const { preparation, plan } = laboratory;
        expect(plan.traceLength).toBeGreaterThan(60);
        const parameters = await laboratory.parameters();
        const limit = (values: Values) =>
          finished(stabilityLimit(preparation, parameters, values, rows.length));
        laboratory.present(rows);
        laboratory.begin();
        const risen = new Set(rises(totalEnergy(await settled(risky, 60))));
        let before = await valuesOf(laboratory, rows.length);
        for (let t = 1; t <= 60; t++) {
          laboratory.step(1);
          const after = await valuesOf(laboratory, rows.length);
          if (risen.has(t)) {
            const shares = Array.from({ length: 9 }, (_, k) => k / 8);
            const lowest = Math.min(...shares.map((share) => limit(between(before, after, share))));
            expect(inferenceRate, `${start}, step ${t}`).toBeGreaterThan(lowest / 2);
          }
          before = after;
        }
      }
    },
  );

  test('of ordinary size that start from the forward pass hardly ever rise below half of its limit', async () => {
    const layers = { ...smoothly, paths: 'equal', units: [6, 10], precisions: 'one' } as const;
    let risen = 0;
    for (const seed of seeds(100, 300))
      risen += rises(await traceAt(randomExperiment(seed, layers), 0.499, 100)).length > 0 ? 1 : 0;
    expect(risen).toBeLessThanOrEqual(3);
  });
});

type Values = Readonly<Record<string, ArrayLike<number>>>;

async function valuesOf(laboratory: Laboratory, count: number): Promise<Values> {
  return (await laboratory.read({ values: states(laboratory.experiment.network, 'value', 0, count) })).values;
}

const between = (a: Values, b: Values, share: number): Values =>
  Object.fromEntries(
    Object.keys(a).map((id) => [id, Array.from(a[id]!, (x, i) => x + share * (b[id]![i]! - x))]),
  );

function finished<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** A start whose every unit is away from kinks, its state per sample and what the oracle says of it. */
async function startOf(document: ExperimentDocument) {
  const start = await settled(under(document, { start: 'random' }), 0);
  const { model, samples } = start;
  const states = Array.from({ length: samples }, (_, s) => sampleOf(model.network, start.values, s));
  return { start, model, states };
}

const graphs = seeds(60, 200).map(
  (seed) => [seed, held(randomExperiment(seed, { activations: offered }), seed)] as const,
);

describe('from random states of any network', () => {
  test.each(graphs)(
    'the energy is the sum of ½π|x − μ|² and −π Σ y log p (graph %i)',
    async (_, document) => {
      const { start, model, states } = await startOf(document);
      const mean = states.reduce((sum, it) => sum + energy(model, it), 0) / states.length;
      expect(totalEnergy(start)[0]! / mean).toBeCloseTo(1, 12);
    },
  );

  test.each(graphs)('a step is −η ∂F/∂x, and moves nothing else (graph %i)', async (_, document) => {
    const { model, states } = await startOf(document);
    const rate = 0.01;
    const step = await settled(under(document, { start: 'random', inferenceRate: rate }), 1);
    states.forEach((state, s) => {
      if (distanceToKinks(model, state) < 1e-4) return;
      const after = sampleOf(model.network, step.values, s);
      const expected = slopes(model, state);
      const scale = Math.max(1, ...expected.map(Math.abs));
      const moving = movingUnits(model);
      moving.forEach(([id, i], k) => {
        expect(Math.abs((state[id]![i]! - after[id]![i]!) / rate - expected[k]!) / scale).toBeLessThan(1e-7);
      });
      for (const { id, units } of model.network.nodes)
        for (let i = 0; i < units; i++)
          if (!moving.some(([it, unit]) => it === id && unit === i))
            expect(after[id]![i]).toBe(state[id]![i]);
    });
  });

  test.each(graphs)('at η = 0 the energy falls at the rate |∇F|² (graph %i)', async (_, document) => {
    const { start, model, states } = await startOf(document);
    if (states.some((it) => distanceToKinks(model, it) < 1e-3)) return;
    const expected = states.reduce((sum, it) => sum + slopes(model, it).reduce((a, b) => a + b * b, 0), 0);
    if (expected === 0) return;
    const rate = 1e-6 / Math.max(1, Math.sqrt(expected));
    const after = async (inferenceRate: number) =>
      totalEnergy(await settled(under(document, { start: 'random', inferenceRate }), 1))[1]!;
    const [once, twice] = [await after(rate), await after(2 * rate)];
    const slope = (4 * once - twice - 3 * totalEnergy(start)[0]!) / (2 * rate);
    expect((slope * start.samples) / expected).toBeCloseTo(-1, 3);
  });
});
