import { describe, expect, test } from 'vitest';
import { fieldSpread, type Paints, paint } from '#view/diagram/matrix/paint.ts';
import { cellAt, places } from '#view/diagram/matrix/places.ts';
import { step } from '#view/diagram/matrix/steps.ts';
import { experiments } from './scenes.ts';

const rooms = [
  [1000, 420],
  [640, 260],
  [350, 380],
] as const;

describe.each(experiments)('%s', (_, { network }) => {
  test.each(rooms)(
    'in %d × %d every layer and connection has its place, inside and apart',
    (width, height) => {
      const { layers, synapses, height: total } = places(network, width, height);
      expect(layers.map((it) => it.node.id).sort()).toEqual(network.nodes.map((it) => it.id).sort());
      expect(synapses.map((it) => it.connection.id).sort()).toEqual(
        network.connections.map((it) => it.id).sort(),
      );
      const boxes = [...layers, ...synapses].map((it) => it.box);
      for (const { x, y, width: wide, height: tall } of boxes) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + wide).toBeLessThanOrEqual(width + 1e-6);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y + tall).toBeLessThanOrEqual(total);
      }
      const clear = (a: number, along: number, b: number, bLong: number): boolean =>
        a + along <= b + 1e-6 || b + bLong <= a + 1e-6;
      for (const a of boxes)
        for (const b of boxes)
          if (a !== b)
            expect(clear(a.x, a.width, b.x, b.width) || clear(a.y, a.height, b.y, b.height)).toBe(true);
      for (const { node, cells } of layers)
        expect(cells.columns * cells.rows).toBeGreaterThanOrEqual(node.units);
    },
  );
});

const arrows = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

test.each(experiments)(
  '%s: the arrow keys reach every cell and never leave the network',
  (_, { network }) => {
    const { layers } = places(network, 1000, 420);
    const reached = new Set<string>();
    const queue = [{ node: layers[0]!.node.id, unit: 0 }];
    while (queue.length > 0) {
      const spot = queue.pop()!;
      const name = `${spot.node}/${spot.unit}`;
      if (reached.has(name)) continue;
      reached.add(name);
      queue.push(...arrows.flatMap((key) => step(layers, spot, key) ?? []));
    }
    const all = network.nodes.flatMap(({ id, units }) =>
      Array.from({ length: units }, (_, unit) => `${id}/${unit}`),
    );
    expect([...reached].sort()).toEqual(all.sort());
  },
);

test.each(experiments)('%s: up undoes down', (_, { network }) => {
  const { layers } = places(network, 640, 260);
  for (const { node, cells } of layers) {
    for (let unit = 0; unit < node.units; unit++) {
      const below = step(layers, { node: node.id, unit }, 'ArrowDown');
      if (below) expect(step(layers, below, 'ArrowUp')).toEqual({ node: node.id, unit });
      else expect(unit + cells.columns).toBeGreaterThanOrEqual(node.units);
    }
  }
});

test('the cell under a point is the one whose square holds it', () => {
  const cells = { columns: 4, rows: 2 };
  for (let cell = 0; cell < 8; cell++) {
    const [column, row] = [cell % 4, Math.floor(cell / 4)];
    expect(cellAt(cells, (column + 0.5) / 4, (row + 0.5) / 2)).toBe(cell);
  }
  expect(cellAt(cells, 1, 1)).toBe(7);
});

const paints: Paints = {
  classes: [],
  paper: [255, 255, 255],
  ink: [0, 0, 0],
  muted: [128, 128, 128],
  positive: [0, 0, 255],
  negative: [255, 128, 0],
  error: [200, 0, 100],
  danger: [255, 0, 0],
};
const painted = (values: readonly number[], hue: 'signed' | 'size' | 'ink') => {
  const pixels = new Uint8ClampedArray(4 * values.length);
  paint(pixels, values, { hue, span: 2, paints });
  return values.map((_, i) => [...pixels.slice(4 * i, 4 * i + 3)]);
};

test('zero is paper, the span and beyond is full colour, and the sign is the hue', () => {
  expect(painted([0, 2, -2, 9], 'signed')).toEqual([
    [255, 255, 255],
    [0, 0, 255],
    [255, 128, 0],
    [0, 0, 255],
  ]);
  expect(painted([0, 2, -2], 'size')).toEqual([
    [255, 255, 255],
    [200, 0, 100],
    [200, 0, 100],
  ]);
  expect(painted([0, 2, -2], 'ink')).toEqual([
    [255, 255, 255],
    [0, 0, 0],
    [255, 255, 255],
  ]);
});

test('what is not a number is chequered, never a colour of the scale', () => {
  expect(painted([Number.NaN, Number.NaN], 'signed')).toEqual([
    [255, 255, 255],
    [255, 0, 0],
  ]);
});

test('receptive fields stand side by side and no pixel is painted twice', () => {
  const { width, place } = fieldSpread(3, 2);
  expect(width).toBe(7);
  const places = Array.from({ length: 4 * 9 }, (_, i) => place(i));
  expect(new Set(places).size).toBe(36);
  expect(places.slice(0, 4)).toEqual([0, 1, 2, 7]);
  expect(place(9)).toBe(4);
  expect(place(18)).toBe(4 * 7);
});
