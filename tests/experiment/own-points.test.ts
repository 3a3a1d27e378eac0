import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stream } from '#core/math/random.ts';
import { inputOf, targetOf } from '#core/network/topology.ts';
import { toDocument } from '#experiment/document.ts';
import { freeInput, holdInput, isInputHeld, setData, setRows } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { distanceTo, erase, pointAt, spray } from '#experiment/own-rows/brush.ts';
import { samplesOf } from '#experiment/own-rows/own-samples.ts';
import {
  MOST_CLASSES,
  nearestTo,
  type PlanePoint,
  pointsOf,
  reachOf,
  samplesFromPoints,
} from '#experiment/own-rows/plane-points.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { sound } from './samples.ts';

const starts = presets.map((it) => sound(it.document));
const chain = starts[0]!;
const digits = sound(presets.find((it) => it.id === 'digits')!.document);

const coordinate = fc.double({ min: -3, max: 3, noNaN: true }).map((it) => it + 0);
const points = fc.array(fc.record({ x: coordinate, y: coordinate, label: fc.nat(MOST_CLASSES - 1) }), {
  minLength: 1,
  maxLength: 30,
});
const rowsOf = ({ data }: Experiment) => {
  if (data.name !== 'rows') throw new Error('no rows');
  return data;
};

describe('points', () => {
  test('become rows that any network is made to fit, and come back from them as they were', () => {
    fc.assert(
      fc.property(fc.constantFrom(...starts), points, (start, drawn) => {
        const { experiment } = setRows(start, samplesFromPoints(drawn));
        expect(parse(toDocument(experiment))).toEqual({ value: experiment, issues: [] });
        expect(pointsOf(samplesOf(rowsOf(experiment)))).toEqual(drawn);
      }),
    );
  });

  test('of two classes are told by one unit, −1 and +1; of more by a unit each', () => {
    const drawn = (labels: readonly number[]): Experiment =>
      setRows(chain, samplesFromPoints(labels.map((label) => ({ x: 1, y: 2, label })))).experiment;
    expect([...rowsOf(drawn([0, 1])).targets]).toEqual([-1, 1]);
    expect([...rowsOf(drawn([0, 2])).targets]).toEqual([1, 0, 0, 0, 0, 1]);
    expect(targetOf(drawn([3]).network).units).toBe(4);
  });

  test('leave hidden layers and given weights between them as they are', () => {
    const [, hidden, next] = digits.network.nodes;
    const inner = digits.network.connections.find((it) => it.from === hidden!.id && it.to === next!.id)!;
    const flat = new Float64Array(hidden!.units * next!.units).fill(0.5);
    const trained = { ...digits, parameters: { weights: { [inner.id]: flat } } };
    const { experiment, issues } = setRows(trained, samplesFromPoints([{ x: 0, y: 0, label: 1 }]));
    expect(experiment.network.nodes.map((it) => it.units)).toEqual([2, hidden!.units, next!.units, 2]);
    expect(experiment.parameters.weights![inner.id]).toBe(flat);
    expect(issues[0]!.message).toMatch(/2 instead of 784, as these rows need it/);
  });

  test('none at all, or too many, are refused and change nothing', () => {
    expect(setRows(chain, samplesFromPoints([])).experiment).toBe(chain);
    const many = Array.from({ length: 20_001 }, () => ({ x: 0, y: 0, label: 0 }));
    const { experiment, issues } = setRows(chain, samplesFromPoints(many));
    expect(experiment).toBe(chain);
    expect(issues[0]!.message).toMatch(/20,000 rows; found 20,001/);
  });
});

test('rows of numbers are no points, and their targets stay numbers', () => {
  const numbers = {
    name: 'rows',
    count: 2,
    inputs: Float64Array.of(1, 2, 3, 4),
    targets: Float64Array.of(0.5, 1),
  } as const;
  expect(samplesOf(numbers).answers).toMatchObject({ kind: 'numbers', units: 1 });
  expect(pointsOf(samplesOf(numbers))).toBeNull();
});

describe('the brush', () => {
  const place = fc.tuple(coordinate, coordinate);

  test('never leaves the square, and sprays the same points again from the same seed', () => {
    fc.assert(
      fc.property(place, place, fc.nat(), (from, to, seed) => {
        const drawn = spray(from, to, 1, 3, stream(seed, 'spray'));
        for (const { x, y, label } of drawn) {
          expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(3);
          expect(label).toBe(1);
        }
        expect(spray(from, to, 1, 3, stream(seed, 'spray'))).toEqual(drawn);
      }),
    );
  });

  test('sprays as many points as the way is long, however often a pointer reports', () => {
    const random = stream(1, 'way');
    const strokes = Array.from(
      { length: 400 },
      (_, i) => spray([i / 100, 0], [(i + 1) / 100, 0], 0, 3, random).length,
    );
    const pieces = strokes.reduce((sum, it) => sum + it, 0);
    const whole = spray([0, 0], [4, 0], 0, 3, random).length;
    expect(Math.abs(pieces - whole)).toBeLessThan(0.35 * whole);
  });

  test('erases just what is within its radius of the way', () => {
    fc.assert(
      fc.property(points, place, place, (drawn, from, to) => {
        const left = erase(drawn, from, to, 0.5);
        for (const point of drawn)
          expect(left.includes(point)).toBe(distanceTo([point.x, point.y], from, to) > 0.5);
      }),
    );
    expect(distanceTo([0, 2], [-1, 0], [1, 0])).toBe(2);
    expect(distanceTo([4, 4], [-1, 0], [1, 0])).toBe(5);
  });

  test('finds the nearest point, or none', () => {
    const drawn: readonly PlanePoint[] = [pointAt([0, 0], 0, 3), pointAt([1, 1], 1, 3)];
    expect(nearestTo(drawn, 0.9, 0.8)).toBe(1);
    expect(nearestTo(drawn, 3, 3, 0.1)).toBe(-1);
    expect(nearestTo([], 0, 0)).toBe(-1);
    expect(reachOf([pointAt([4.2, 0], 0, 9)], 3)).toBe(4.5);
  });
});

describe('an input that is held', () => {
  const values = Float64Array.from({ length: 784 }, (_, i) => (i % 7) / 7);

  test('survives the document, and is free again as it was', () => {
    const { experiment } = holdInput(digits, values);
    expect(isInputHeld(experiment)).toBe(true);
    expect(parse(toDocument(experiment))).toEqual({ value: experiment, issues: [] });
    expect(freeInput(experiment).experiment).toEqual(digits);
    expect(freeInput(digits).experiment).toBe(digits);
  });

  test('is let go when other data comes', () => {
    const { experiment } = holdInput(digits, values);
    expect(setData(experiment, 'circle').experiment.pins).toEqual({});
    expect(setRows(experiment, samplesFromPoints([{ x: 0, y: 0, label: 0 }])).experiment.pins).toEqual({});
  });

  test('of another width, or what is no number, is refused', () => {
    expect(holdInput(digits, values.subarray(1)).experiment).toBe(digits);
    expect(holdInput(digits, new Float64Array(784).fill(Number.NaN)).experiment).toBe(digits);
    expect(inputOf(digits.network).units).toBe(784);
  });
});
