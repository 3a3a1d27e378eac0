import { expect, test } from 'vitest';
import { gaussian, stream } from '#core/math/random.ts';
import { stampOf } from '#session/stamp.ts';
import { seeds } from '../oracles/scenarios.ts';

type Numbers = Record<string, Float64Array>;
interface Parameters {
  weights: Numbers;
  biases: Numbers;
}

/** Exact in float32, as the page's engines have them. */
function drawn(seed: number): Parameters {
  const normal = gaussian(stream(seed, 'stamp'));
  const some = (count: number) => Float64Array.from({ length: count }, () => Math.fround(normal()));
  return { weights: { w1: some(16), w2: some(8) }, biases: { h: some(8), y: some(1) } };
}
const changed = (parameters: Parameters, change: (copy: Parameters) => void): string => {
  const copy = structuredClone(parameters);
  change(copy);
  return stampOf(copy);
};
const swap = (a: Float64Array, i: number, b: Float64Array, j: number): void => {
  [a[i], b[j]] = [b[j]!, a[i]!];
};

test('a stamp is of the numbers, not of what holds them', () => {
  for (const seed of seeds(20)) {
    const { weights, biases } = drawn(seed);
    const floats = (of: Numbers) =>
      Object.fromEntries(
        Object.entries(of)
          .reverse()
          .map(([id, it]) => [id, Float32Array.from(it)]),
      );
    // A stretch of an engine's memory among others.
    const memory = Float32Array.from([7, ...weights.w1!, 7]);
    const inMemory = { ...floats(weights), w1: memory.subarray(1, 17) };
    expect(stampOf({ weights: floats(weights), biases: floats(biases) })).toBe(stampOf({ weights, biases }));
    expect(stampOf({ weights: inMemory, biases })).toBe(stampOf({ weights, biases }));
  }
});

test('whatever changes, the stamp does', () => {
  for (const seed of seeds(20)) {
    const parameters = drawn(seed);
    const stamps = [
      stampOf(parameters),
      // One bit of one number, wherever it is.
      ...[...Array(16).keys()].map((i) =>
        changed(parameters, ({ weights }) => {
          const bits = new Int32Array(Float32Array.of(weights.w1![i]!).buffer);
          bits[0]! ^= 1;
          weights.w1![i] = new Float32Array(bits.buffer)[0]!;
        }),
      ),
      changed(parameters, ({ biases }) => biases.y!.fill(0.5)),
      // What a sum, or a hash that does not mix, would overlook: signs in pairs, places.
      ...[1, 2, 9].map((i) =>
        changed(parameters, ({ weights: { w1 } }) => {
          w1![0]! *= -1;
          w1![i]! *= -1;
        }),
      ),
      ...[1, 2, 9].map((i) => changed(parameters, ({ weights: { w1 } }) => swap(w1!, 0, w1!, i))),
      changed(parameters, ({ weights }) => swap(weights.w1!, 0, weights.w2!, 0)),
      changed(parameters, ({ weights, biases }) => swap(weights.w2!, 0, biases.h!, 0)),
      changed(parameters, ({ weights: { w1 } }) => w1!.fill(0)),
    ];
    expect(new Set(stamps).size).toBe(stamps.length);
  }
});

test('thousands of trainings have thousands of stamps, in both of their halves', () => {
  const stamps = Array.from({ length: 5000 }, (_, seed) => stampOf(drawn(seed)));
  for (const half of [0, 1]) {
    // Of 5,000 numbers out of 2³², two are the same with odds of one in 300.
    expect(new Set(stamps.map((it) => it.split('-')[half])).size).toBeGreaterThanOrEqual(4999);
  }
});
