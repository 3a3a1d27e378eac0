import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Place } from '#experiment/own-rows/brush.ts';
import { centre, centreOfMass, ink } from '#experiment/own-rows/ink.ts';

const coordinate = fc.double({ min: 0.05, max: 0.95, noNaN: true });
const place: fc.Arbitrary<Place> = fc.tuple(coordinate, coordinate);
const strokes = fc.array(fc.array(place, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 });
const side = fc.constantFrom(8, 16, 28);

test('ink is grey between paper and black, and lies only on the way of the pen', () => {
  fc.assert(
    fc.property(strokes, side, (drawn, size) => {
      const image = ink(drawn, size);
      expect(image).toHaveLength(size * size);
      expect(image.every((it) => it >= 0 && it <= 1)).toBe(true);
    }),
  );
  const dot = ink([[[0.5 / 28, 0.5 / 28]]], 28);
  expect(dot[0]).toBe(1);
  expect(dot.slice(3).every((it, i) => it === 0 || (i + 3) % 28 < 3)).toBe(true);
});

test('a drawing that is centred has its centre of mass in the middle, within a fifth of a pixel', () => {
  fc.assert(
    fc.property(strokes, (drawn) => {
      const centred = centre(drawn, 28);
      // Ink that leaves the image is lost, as it was for MNIST.
      fc.pre(centred.flat(2).every((it) => it > 2 / 28 && it < 26 / 28));
      const [x, y] = centreOfMass(ink(centred, 28), 28);
      // Moving by parts of a pixel changes which pixels the soft edge touches.
      expect(Math.abs(x - 0.5)).toBeLessThan(0.2 / 28);
      expect(Math.abs(y - 0.5)).toBeLessThan(0.2 / 28);
    }),
  );
});

test('it does not matter where on the pad, or how large, a digit was drawn', () => {
  const shape: readonly Place[] = [
    [0.3, 0.2],
    [0.6, 0.2],
    [0.4, 0.8],
  ];
  const elsewhere = shape.map(([x, y]): Place => [0.1 + x / 3, 0.55 + y / 3]);
  const [one, other] = [shape, elsewhere].map((it) => ink(centre([it], 28), 28));
  const apart = one!.map((level, i) => Math.abs(level - other![i]!));
  expect(Math.max(...apart)).toBeLessThan(0.06);
});

test('nothing drawn is nothing held', () => {
  expect(centre([], 28)).toEqual([]);
  expect(ink([], 28).every((it) => it === 0)).toBe(true);
  expect(centreOfMass(new Float64Array(64), 8)).toEqual([0.5, 0.5]);
});
