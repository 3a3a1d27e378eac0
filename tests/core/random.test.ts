import { describe, expect, test } from 'vitest';
import type { ActivationId } from '#core/activations/index.ts';
import { gaussian, permutation, stream } from '#core/math/random.ts';
import { initialize } from '#core/network/initialize.ts';
import { understood } from '../oracles/scenarios.ts';

const many = 40_000;
const draws = (random: () => number, count = many) => Array.from({ length: count }, random);
const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;
const moment = (values: readonly number[], power: number) => mean(values.map((it) => it ** power));
/** Five standard errors of the mean of so many values of the given variance. */
const five = (variance: number, count = many) => 5 * Math.sqrt(variance / count);

describe('a stream', () => {
  test('is uniform on [0, 1)', () => {
    const values = draws(stream(1));
    expect(Math.min(...values.slice(0, 10_000))).toBeGreaterThanOrEqual(0);
    expect(values.every((it) => it >= 0 && it < 1)).toBe(true);
    expect(Math.abs(mean(values) - 1 / 2)).toBeLessThan(five(1 / 12));
    expect(Math.abs(moment(values, 2) - 1 / 3)).toBeLessThan(five(4 / 45));
    const bins = new Array<number>(20).fill(0);
    for (const it of values) bins[Math.floor(20 * it)]!++;
    // χ² with 19 degrees of freedom exceeds 50 once in ten thousand.
    expect(bins.reduce((sum, n) => sum + (n - many / 20) ** 2 / (many / 20), 0)).toBeLessThan(50);
  });

  test('does not remember its last number', () => {
    const values = draws(stream(2)).map((it) => it - 0.5);
    for (const lag of [1, 2, 7]) {
      const product = mean(values.slice(lag).map((it, i) => it * values[i]!));
      expect(Math.abs(product)).toBeLessThan(five(1 / 144, many - lag));
    }
  });

  test('is repeated by its seed and labels alone', () => {
    expect(draws(stream(7, 'a', 3), 5)).toEqual(draws(stream(7, 'a', 3), 5));
  });

  test.each([
    ['another seed', [1, 'weights', 'w1'], [2, 'weights', 'w1']],
    ['another label', [1, 'weights', 'w1'], [1, 'weights', 'w2']],
    ['labels cut elsewhere', [1, 'ab', 'c'], [1, 'a', 'bc']],
    ['another number', [1, 'start', 0], [1, 'start', 1]],
    ['a seed that is a label elsewhere', [1, 2], [12]],
  ] as const)('of %s is uncorrelated', (_, first, second) => {
    const open = ([seed, ...labels]: readonly [number, ...(string | number)[]]) =>
      draws(stream(seed, ...labels));
    const [a, b] = [open(first), open(second)];
    for (const lag of [0, 1, 2])
      expect(Math.abs(mean(a.slice(lag).map((it, i) => (it - 0.5) * (b[i]! - 0.5))))).toBeLessThan(
        five(1 / 144),
      );
    expect(a.slice(0, 10)).not.toEqual(b.slice(0, 10));
  });
});

test('gaussian numbers have the moments 0, 1, 0, 3 and are uncorrelated', () => {
  const values = draws(gaussian(stream(3)));
  expect(Math.abs(mean(values))).toBeLessThan(five(1));
  expect(Math.abs(moment(values, 2) - 1)).toBeLessThan(five(2));
  expect(Math.abs(moment(values, 3))).toBeLessThan(five(15));
  expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(five(96));
  expect(Math.abs(mean(values.slice(1).map((it, i) => it * values[i]!)))).toBeLessThan(five(1));
  const within = values.filter((it) => Math.abs(it) < 1).length / many;
  expect(Math.abs(within - 0.682689)).toBeLessThan(five(0.2166));
});

describe('a permutation', () => {
  test.each([0, 1, 2, 17, 1000])('of %i holds every number once', (n) => {
    const order = permutation(n, stream(4, n));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
  });

  test('of 4 is each of the 24 as often', () => {
    const counts = new Map<string, number>();
    const random = stream(5);
    for (let k = 0; k < 24_000; k++) {
      const key = permutation(4, random).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // χ² with 23 degrees of freedom exceeds 57 once in ten thousand.
    expect([...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)).toBeLessThan(57);
  });
});

describe('fresh weights', () => {
  const network = (after: ActivationId, before: ActivationId) =>
    understood({
      version: 1,
      network: {
        nodes: [
          { id: 'x', units: 50, clamp: { learning: 'input', testing: 'input' } },
          { id: 'h', units: 100 },
          { id: 'y', units: 80, activation: after, clamp: { learning: 'target', testing: 'free' } },
        ],
        connections: [
          { id: 'xh', from: 'x', to: 'h' },
          { id: 'hy', from: 'h', to: 'y', activation: before },
          { id: 'xy', from: 'x', to: 'y' },
        ],
      },
      data: { name: 'rows', inputs: [new Array(50).fill(0)], targets: [new Array(80).fill(0)] },
    }).network;
  const variance = (weights: Float64Array) => moment(Array.from(weights), 2);

  test.each([
    ['identity', 'identity', 1],
    ['tanh', 'identity', 1],
    ['sigmoid', 'tanh', 1],
    ['softplus', 'identity', 1],
    ['relu', 'identity', 2],
    ['identity', 'relu', 2],
    ['leaky-relu', 'identity', 2],
    ['gelu', 'identity', 2],
  ] as const)(
    'into %s, from %s, have mean 0 and variance %i over all that comes in',
    (after, before, gain) => {
      const { weights, biases } = initialize(network(after, before), 1);
      const fanIn = 150;
      const n = weights.hy!.length;
      expect(Math.abs(variance(weights.hy!) / (gain / fanIn) - 1)).toBeLessThan(five(2, n));
      expect(Math.abs(mean(Array.from(weights.hy!)))).toBeLessThan(five(gain / fanIn, n));
      expect(biases.y).toEqual(new Float64Array(80));
      expect(Object.keys(biases)).toEqual(['h', 'y']);
    },
  );

  test('count the units of every source as fan-in', () => {
    const { weights } = initialize(network('tanh', 'identity'), 2);
    expect(Math.abs(variance(weights.xh!) * 50 - 1)).toBeLessThan(five(2, 5000));
    expect(Math.abs(variance(weights.xy!) * 150 - 1)).toBeLessThan(five(2, 4000));
  });

  test('are exact in float32, repeated by the seed, and keep what is given', () => {
    const given = {
      weights: { xh: new Float64Array(5000).fill(7) },
      biases: { y: new Float64Array(80).fill(3) },
    };
    const { weights, biases } = initialize(network('tanh', 'identity'), 3, given);
    expect(weights.hy!.every((w) => Math.fround(w) === w)).toBe(true);
    expect(weights.hy).toEqual(
      initialize(network('relu', 'identity'), 3).weights.hy!.map((w, i) => {
        // The same draw under another variance.
        const drawn = weights.hy![i]!;
        return Math.abs(w / drawn - Math.SQRT2) < 1e-6 ? drawn : Number.NaN;
      }),
    );
    expect(weights.xh).toBe(given.weights.xh);
    expect(biases.y).toBe(given.biases.y);
    expect(biases.h).toEqual(new Float64Array(100));
  });

  test('of one connection do not depend on the others', () => {
    const whole = network('tanh', 'identity');
    const without = { ...whole, connections: whole.connections.slice(0, 2) };
    expect(initialize(without, 4).weights.xh).toEqual(initialize(whole, 4).weights.xh);
  });
});
