import { describe, expect, test } from 'vitest';
import { setInference, setPrecision, setRule, setSeed } from '#experiment/edit.ts';
import { basisOf } from '#session/basis.ts';
import type { Swept } from '#session/runs.svelte.ts';
import type { Run } from '#session/runs.ts';
import type { Scene } from '#view/charts/chart.ts';
import {
  describe as caption,
  dotsOf,
  extentOf,
  fate,
  lawOf,
  type Place,
  presentRun,
  restoration,
} from '#view/charts/frontier/frontier.ts';
import {
  crossings,
  extentOf as extentOfLambda,
  pointsOf,
  describe as tell,
} from '#view/charts/stability/stability.ts';
import { experiments, sceneOf } from './scenes.ts';

const [, dial] = experiments.find(([name]) => name === 'Agreement dial')!;
const scene = sceneOf(dial, 'random');
const run: Run = {
  experiment: dial,
  epoch: 3,
  batch: 0,
  stamp: 'those',
  until: dial.inference.settleSteps,
  steps: dial.inference.settleSteps,
  samples: 8,
  window: 0,
  before: 2,
  after: 0.5,
  angleDegrees: 12,
  normRatio: 1,
};

describe('the frontier', () => {
  test('never calls a total under frozen predictions an energy that was released', () => {
    for (const rule of ['fixed-prediction', 'backprop'] as const)
      for (const after of [0.5, 2, 3]) {
        expect(fate({ before: 2, after }, rule)).not.toMatch(/released/);
        expect(fate({ before: 2, after }, rule)).toMatch(/total error/);
      }
    expect(fate(run, 'strict')).toMatch(/^75.%.released$/);
    expect(fate({ before: 2, after: 3 }, 'strict')).toMatch(/up 50/);
  });

  test('rings the run on screen, and no other', () => {
    const here = presentRun(scene);
    expect(scene.runs.present).toContain(here);
    const other = { ...scene, experiment: setInference(dial, { inferenceRate: 0.07 }).experiment };
    expect(presentRun(other)).toBeNull();
    expect(presentRun({ ...scene, frame: { ...scene.frame!, stamp: 'others' } })).toBeNull();
    // However many epochs led to the weights.
    expect(presentRun({ ...scene, training: { ...scene.training, epoch: 9 } })).toBe(here);
  });

  test('is walked from the least released to the most', () => {
    const present = [0.3, 1.5, 0.9].map((after) => ({ ...run, after }));
    expect(dotsOf({ runs: { ...scene.runs, present } }).map((it) => it.after)).toEqual([1.5, 0.9, 0.3]);
  });

  test('says which weights come back with a run, and which do not', () => {
    const at = (stamp: string, recorded: Readonly<Record<string, number>> = {}) => ({
      experiment: dial,
      frame: { ...scene.frame!, stamp },
      epochs: { shown: 3, recorded: Object.values(recorded), with: (it: string) => recorded[it] ?? null },
    });
    expect(restoration(run, at('those'))).toMatch(/weights stay as they are\.$/);
    expect(restoration(run, at('others', { those: 2 }))).toContain('recorded after epoch 2');
    // Epoch 3 of another training is no epoch 3 of its own.
    expect(restoration(run, at('others', { others: 3 }))).toMatch(
      /stay as they are: its own, epoch 3, were not/,
    );
    const elsewhere = { ...at('others', { those: 3 }), experiment: setSeed(dial, 4).experiment };
    expect(restoration(run, elsewhere)).toContain('drawn anew from seed 1, not as trained in epoch 3');
    expect(restoration({ ...run, epoch: 0 }, elsewhere)).toMatch(/drawn anew from seed 1\.$/);
  });

  const places: readonly (readonly Place[])[] = [
    [],
    [[0.5, 40]],
    [
      [0.02, 0.3],
      [0.9, 130],
    ],
    [
      [-18, 0],
      [-0.2, 9],
    ],
    [[1e-7, 1e-9]],
  ];
  test.each(places.map((it) => [it] as const))('has room for all runs on both kinds of axes: %j', (all) => {
    for (const log of [false, true]) {
      const { x, y, lowest } = extentOf(all, log);
      for (const [share, angle] of all) {
        expect(share).toBeLessThanOrEqual(x[1]);
        expect(share).toBeGreaterThanOrEqual(Math.min(lowest, x[0]) - (log ? 1 : 0));
        expect(angle).toBeLessThanOrEqual(y[1]);
      }
      if (log) expect(Math.min(x[0], y[0])).toBeGreaterThan(0);
    }
  });

  test('says of a sweep what is another than on screen, π apart', () => {
    const sweep = { of: basisOf(scene), until: 'rest', points: [], lost: [], theory: null };
    const running = { state: 'done', result: sweep } as unknown as Swept['running'];
    const told = (over: Partial<Scene>) => {
      const runs = { ...scene.runs, swept: { running, epoch: 2 } };
      return caption({ ...scene, ...over, runs });
    };
    expect(told({})).toContain('Line: sweep of π to rest.');
    expect(told({ experiment: setPrecision(dial, 'x3', 0.3).experiment })).toContain('sweep of π to rest.');
    expect(told({ frame: { ...scene.frame!, stamp: 'others' } })).toMatch(/with other weights \(.*epoch 2\)/);
    const other = setInference(dial, { inferenceRate: 0.07 }).experiment;
    expect(told({ experiment: other })).toContain('with other settings (');
    const { samples } = scene.frame!;
    const moved = { ...scene.frame!, stamp: 'others', sample: samples };
    expect(told({ frame: moved })).toContain('with other weights and rows (');
  });

  test('draws the law through points that obey it, within the axes', () => {
    const theory = { releasedPerPrecision: 3, degreesPerPrecision: 120 };
    const sweep = { of: basisOf(scene), until: 'rest', points: [], lost: [], theory } as const;
    for (const log of [false, true]) {
      const extent = extentOf(
        [
          [0.7, 40],
          [0.01, 0.5],
        ],
        log,
      );
      const law = lawOf({ sweep, epoch: 0, changes: [] }, extent);
      expect(law).toHaveLength(2);
      for (const [share, angle] of law) {
        if (share > 0) expect(angle / share).toBeCloseTo(40, 9);
        expect(share).toBeLessThanOrEqual(extent.x[1] * (1 + 1e-12));
        expect(angle).toBeLessThanOrEqual(extent.y[1] * (1 + 1e-12));
      }
    }
  });
});

describe('the curvature', () => {
  const records = (limits: readonly (number | null)[], rate = 0.2, experiment = dial) => ({
    ...scene,
    experiment,
    stability: {
      ...scene.stability,
      records: limits.map((limit, epoch) => ({
        epoch,
        limit,
        experiment: setInference(experiment, { inferenceRate: rate }).experiment,
      })),
    },
  });

  test('is 2 over the limit, and what was not measured is left out', () => {
    const points = pointsOf(records([0.5, null, 0.25]));
    expect(points.map((it) => [it.epoch, it.lambda, it.ceiling])).toEqual([
      [0, 4, 10],
      [2, 8, 10],
    ]);
  });

  test('crosses where η comes to lie beyond the limit, each time', () => {
    const crossed = crossings(pointsOf(records([0.3, 0.19, 0.15, 0.25, 0.2])));
    expect(crossed.map((it) => it.epoch)).toEqual([1, 4]);
    expect(tell(records([0.3, 0.19]))).toContain('since epoch 1');
    expect(tell(records([0.3, 0.25]))).not.toContain('beyond');
  });

  test('has no ceiling where steps are full, and that of the errors where predictions are frozen', () => {
    const full = records([0.3], 1, setRule(dial, 'zero-divergence').experiment);
    expect(pointsOf(full)[0]).toMatchObject({ lambda: 2 / 0.3, ceiling: null });
    expect(tell(full)).toContain('no limit');
    const frozen = setPrecision(setRule(dial, 'fixed-prediction').experiment, 'x1', 4).experiment;
    expect(pointsOf(records([0.3], 0.2, frozen))[0]).toMatchObject({ lambda: 4, ceiling: 10 });
  });

  test('keeps every measured epoch in sight', () => {
    for (const limits of [[0.3, 0.19], [1e-3, 50], [2]]) {
      const points = pointsOf(records(limits));
      const [low, high] = extentOfLambda(points);
      for (const { lambda } of points) {
        expect(lambda).toBeGreaterThan(low);
        expect(lambda).toBeLessThan(high);
      }
    }
  });
});
