import { expect, test } from 'vitest';
import { exponent, median, ratio } from '../../bench/statistics.ts';

test('the median is the number in the middle, or halfway between two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test('a ratio is taken round by round, where both took part', () => {
  expect(ratio([8, 30, null, 4], [2, 10, 5, 4])).toEqual({ median: 3, least: 1, most: 4, rounds: 3 });
  expect(ratio([null], [1])).toBeNull();
});

test('the exponent of a power law is found whatever its factor', () => {
  const points = [1, 2, 4, 8].map((x) => [x, 5 * x ** 1.75] as const);
  expect(exponent(points)).toBeCloseTo(1.75, 12);
});
