import { describe, expect, test } from 'vitest';
import { rodAt } from '#view/diagram/posts/grip.ts';
import { lookOf } from '#view/diagram/posts/look.ts';
import { heightOf, MARGIN, rack, valuePerPixel } from '#view/diagram/posts/rack.ts';
import { endsOf, rodsOf } from '#view/diagram/posts/rods.ts';
import { roundSpan, Scale } from '#view/diagram/posts/scale.ts';
import { arrow, sizesAt } from '#view/diagram/posts/shapes.ts';
import { walk } from '#view/diagram/roving.ts';
import { isTooWide } from '#view/diagram/view.ts';
import { experiments, sceneOf } from './scenes.ts';

const rooms = [
  [1000, 420],
  [700, 230],
  [350, 380],
] as const;

/** Whether two stretches, each a start and a length, have no more than rounding in common. */
const clear = (a: number, along: number, b: number, bLong: number): boolean =>
  a + along <= b + 1e-6 || b + bLong <= a + 1e-6;

describe.each(experiments)('%s', (_, experiment) => {
  const { network } = experiment;

  test.each(rooms)('in %d × %d every post stands on its shelf or is counted', (width, height) => {
    const { shelves, pitch, height: total } = rack(network, width, height);
    expect(shelves.map((it) => it.node.id)).toEqual(network.nodes.map((it) => it.id));
    for (const { node, units, hidden, box } of shelves) {
      expect(units.length + hidden).toBe(node.units);
      expect(box.y + box.height).toBeLessThanOrEqual(total);
      for (const x of units) {
        expect(x).toBeGreaterThanOrEqual(box.x);
        expect(x).toBeLessThanOrEqual(box.x + box.width);
        expect(x).toBeLessThanOrEqual(width);
      }
      for (let i = 1; i < units.length; i++) expect(units[i]! - units[i - 1]!).toBeCloseTo(pitch, 6);
    }
  });

  test.each(rooms)('in %d × %d no two shelves overlap', (width, height) => {
    const { shelves } = rack(network, width, height);
    for (const a of shelves)
      for (const b of shelves)
        if (a !== b) {
          const beside = clear(a.box.x, a.box.width, b.box.x, b.box.width);
          const above = clear(a.box.y, a.box.height, b.box.y, b.box.height);
          expect(beside || above).toBe(true);
        }
  });

  test.each(rooms)('in %d × %d a pointer on a rod takes it, and on a knob the knob', (width, height) => {
    const scene = sceneOf(experiment, 'random');
    const stand = rack(network, width, height);
    const nodes = new Map(scene.moment!.nodes.map((it) => [it.id, it]));
    const hanging = { stand, nodes, spanOf: () => 3 };
    const output = network.connections.at(-1)!.to;
    const rods = rodsOf(experiment, stand, scene.frame!.weights, { kind: 'unit', node: output, unit: 0 });
    expect(rods.length).toBeGreaterThan(0);
    for (const rod of rods) {
      const [x1, y1, x2, y2] = endsOf(rod, nodes, hanging.spanOf);
      expect(rodAt(rods, { x: x1, y: y1 }, hanging)).toBeNull();
      // Halfway a bend passes the middle of its ends.
      const middle = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
      const isClear = stand.shelves.every((it) => it.units.every((x) => Math.abs(x - middle.x) > 10));
      if (isClear) expect(rodAt([rod], middle, hanging)).toBe(rod);
      expect(rodAt([rod], { x: -50, y: -50 }, hanging)).toBeNull();
    }
  });

  test('the arrow keys reach every post and never leave the network', () => {
    const { shelves } = rack(network, 1000, 420);
    const way = { layers: shelves, direction: 'up', runsOn: true } as const;
    const reached = new Set<string>();
    const queue = [{ node: shelves[0]!.node.id, unit: 0 }];
    while (queue.length > 0) {
      const spot = queue.pop()!;
      const name = `${spot.node}/${spot.unit}`;
      if (reached.has(name)) continue;
      reached.add(name);
      for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
        const next = walk(way, spot, key);
        if (next) queue.push(next);
      }
    }
    expect(reached.size).toBe(shelves.reduce((sum, it) => sum + it.units.length, 0));
  });

  test('a neuron’s rods are its synapses, in and out', () => {
    if (isTooWide(network)) return;
    const stand = rack(network, 1000, 420);
    const weights = sceneOf(experiment, 'random').frame!.weights;
    const unitsOf = (id: string): number => network.nodes.find((it) => it.id === id)!.units;
    for (const { id } of network.nodes) {
      const rods = rodsOf(experiment, stand, weights, { kind: 'unit', node: id, unit: 0 });
      const touching = network.connections.reduce(
        (sum, { from, to }) => sum + (to === id ? unitsOf(from) : from === id ? unitsOf(to) : 0),
        0,
      );
      expect(rods).toHaveLength(touching);
      for (const rod of rods)
        expect(rod.weight).toBe(weights[rod.connection]![rod.out * unitsOf(rod.from.node.id) + rod.in]);
    }
    expect(rodsOf(experiment, stand, weights, null)).toEqual([]);
  });
});

test('equal distances on a post are equal differences of value, zero in the middle', () => {
  const shelf = rack(experiments[0]![1].network, 1000, 420).shelves[1]!;
  const { y, height } = shelf.box;
  expect(heightOf(shelf, 0, 1.5)).toBe(y + height / 2);
  expect(heightOf(shelf, 1.5, 1.5)).toBeCloseTo(y + MARGIN, 9);
  expect(heightOf(shelf, -1.5, 1.5)).toBeCloseTo(y + height - MARGIN, 9);
  const apart = heightOf(shelf, 0.2, 1.5) - heightOf(shelf, 0.7, 1.5);
  expect(apart * valuePerPixel(shelf, 1.5)).toBeCloseTo(0.5, 9);
});

describe('the scale of posts', () => {
  test.each([0, 0.2, 0.5, 0.9, 1, 1.01, 1.9, 4.2, 7, 9.99, 10, 123, 3e7])(
    'holds %d in a round number',
    (need) => {
      const span = roundSpan(need);
      expect(span).toBeGreaterThanOrEqual(need);
      expect(span).toBeLessThanOrEqual(Math.max(0.5, 2 * need));
      expect(Number(span.toPrecision(2))).toBe(span);
    },
  );

  test('grows when it must and shrinks only when nothing moves', () => {
    const scale = new Scale();
    expect(scale.fit(0.9, false)).toBe(1);
    expect(scale.fit(2.4, true)).toBe(3);
    expect(scale.fit(0.4, true)).toBe(3);
    expect(scale.fit(1.6, false)).toBe(3);
    expect(scale.fit(0.4, false)).toBe(0.5);
  });

  test('what is not a number asks for no room', () => {
    const scale = new Scale();
    scale.fit(1, false);
    expect(scale.fit(Number.NaN, true)).toBe(1);
  });
});

test('opposite forces have mirrored arrows, and none is drawn where none pulls', () => {
  expect(arrow(0, 50, 50)).toBe('');
  expect(arrow(0, 50, 52)).toBe('');
  expect(arrow(0, 50, Number.NaN)).toBe('');
  const length = (d: string): number => {
    const [, tail, head] = /M[\d.-]+,([\d.-]+)V([\d.-]+)/.exec(d)!;
    return Number(head) - Number(tail);
  };
  expect(length(arrow(0, 50, 70))).toBe(-length(arrow(0, 50, 30)));
});

describe('a post', () => {
  const rail = { top: 10, bottom: 210, zero: 110, unit: 100 };
  const sizes = sizesAt(40);
  const at = (
    value: number,
    prediction: number | null,
    pull: number | null = null,
    drive: number | null = null,
  ) => lookOf({ value, prediction, pull, drive }, rail, 1, sizes);

  test('hangs the knob from the platform by a spring as long as they are apart', () => {
    const look = at(0.5, 0.2);
    expect(look.knob).toBe('translate(0,60.0)');
    expect(look.platform).toBe('translate(0,90.0)');
    expect(look.spring).toBe('translate(0,90.0) scale(1,-30.00)');
    expect(at(0.5, 0.5).spring).toBeNull();
    expect(at(0.5, null).platform).toBeNull();
  });

  test('has an upward force point upwards, and none where a force is too small to see', () => {
    expect(at(0, 0, 0.4).pull).toContain('V70.0');
    expect(at(0, 0, null, -0.4).drive).toContain('V150.0');
    expect(at(0, 0, 0.001).pull).toBe('');
  });

  test('keeps what does not fit at its ends, and says what is not a number', () => {
    expect(at(7, -7).knob).toBe('translate(0,10.0)');
    expect(at(7, -7).platform).toBe('translate(0,210.0)');
    const look = at(Number.NaN, Number.NaN, Number.NaN, Number.NaN);
    expect(look.fill).toBeNull();
    expect([look.platform, look.spring, look.pull, look.drive]).toEqual([null, null, '', '']);
  });
});
