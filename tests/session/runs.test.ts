import { describe, expect, test } from 'vitest';
import { setInference, setPrecision, setRule, setSeed, setUnits } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import type { Frame } from '#session/frame.ts';
import { haveSameSubject, type Run, released, restored, runOf, withRun } from '#session/runs.ts';
import { sceneOf } from '../view/scenes.ts';

const dial = parse(presets.find((it) => it.id === 'agreement-dial')!.document).value!;
const begun = { epoch: 0, batch: 0 };
const framed = (experiment: Experiment, over: Partial<Frame> = {}): Frame => ({
  ...sceneOf(experiment, 'random').frame!,
  ...over,
});
const run = (experiment: Experiment, over: Partial<Frame> = {}, at = begun): Run =>
  runOf(experiment, framed(experiment, over), at)!;

describe('a frame is the end of a run', () => {
  const { settleSteps } = dial.inference;
  test('at T, or where the energy stands still', () => {
    expect(run(dial).until).toBe(settleSteps);
    expect(runOf(dial, framed(dial, { t: settleSteps - 1 }), begun)).toBeNull();
    expect(runOf(dial, framed(dial, { t: 7, atRest: true }), begun)?.until).toBe('rest');
  });

  test('but not where values diverged, nothing arrived, or the start was somebody’s', () => {
    expect(runOf(dial, framed(dial, { diverged: true }), begun)).toBeNull();
    expect(runOf(dial, framed(dial, { comparison: { connections: {}, all: null } }), begun)).toBeNull();
    const kept = setInference(dial, { start: 'keep' }).experiment;
    expect(runOf(kept, framed(kept), begun)).toBeNull();
  });
});

test('energy that rose was not released', () => {
  expect(released({ before: 2, after: 0.5 })).toBe(0.75);
  expect(released({ before: 2, after: 3 })).toBe(-0.5);
});

describe('the record', () => {
  const turned = (precision: number): Experiment => setPrecision(dial, 'x3', precision).experiment;

  test('has one run for settings, however often they come back', () => {
    const precisions = [1, 0.5, 0.1, 0.5, 1];
    const runs = precisions.reduce<readonly Run[]>((all, it) => withRun(all, run(turned(it))), []);
    expect(runs.map((it) => it.experiment.network.nodes[3]!.precision)).toEqual([0.1, 0.5, 1]);
  });

  test('tells apart rule, η, T, start, π, seed, weights and rows', () => {
    const others = [
      run(dial),
      run(setInference(dial, { inferenceRate: 0.2 }).experiment),
      run(setInference(dial, { settleSteps: 21 }).experiment),
      run(setInference(dial, { start: 'zero' }).experiment),
      run(setRule(dial, 'fixed-prediction').experiment),
      run(turned(0.3)),
      run(setSeed(dial, 2).experiment),
      run(dial, { stamp: 'others' }),
      run(dial, { sample: framed(dial).samples }),
    ];
    expect(others.reduce<readonly Run[]>(withRun, [])).toHaveLength(others.length);
  });

  test('has one run for weights, whichever epoch they come after', () => {
    const [first, again] = [run(dial), run(dial, {}, { epoch: 4, batch: 2 })];
    expect(withRun([first], again)).toEqual([again]);
  });

  test('forgets the oldest of more than some hundreds', () => {
    const many = Array.from({ length: 400 }, (_, epoch) => run(dial, { stamp: `${epoch}` }));
    const kept = many.reduce<readonly Run[]>(withRun, []);
    expect(kept).toEqual(many.slice(100));
  });
});

describe('restoring a run', () => {
  const before = setInference(setPrecision(dial, 'x3', 0.02).experiment, {
    inferenceRate: 0.07,
    settleSteps: 64,
  }).experiment;
  const elsewhere = setSeed(setRule(dial, 'fixed-prediction').experiment, 9).experiment;

  test('brings back rule, η, T, start, π and seed, and leaves everything else', () => {
    const back = restored(elsewhere, run(before));
    expect(back).toEqual({ ...elsewhere, seed: 1, inference: before.inference, network: before.network });
    expect(withRun([run(before)], run(back))).toHaveLength(1);
  });

  test('is offered for the same network and rows, whatever the settings', () => {
    expect(haveSameSubject(before, elsewhere)).toBe(true);
    expect(haveSameSubject(before, setUnits(dial, 'x1', 9).experiment)).toBe(false);
    expect(haveSameSubject(before, setPrecision(dial, 'x1', 2).experiment)).toBe(false);
    expect(haveSameSubject(before, { ...dial, pins: { x1: { 0: 1 } } })).toBe(false);
  });
});
