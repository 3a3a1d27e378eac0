import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { initialize } from '#core/network/initialize.ts';
import { backprop } from '#core/oracles/backprop.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { materialOf } from '#session/material.ts';
import { released } from '#session/runs.ts';
import {
  type PrecisionSweep,
  precisionSweep,
  type SweepPoint,
  sweptPrecisions,
} from '#session/studies/precision-sweep.ts';
import { type Bench, Stopped, type Study } from '#session/studies/study.ts';
import { randomExperiment, seeds, settled, under, understood } from '../../oracles/scenarios.ts';

const { experiment: toy } = JSON.parse(readFileSync('tests/oracles/fixtures/toy-2-8-8-1.json', 'utf8')) as {
  experiment: ExperimentDocument;
};

/** What a study is given by the page, on the float64 reference. */
async function onBench<Result>(
  document: ExperimentDocument,
  study: Study<Result>,
  progress: Bench<Result>['progress'] = async () => {},
): Promise<{ result: Result; shown: Result[] }> {
  const experiment = understood(document);
  const noFile = () => Promise.reject(new Error('no file is needed'));
  const material = await materialOf(experiment, noFile);
  const shown: Result[] = [];
  const result = await study({
    engine: new CpuEngine('float64'),
    experiment,
    material,
    parameters: initialize(experiment.network, experiment.seed, experiment.parameters),
    rows: Uint32Array.from({ length: material.rows.training }, (_, row) => row),
    materialOf: (other) => materialOf(other, noFile),
    progress,
    show: (it) => shown.push(it),
  });
  return { result, shown };
}

const sweptAt = async (document: ExperimentDocument, precisions: readonly number[]) =>
  (await onBench(document, precisionSweep({ until: 'rest', precisions }))).result;

const cosine = (degrees: number) => Math.cos((degrees / 180) * Math.PI);
const worstCosine = ({ comparison }: SweepPoint) =>
  Math.min(...Object.values(comparison.connections).map((it) => cosine(it!.angleDegrees)));

describe('a sweep of the output precision', () => {
  test('spans 10 … 0.001 in thirty even steps of a log scale', () => {
    expect(sweptPrecisions).toHaveLength(30);
    expect([sweptPrecisions[0], sweptPrecisions.at(-1)]).toEqual([10, 0.001]);
    const ratios = sweptPrecisions.slice(1).map((it, k) => it / sweptPrecisions[k]!);
    // To three digits each.
    for (const ratio of ratios) expect(ratio / 10 ** (-4 / 29)).toBeCloseTo(1, 1.5);
  });

  test('finds, at rest, the figures of the toy network: worst cosine and energy released', async () => {
    const { points, lost } = await sweptAt(toy, [1, 0.1, 0.01]);
    expect(lost).toEqual([]);
    const [firm, soft, softest] = points as [SweepPoint, SweepPoint, SweepPoint];
    expect(Math.abs(worstCosine(firm) + 0.03)).toBeLessThan(0.005);
    expect(Math.abs(worstCosine(soft) - 0.94)).toBeLessThan(0.005);
    expect(Math.abs(worstCosine(softest) - 0.999)).toBeLessThan(0.0005);
    expect(points.map((it) => Number((100 * released(it)).toPrecision(2)))).toEqual([62, 14, 1.6]);
  });

  test('of T steps leaves what a settling of T steps by itself leaves', async () => {
    const document = under(toy, { rule: 'strict', inferenceRate: 0.1, settleSteps: 20 });
    const { result, shown } = await onBench(
      document,
      precisionSweep({ until: 'steps', precisions: [3, 0.2] }),
    );
    expect(shown.map((it) => it.points.length)).toEqual([1, 2]);
    for (const point of result.points) {
      const nodes = toy.network.nodes.map((it) =>
        it.clamp?.learning === 'target' ? { ...it, precision: point.precision } : it,
      );
      const alone = await settled({ ...document, network: { ...toy.network, nodes } }, 20);
      const last = (id: string) => alone.energy[id]!.at(-1)!;
      const after = Object.keys(alone.energy).reduce((sum, id) => sum + last(id), 0);
      expect(point.after / after).toBeCloseTo(1, 10);
      expect(point.steps).toBe(20);
      expect(point.comparison.all!.angleDegrees).toBeCloseTo(alone.comparison.all!.angleDegrees, 8);
    }
  });

  test('keeps no state from one precision to the next', async () => {
    const swept = async (start: 'forward' | 'keep') =>
      (
        await onBench(
          under(toy, { rule: 'strict', inferenceRate: 0.1, settleSteps: 20, start }),
          precisionSweep({ until: 'steps', precisions: [3, 0.2] }),
        )
      ).result.points;
    expect(await swept('keep')).toEqual(await swept('forward'));
  });

  test('says at which precisions the settling diverged, and goes on', async () => {
    const { points, lost } = await sweptAt(under(toy, { rule: 'strict', inferenceRate: 0.6 }), [1000, 0.1]);
    expect(lost).toEqual([1000]);
    expect(points.map((it) => it.precision)).toEqual([0.1]);
  });

  test('rises under frozen predictions by π Σ|δ|² / |r|², at the angle of backprop', async () => {
    const document = under(toy, { rule: 'fixed-prediction', inferenceRate: 0.5 });
    const { points } = await sweptAt(document, [1, 0.01]);
    const { model, inputs, targets } = await settled(toy, 0);
    const { errors, loss } = backprop(model, inputs, targets);
    const hidden = model.network.nodes.filter((it) => it.clamp.learning === 'free');
    const squares = hidden.flatMap((it) => errors[it.id]!.flat()).reduce((sum, it) => sum + it * it, 0);
    const expected = (0.5 * squares) / inputs.length / loss;
    for (const point of points) {
      expect(-released(point) / (point.precision * expected)).toBeCloseTo(1, 3);
      expect(point.comparison.all!.angleDegrees).toBeLessThan(0.5);
    }
  });

  test('stops where nobody wants it any more', async () => {
    const study = precisionSweep({ until: 'rest', precisions: [1, 0.1] });
    const stop = async (share: number) => {
      if (share > 0) throw new Stopped();
    };
    await expect(onBench<PrecisionSweep>(toy, study, stop)).rejects.toThrow(Stopped);
  });
});

describe('the law of a weak output', () => {
  const traits = { activations: ['identity', 'tanh', 'sigmoid'], paths: 'equal', precisions: 'any' } as const;
  const documents = seeds(8).map((seed) => {
    const { network, ...rest } = randomExperiment(seed, { ...traits, hidden: [1, 3], units: [2, 4] });
    return [seed, { ...rest, network }] as const;
  });

  test.each(documents)(
    'is what settling comes to: a tenth of π leaves a tenth of the gap (network %i)',
    async (_, document) => {
      const rule = { rule: 'strict', inferenceRate: 0.2 } as const;
      const { points, theory } = await sweptAt(under(document, rule), [1e-2, 1e-3]);
      if (!theory) throw new Error('a layered network has this law');
      const gaps = points.map((it) => [
        released(it) / (it.precision * theory.releasedPerPrecision) - 1,
        it.comparison.all!.angleDegrees / (it.precision * theory.degreesPerPrecision) - 1,
      ]);
      for (const k of [0, 1]) {
        expect(Math.abs(gaps[1]![k]!)).toBeLessThan(0.02);
        // What the end of the settling leaves open is below 3e-3.
        expect(Math.abs(gaps[1]![k]!)).toBeLessThan(0.2 * Math.abs(gaps[0]![k]!) + 3e-3);
      }
    },
  );

  test('holds on any graph whose free nodes are predicted, and of a categorical output', async () => {
    let told = 0;
    for (const seed of seeds(8)) {
      const likelihoods = [seed % 2 ? ('categorical' as const) : ('gaussian' as const)];
      const document = randomExperiment(seed, {
        activations: ['identity', 'tanh', 'softplus'],
        likelihoods,
        precisions: 'any',
        hidden: [1, 4],
        units: [2, 4],
      });
      const [precision] = [1e-3];
      const { points, theory } = await sweptAt(under(document, { rule: 'strict', inferenceRate: 0.1 }), [
        precision,
      ]);
      if (!theory) continue;
      told++;
      expect(released(points[0]!) / (precision * theory.releasedPerPrecision)).toBeCloseTo(1, 1);
      expect(points[0]!.comparison.all!.angleDegrees / (precision * theory.degreesPerPrecision)).toBeCloseTo(
        1,
        1,
      );
    }
    expect(told).toBeGreaterThan(3);
  });

  test.each([
    ['under frozen predictions', { rule: 'fixed-prediction' }],
    ['from a start at zero', { rule: 'strict', start: 'zero' }],
  ] as const)('is not told %s', async (_, inference) => {
    expect((await sweptAt(under(toy, inference), [])).theory).toBeNull();
  });

  test('releases π |δ|² / |r|² of a weight that is one: 1-1-1', async () => {
    const [clampedIn, clampedOut] = [
      { learning: 'input', testing: 'input' },
      { learning: 'target', testing: 'free' },
    ] as const;
    const { theory } = await sweptAt(
      {
        version: 1,
        network: {
          nodes: [
            { id: 'x', units: 1, clamp: clampedIn },
            { id: 'h', units: 1 },
            { id: 'y', units: 1, clamp: clampedOut },
          ],
          connections: [
            { id: 'w1', from: 'x', to: 'h' },
            { id: 'w2', from: 'h', to: 'y' },
          ],
        },
        parameters: { weights: { w1: [[1]], w2: [[1]] }, biases: { h: [0], y: [0] } },
        data: { name: 'rows', inputs: [[1]], targets: [[0]] },
      },
      [],
    );
    // F* = ½ π / (1 + π): a share π/(1 + π) of ½ π. w₂'s gradient feels h = 1 − π, w₁'s none of it: both errors are alike.
    expect(theory!.releasedPerPrecision).toBeCloseTo(1, 12);
    // (1, 1 − π) against (1, 1): π/2 radians.
    expect(theory!.degreesPerPrecision).toBeCloseTo(90 / Math.PI, 3);
  });
});
