import { describe, expect, test } from 'vitest';
import { charts } from '#view/charts/index.ts';
import { emptyScene, experiments, sceneOf } from './scenes.ts';

/** What a person must never read. */
const SLIPS = /NaN|undefined|null|\[object|Infinity/;

const moments = experiments.flatMap(([name, experiment]) => [
  [`${name}, before anything was measured`, emptyScene(experiment)] as const,
  [`${name}, at t = 0`, sceneOf(experiment, 'random', 0)] as const,
  [`${name}, settled`, sceneOf(experiment, 'random')] as const,
  [`${name}, all zero`, sceneOf(experiment, 'zero')] as const,
  [`${name}, diverged`, sceneOf(experiment, 'broken')] as const,
]);

test('ids of charts are unique', () => {
  expect(new Set(charts.map((it) => it.id)).size).toBe(charts.length);
});

test('every panel of charts has one that fits any scene', () => {
  for (const panel of new Set(charts.map((it) => it.panel)))
    for (const [, scene] of moments)
      expect(
        charts.some((it) => it.panel === panel && it.fits(scene)),
        panel,
      ).toBe(true);
});

describe.each(charts.map((it) => [it.id, it] as const))('chart %s', (_, chart) => {
  test.each(moments)('is told in sentences: %s', (_name, scene) => {
    expect(chart.title(scene)).toMatch(/^[A-Z]/);
    expect(chart.describe(scene)).toMatch(/^[A-Z].*\.$/s);
    expect(chart.title(scene) + chart.describe(scene)).not.toMatch(SLIPS);
  });

  test.each(moments)('has a table as wide as its heading: %s', (_name, scene) => {
    const { columns, rows, note } = chart.table(scene);
    for (const row of rows) expect(row).toHaveLength(columns.length);
    expect([...columns, ...rows.flat(), note ?? ''].join(' ')).not.toMatch(SLIPS);
  });
});
