import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packParameters, unpackParameters } from '#experiment/weights-code.ts';
import { full, sound } from './samples.ts';

const { network } = sound(full());

const single = fc.float({ noNaN: true, noDefaultInfinity: true });
const double = fc.double({ noNaN: true, noDefaultInfinity: true, min: -3e38, max: 3e38 });
const tensor = (number: fc.Arbitrary<number>, length: number) =>
  fc.array(number, { minLength: length, maxLength: length }).map((it) => Float64Array.from(it));

/** Some of the tensors, or all: 3 × 2, 4 × 3, 2 × 4, 2 × 2 weights and 3, 4, 2 biases. */
const given = (number: fc.Arbitrary<number>) =>
  fc.record({
    weights: fc.record(
      {
        w1: tensor(number, 6),
        w2: tensor(number, 12),
        w3: tensor(number, 8),
        skip: tensor(number, 4),
      },
      { requiredKeys: ['w2'], noNullPrototype: true },
    ),
    biases: fc.record(
      { x1: tensor(number, 3), x2: tensor(number, 4), x3: tensor(number, 2) },
      { requiredKeys: ['x3'], noNullPrototype: true },
    ),
  });

describe('exactly packed parameters come back to the bit', () => {
  test.each([
    ['float32', single],
    ['float64', double],
  ])('%s', (_, number) => {
    fc.assert(
      fc.property(given(number), (parameters) => {
        const bytes = packParameters(parameters, network, 'exact');
        expect(unpackParameters(bytes, network)).toEqual(parameters);
      }),
    );
  });
});

test('a float32 takes four bytes', () => {
  const biases = { x2: Float64Array.of(1, Math.fround(0.1), -0, 1e-40).map(Math.fround) };
  // A byte of form for every tensor: four connections and three predicted nodes.
  expect(packParameters({ biases }, network, 'exact').length).toBe(7 + 4 * 4);
});

test('an int8 is off by half a quantum at most, 1/127 of the tensor’s largest number being the quantum', () => {
  fc.assert(
    fc.property(given(single), (parameters) => {
      const back = unpackParameters(packParameters(parameters, network, 'int8'), network)!;
      for (const kind of ['weights', 'biases'] as const)
        for (const [id, numbers] of Object.entries(parameters[kind])) {
          const largest = Math.max(...numbers.map(Math.abs));
          // The scale and the result are rounded to float32: 2⁻²⁴ of up to 127 quanta, each.
          const half = (largest / 127) * (0.5 + 127 * 2 ** -22);
          back[kind]![id]!.forEach((it, i) => {
            expect(Math.abs(it - numbers[i]!)).toBeLessThanOrEqual(half);
          });
        }
    }),
  );
});

test('parameters rounded to int8 once are exact float32 from then on', () => {
  fc.assert(
    fc.property(given(single), (parameters) => {
      const once = unpackParameters(packParameters(parameters, network, 'int8'), network)!;
      for (const numbers of Object.values({ ...once.weights, ...once.biases }))
        expect(numbers.every((it) => Math.fround(it) === it)).toBe(true);
    }),
  );
});

test('whatever the bytes, there is no exception, and no number that is not finite', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const found = unpackParameters(bytes, network);
      for (const numbers of Object.values({ ...found?.weights, ...found?.biases }))
        expect(numbers.every((it) => Number.isFinite(Math.fround(it)))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['one byte short', -1],
  ['one byte long', 1],
])('%s is nobody’s parameters', (_, more) => {
  const bytes = packParameters({ biases: { x1: Float64Array.of(1, 2, 3) } }, network, 'exact');
  const changed = new Uint8Array(bytes.length + more);
  changed.set(bytes.subarray(0, changed.length));
  expect(unpackParameters(changed, network)).toBeNull();
});
