import { describe, expect, test } from 'vitest';
import { activation, activations, offeredActivations } from '#core/activations/index.ts';

/** Points of the function's domain, not at a kink nor, for tan, near a pole. */
function pointsOf({ domain, kinks, id }: (typeof activations)[number]): number[] {
  const grid = Array.from({ length: 801 }, (_, i) => (i - 400) / 50 + 0.0037);
  const inside = grid.filter((a) => a > domain[0] + 0.01 && a < domain[1]);
  const smooth = inside.filter((a) => kinks.every((kink) => Math.abs(a - kink) > 1e-3));
  return id === 'tan' ? smooth.filter((a) => Math.abs(Math.cos(a)) > 0.05) : smooth;
}

describe.each(activations)('$id', (it) => {
  test('has the derivative of its function away from kinks', () => {
    for (const a of pointsOf(it)) {
      const h = 1e-3;
      // Fourth order, so that its own error stays below the tolerance even near a pole.
      const slope =
        (8 * (it.f(a + h / 8) - it.f(a - h / 8)) - (it.f(a + h / 4) - it.f(a - h / 4))) / (12 * (h / 8));
      expect(Math.abs(slope - it.df(a)) / Math.max(1, Math.abs(slope)), `at ${a}`).toBeLessThan(1e-7);
    }
  });

  test('is finite with a finite derivative throughout its domain', () => {
    for (const a of [...pointsOf(it), ...[1e-6, 30, 100, 1e4, 1e6].flatMap((x) => [x, -x])]) {
      if (a <= it.domain[0] || a >= it.domain[1]) continue;
      expect(Number.isFinite(it.f(a)), `f(${a})`).toBe(true);
      expect(Number.isFinite(it.df(a)), `f′(${a})`).toBe(true);
    }
  });

  test('is found by its id, and has a fresh variance of 1 or 2', () => {
    expect(activation(it.id as (typeof offeredActivations)[number])).toBe(it);
    expect([1, 2]).toContain(it.initialVariance);
  });
});

test('seven are offered', () => {
  expect(offeredActivations).toEqual([
    'identity',
    'tanh',
    'relu',
    'sigmoid',
    'leaky-relu',
    'gelu',
    'softplus',
  ]);
});

test.each([
  ['identity', -2, -2],
  ['tanh', 0, 0],
  ['tanh', Math.log(3) / 2, 0.5],
  ['tanh', 1e4, 1],
  ['relu', -3, 0],
  ['relu', 3, 3],
  ['sigmoid', 0, 0.5],
  ['sigmoid', Math.log(3), 0.75],
  ['sigmoid', -1e4, 0],
  ['leaky-relu', -3, -0.03],
  ['leaky-relu', 3, 3],
  ['gelu', 0, 0],
  // ½(1 + tanh(√(2/π) · 1.044715)): the tanh form; the exact GELU of 1 is .841345.
  ['gelu', 1, 0.5 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * 1.044715))],
  ['gelu', -1e4, 0],
  ['softplus', 0, Math.LN2],
  ['softplus', 1e4, 1e4],
  ['softplus', -800, 0],
  ['sqrt', 9, 3],
  ['square', -3, 9],
  ['sin', Math.PI / 6, 0.5],
  ['tan', Math.PI / 4, 1],
] as const)('%s(%f) is %f', (id, a, expected) => {
  expect(activation(id).f(a)).toBeCloseTo(expected, 14);
});

test.each([
  ['relu', 0, 0],
  ['relu', 1e-9, 1],
  ['leaky-relu', 0, 0.01],
  ['leaky-relu', -5, 0.01],
  ['leaky-relu', 5, 1],
  ['tanh', 0, 1],
  ['tanh', 400, 0],
  ['sigmoid', 0, 0.25],
  ['sigmoid', 400, 0],
  ['softplus', 0, 0.5],
  ['gelu', 0, 0.5],
  ['gelu', 400, 1],
  ['gelu', -400, 0],
  ['sqrt', 4, 0.25],
  ['square', -3, -6],
] as const)('the derivative of %s at %f is %f', (id, a, expected) => {
  expect(activation(id).df(a)).toBeCloseTo(expected, 14);
});

test('a function and its mirror are what algebra says', () => {
  for (const a of [0.1, 0.7, 3, 12, 40]) {
    expect(activation('tanh').f(-a)).toBe(-activation('tanh').f(a));
    expect(activation('sigmoid').f(-a)).toBeCloseTo(1 - activation('sigmoid').f(a), 15);
    expect(activation('softplus').f(a) - activation('softplus').f(-a)).toBeCloseTo(a, 14);
    expect(activation('gelu').f(a) - activation('gelu').f(-a)).toBeCloseTo(a, 14);
    expect(activation('tanh').f(a / 2)).toBeCloseTo(2 * activation('sigmoid').f(a) - 1, 15);
  }
});

test('the sigmoid keeps its digits in both tails', () => {
  for (const a of [20, 100, 500]) {
    expect(activation('sigmoid').f(-a) / Math.exp(-a)).toBeCloseTo(1, 8);
    expect(activation('sigmoid').df(a) / Math.exp(-a)).toBeCloseTo(1, 8);
    expect(activation('softplus').f(-a) / Math.exp(-a)).toBeCloseTo(1, 8);
  }
});
