import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasets } from '#core/datasets/index.ts';
import { classesOf, shapeRows, splitRows } from '#core/datasets/rows.ts';
import { stream } from '#core/math/random.ts';

const whole = { split: 1, seed: 1 };
const samples = { count: 3, inputs: Float64Array.of(1, 2, 3, 4, 5, 6), labels: Float64Array.of(0, 1, 0) };

describe('shapeRows', () => {
  test('tells two classes by the sign of one unit', () => {
    const rows = shapeRows(samples, { inputUnits: 2, classes: 2 }, 1, whole);
    expect(rows).toMatchObject({
      targets: Float64Array.of(-1, 1, -1),
      classes: 'sign',
      count: 3,
      training: 3,
    });
  });

  test('tells as many classes as units one-hot', () => {
    const rows = shapeRows(samples, { inputUnits: 2, classes: 2 }, 2, whole);
    expect(rows).toMatchObject({ targets: Float64Array.of(1, 0, 0, 1, 1, 0), classes: 'argmax' });
  });

  test('takes a regression as it is', () => {
    const set = datasets.sine.generate!({ samples: 5, noise: 0, random: stream(1) });
    expect(shapeRows(set, datasets.sine, 1, whole)).toMatchObject({ targets: set.labels, classes: null });
  });

  test.each([
    [2, 3],
    [10, 1],
    [10, 9],
    [null, 2],
  ])('has no way to tell %s classes with %i units', (classes, units) => {
    expect(shapeRows(samples, { inputUnits: 2, classes }, units, whole)).toBeNull();
  });
});

test.each([
  [[1, -1, 1], 1, 'sign'],
  [[1, 0.5], 1, null],
  [[0, 1], 1, null],
  [[], 1, null],
  [[0, 1, 1, 0], 2, 'argmax'],
  [[1, 1, 0, 0], 2, null],
  [[0.5, 0.5], 2, null],
  [[1, -1], 2, null],
] as const)('targets %j of %i units are read as classes by %s', (targets, units, classes) => {
  expect(classesOf(Float64Array.from(targets), units)).toBe(classes);
});

describe('splitRows', () => {
  /** Row i has the inputs 2i, 2i + 1 and the target i. */
  const numbered = (count: number) => ({
    count,
    inputs: Float64Array.from({ length: 2 * count }, (_, i) => i),
    targets: Float64Array.from({ length: count }, (_, i) => i),
    inputUnits: 2,
    targetUnits: 1,
    classes: null,
  });
  const splits = fc.record({
    count: fc.integer({ min: 1, max: 200 }),
    split: fc.double({ min: 0.01, max: 1, noNaN: true }),
    seed: fc.integer(),
  });

  test('keeps every row once, whole, and in its order within either part', () => {
    fc.assert(
      fc.property(splits, ({ count, ...split }) => {
        const { training, inputs, targets } = splitRows(numbered(count), split);
        expect(training).toBe(Math.max(1, Math.round(count * split.split)));
        expect([...targets].sort((a, b) => a - b)).toEqual([...numbered(count).targets]);
        for (const part of [targets.slice(0, training), targets.slice(training)]) {
          expect(part).toEqual(part.slice().sort());
        }
        targets.forEach((row, i) => {
          expect([...inputs.subarray(2 * i, 2 * i + 2)]).toEqual([2 * row, 2 * row + 1]);
        });
      }),
    );
  });

  test('is fixed by the seed and differs between seeds', () => {
    const tests = (seed: number) => splitRows(numbered(100), { split: 0.8, seed }).targets.subarray(80);
    expect(tests(1)).toEqual(tests(1));
    expect(tests(1)).not.toEqual(tests(2));
  });

  test('tests on nothing at a share of 1', () => {
    expect(splitRows(numbered(10), whole)).toEqual({ ...numbered(10), training: 10 });
  });
});
