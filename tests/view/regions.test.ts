import { describe, expect, test } from 'vitest';
import type { Regions } from '#session/frame.ts';
import { agreement, borders, places, shares } from '#view/charts/regions/regions.ts';
import { classToken, markOf } from '#view/data/class-marks.ts';
import { className } from '#view/names.ts';
import { experiments } from './scenes.ts';

const experiment = experiments.find(([name]) => name === 'Three classes')![1];
const digits = experiments.find(([, it]) => it.data.name === 'digits')![1];
const SIZE = 12;

/** A plane in three upright stripes of a third each, every lead 1. */
const stripes = (shift = 0): Regions => ({
  kind: 'regions',
  size: SIZE,
  extent: [-1, 1],
  classes: 3,
  winners: Array.from({ length: SIZE * SIZE }, (_, i) => Math.floor(((i + shift) % SIZE) / (SIZE / 3))),
  margins: new Float64Array(SIZE * SIZE).fill(1),
});

describe('regions of classes', () => {
  test('share the plane between them', () => {
    expect(shares(stripes())).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  test('are bordered where the lead changes, and nowhere else', () => {
    const side = 120;
    const rim = 0.6 * (side / SIZE);
    const inner = [...borders(stripes(), side).matchAll(/(-?[\d.]+),(-?[\d.]+)/g)]
      .map(([, x, y]) => [Number(x), Number(y)] as const)
      .filter((at) => at.every((it) => it > rim && it < side - rim));
    expect(inner.length).toBeGreaterThan(0);
    for (const [x] of inner) expect([40, 80]).toContain(Math.round(x));
  });

  test('are named in the middle of their widest part, where there is room', () => {
    for (const { label, x, y } of places({ ...stripes(), size: SIZE })) {
      expect(Math.floor(3 * x)).toBe(label);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(1);
    }
    const whole: Regions = { ...stripes(), winners: new Int16Array(SIZE * SIZE).fill(2) };
    expect(places(whole).map((it) => it.label)).toEqual([2]);
    for (const axis of ['x', 'y'] as const)
      expect(Math.abs(places(whole)[0]![axis] - 0.5)).toBeLessThan(1 / SIZE);
  });

  test('of two answers agree where both name the same class', () => {
    expect(agreement(stripes(), stripes())).toBe(1);
    expect(agreement(stripes(), stripes(1))).toBeCloseTo(1 - 3 / SIZE, 12);
  });
});

describe('marks of classes', () => {
  test('sixteen classes have a colour and a shape that no other has both of', () => {
    const looks = Array.from({ length: 16 }, (_, label) => classToken(label) + markOf(label));
    expect(new Set(looks).size).toBe(16);
  });

  test('drawn classes have their letters, digits their numbers', () => {
    expect([0, 1, 2].map((it) => className(experiment, it))).toEqual(['A', 'B', 'C']);
    expect([0, 9].map((it) => className(digits, it))).toEqual(['0', '9']);
  });
});
