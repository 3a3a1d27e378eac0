import { describe, expect, test } from 'vitest';
import { pairsOf } from '#view/charts/agreement/pairs.ts';
import { usual } from '#view/charts/chart.ts';
import {
  differenceOf,
  extremeOf,
  fit,
  foremostIn,
  type Matrix,
  paneIds,
  panesOf,
  pool,
} from '#view/charts/weights/matrix.ts';
import { describe as caption, furthest, stepOver, table } from '#view/charts/weights/weights.ts';
import { Draw, seeds } from '../oracles/scenarios.ts';
import { experiments, sceneOf } from './scenes.ts';

const shapes = [
  [1, 1, 1, 1],
  [5, 7, 2, 3],
  [64, 784, 3, 11],
  [3, 2, 4, 4],
  [6, 6, 1, 2],
] as const;

/** Entries of a matrix that share a pixel, found one by one. */
const sharing = (
  { rows, columns }: Matrix,
  down: number,
  across: number,
  row: number,
  column: number,
): number[] =>
  Array.from({ length: rows * columns }, (_, at) => at).filter(
    (at) =>
      Math.floor(Math.floor(at / columns) / down) === row && Math.floor((at % columns) / across) === column,
  );

describe.each(shapes)('a matrix of %i × %i in blocks of %i × %i', (rows, columns, down, across) => {
  const matrix = { rows, columns, values: new Draw(rows * columns, 'matrix').normals(rows * columns) };
  const block = { down, across };
  const pooled = pool(matrix, block);

  test('has a pixel a block: the entry of the largest size, with its sign', () => {
    expect([pooled.rows, pooled.columns]).toEqual([Math.ceil(rows / down), Math.ceil(columns / across)]);
    for (const [row, column] of [
      [0, 0],
      [pooled.rows - 1, pooled.columns - 1],
      [0, pooled.columns - 1],
    ] as const) {
      const entries = sharing(matrix, down, across, row, column).map((at) => matrix.values[at]!);
      const shown = pooled.values[row * pooled.columns + column]!;
      expect(entries).toContain(shown);
      expect(Math.abs(shown)).toBe(Math.max(...entries.map(Math.abs)));
    }
  });

  test('keeps its largest size, whatever the blocks', () => {
    const most = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));
    expect(most(pooled.values)).toBe(most(matrix.values));
  });

  test('does not hide what is no number', () => {
    const broken = Float64Array.from(matrix.values);
    const at = broken.length - 1;
    broken[at] = Number.NaN;
    const shown = pool({ ...matrix, values: broken }, block);
    expect(shown.values[shown.values.length - 1]).toBeNaN();
    expect(foremostIn({ ...matrix, values: broken }, block, shown.rows - 1, shown.columns - 1)).toBe(at);
  });
});

test.each([
  [8, 2, 100, 60],
  [1, 8, 100, 300],
  [64, 784, 100, 40],
  [64, 784, 330, 500],
  [2000, 2, 90, 50],
  [10, 10, 24, 24],
])(
  '%i × %i weights fit %i × %i pixels, and none is smaller than a pixel once pooled',
  (rows, columns, width, height) => {
    const { width: w, height: h, block } = fit({ rows, columns }, width, height);
    expect(w).toBeLessThanOrEqual(width + 1e-9);
    expect(h).toBeLessThanOrEqual(height + 1e-9);
    expect(w / Math.ceil(columns / block.across)).toBeGreaterThanOrEqual(0.5);
    expect(h / Math.ceil(rows / block.down)).toBeGreaterThanOrEqual(0.5);
    if (w >= columns && h >= rows) expect(block).toEqual({ across: 1, down: 1 });
  },
);

describe.each(seeds(8))('a connection’s three pictures (%i)', (seed) => {
  const draw = new Draw(seed, 'triptych');
  const [gradients, backprop] = [
    draw.normals(15).map((it) => it * 10 ** -seed),
    draw.normals(15).map((it) => it * 10 ** -seed),
  ];
  const panes = panesOf({ id: 'w', rank: 0, layer: 'layer-1', rows: 3, columns: 5, gradients, backprop });

  test('add up: backprop and the difference are the rule', () => {
    const difference = differenceOf({ gradients, backprop });
    for (const [at, g] of gradients.entries()) expect(difference[at]! + backprop[at]!).toBeCloseTo(g, 12);
  });

  test('share a scale whose extreme holds every number, and is not twice as large', () => {
    const sizes = paneIds.flatMap((id) => Array.from(panes[id].values, Math.abs));
    const most = Math.max(...sizes);
    expect(extremeOf(panes)).toBeGreaterThanOrEqual(most);
    expect(extremeOf(panes)).toBeLessThan(1.6 * most);
  });
});

describe.each(experiments)('the triptych of %s', (_, experiment) => {
  const scene = sceneOf(experiment, 'random', 4);
  const pairs = pairsOf(scene);

  test('says where the two differ most', () => {
    const { id, at } = furthest(pairs)!;
    const most = Math.max(
      ...pairs.map((it) => differenceOf(it).reduce((best, d) => Math.max(best, Math.abs(d)), 0)),
    );
    const { gradients, backprop } = pairs.find((it) => it.id === id)!;
    expect(Math.abs(gradients[at]! - backprop[at]!)).toBe(most);
    expect(caption(scene)).toMatch(/^They differ most at /);
    const alone = { ...usual, gradients: { ...usual.gradients, apart: pairs[0]!.id } };
    expect(caption(scene, alone)).toContain(' is drawn.');
    expect(table(scene, alone).rows.length).toBeLessThanOrEqual(pairs[0]!.gradients.length);
  });

  test('says where the two are the same', () => {
    const alike = { ...scene, frame: { ...scene.frame!, gradients: scene.frame!.backprop } };
    expect(caption(alike)).toMatch(/^Both gradients are the same at/);
    const rounded = Object.fromEntries(
      Object.entries(scene.frame!.backprop).map(([id, it]) => [id, Float32Array.from(it)]),
    );
    expect(caption({ ...scene, frame: { ...alike.frame, gradients: rounded } })).toMatch(
      /the same but for rounding/,
    );
  });

  test('is walked by arrow keys through every row, from the first matrix to the last and back', () => {
    for (const [key, from, to] of [
      ['ArrowDown', pairs[0]!, pairs.at(-1)!],
      ['ArrowUp', pairs.at(-1)!, pairs[0]!],
    ] as const) {
      let here = { id: from.id, at: key === 'ArrowDown' ? 0 : (from.rows - 1) * from.columns };
      let rows = 1;
      for (let next = stepOver(pairs, here, key); next; next = stepOver(pairs, here, key)) {
        here = next;
        rows++;
      }
      expect(here).toEqual({ id: to.id, at: key === 'ArrowDown' ? (to.rows - 1) * to.columns : 0 });
      expect(rows).toBe(pairs.reduce((sum, it) => sum + it.rows, 0));
    }
  });

  test('stops at its left and right edge', () => {
    const { id, columns } = pairs[0]!;
    expect(stepOver(pairs, { id, at: 0 }, 'ArrowLeft')).toBeNull();
    expect(stepOver(pairs, { id, at: columns - 1 }, 'ArrowRight')).toBeNull();
    if (columns > 1) expect(stepOver(pairs, { id, at: 0 }, 'ArrowRight')).toEqual({ id, at: 1 });
    expect(stepOver(pairs, { id: 'nobody', at: 0 }, 'ArrowDown')).toBeNull();
  });
});
