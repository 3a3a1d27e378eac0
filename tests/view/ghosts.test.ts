import { expect, test } from 'vitest';
import { rowsOf } from '#view/charts/agreement/verdict.ts';
import { curvesOf } from '#view/charts/curve/curve.ts';
import { linesOf } from '#view/charts/history/history.ts';
import { keyOf, keyRows } from '#view/charts/history/key.ts';
import { charts } from '#view/charts/index.ts';
import { answersAlike } from '#view/charts/parts/plane.ts';
import { experiments, sceneOf } from './scenes.ts';

/** A scene with an earlier run of its own kind put aside, and backprop learning beside. */
const haunted = experiments.map(([name, experiment]) => {
  const scene = sceneOf(experiment, 'random', 6);
  const { frame, landscape, training } = sceneOf(experiment, 'random', 9);
  const energy = Array.from(frame!.total);
  const ghost = {
    title: 'The run before',
    first: 0,
    energy,
    frame: frame!,
    landscape,
    history: training.history,
  };
  return [name, { ...scene, ghost, rivalLandscape: landscape }] as const;
});

test.each(haunted)('every plot that draws the ghost names it: %s', (_, scene) => {
  for (const chart of charts.filter((it) => it.fits(scene)))
    if (['energy', 'surface', 'regions', 'curve', 'history'].includes(chart.id))
      expect(chart.describe(scene), chart.id).toContain('ghost: The run before.');
});

test.each(haunted)(
  'the ghost’s loss is one line more, and its verdicts stand beside the present ones: %s',
  (_, scene) => {
    const without = { ...scene, ghost: null };
    expect(linesOf(scene, 'loss').length).toBe(linesOf(without, 'loss').length + 1);
    for (const row of rowsOf(scene))
      expect(row.ghost?.angleDegrees).toBe(scene.ghost.frame.comparison.connections[row.id]?.angleDegrees);
    for (const row of rowsOf(without)) expect(row.ghost).toBeNull();
  },
);

test('answers over another plane are not laid over this one', () => {
  const [, scene] = haunted.find(([, it]) => it.landscape?.kind === 'surface')!;
  expect(answersAlike('surface', scene)).toEqual({
    own: scene.landscape,
    rival: scene.rivalLandscape,
    ghost: scene.ghost.landscape,
  });
  const other = { ...scene.rivalLandscape!, extent: [-9, 9] } as typeof scene.rivalLandscape;
  expect(answersAlike('surface', { ...scene, rivalLandscape: other }).rival).toBeNull();
  expect(curvesOf(scene)).toEqual([]);
});

test('the key names every stroke once and takes more lines where it is narrow', () => {
  const [, scene] = haunted[0]!;
  const entries = keyOf(linesOf(scene, 'loss'));
  expect(entries.map((it) => it.name)).toEqual(['training', 'test', 'backprop', 'ghost']);
  expect(keyRows(entries, 1000)).toBe(1);
  expect(keyRows(entries, 10)).toBe(4);
});
