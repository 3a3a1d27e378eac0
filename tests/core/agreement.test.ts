import { describe, expect, test } from 'vitest';
import { agreementStages } from '#core/plan/agreement.ts';
import { Allocation } from '#core/plan/layout.ts';
import * as tensor from '#core/plan/tensors.ts';
import { comparisonOf } from '#core/telemetry/agreement.ts';
import { interpret } from '#engine/cpu/interpret.ts';
import { compareGradients as directly } from '../oracles/agreement.ts';
import { Draw, seeds } from '../oracles/scenarios.ts';

type Gradients = Readonly<Record<string, ArrayLike<number>>>;

/** The figures as an engine computes them from gradients in its arena, in float64 unless said otherwise. */
function compareGradients(gradients: Gradients, backprop: Gradients, Memory = Float64Array as FloatArray) {
  const ids = Object.keys(gradients);
  const at = new Allocation();
  for (const id of ids)
    for (const world of ['settling', 'rival'] as const)
      at.place(tensor.connectionTensor('gradient', id, world), [gradients[id]!.length]);
  const connections = ids.map(
    (id) => ({ id, from: '', to: '', activation: 'identity', op: 'dense' }) as const,
  );
  const stages = agreementStages(at, { nodes: [], connections });
  const memory = new Memory(at.finish().length);
  for (const id of ids) {
    memory.set(gradients[id]!, at.at(tensor.connectionTensor('gradient', id)));
    memory.set(backprop[id]!, at.at(tensor.connectionTensor('gradient', id, 'rival')));
  }
  interpret(stages, memory, { inferenceRate: 0, learningRate: 0, samples: 1 });
  return comparisonOf(ids, memory.subarray(at.at(tensor.AGREEMENT)));
}
type FloatArray = new (length: number) => Float32Array | Float64Array;

const agreement = (g: ArrayLike<number>, b: ArrayLike<number>) => compareGradients({ w: g }, { w: b }).all;
const between = (g: ArrayLike<number>, b: ArrayLike<number>) => agreement(g, b)!;

describe('two gradients', () => {
  test('that are equal have angle 0, no error and the same length', () => {
    expect(between([3, 4, 1], [3, 4, 1])).toEqual({ relativeError: 0, angleDegrees: 0, normRatio: 1 });
  });

  test('at right angles are 90° apart', () => {
    const { angleDegrees, relativeError, normRatio } = between([0, 2], [1, 0]);
    expect(angleDegrees).toBeCloseTo(90, 13);
    expect(relativeError).toBeCloseTo(Math.sqrt(5), 14);
    expect(normRatio).toBe(2);
  });

  test('that are opposite are 180° apart', () => {
    const { angleDegrees, relativeError, normRatio } = between([-1, -2], [1, 2]);
    expect([angleDegrees, relativeError]).toEqual([180, 2]);
    expect(normRatio).toBeCloseTo(1, 15);
  });

  test('that differ in length alone have angle 0', () => {
    const { angleDegrees, relativeError, normRatio } = between([0.25, -0.5, 1], [1, -2, 4]);
    expect(angleDegrees).toBe(0);
    expect(relativeError).toBeCloseTo(0.75, 15);
    expect(normRatio).toBeCloseTo(0.25, 15);
  });

  test.each([1e-3, 1e-6, 1e-9, 1e-12])('%f radians apart keep the digits of their angle', (radians) => {
    const degrees = (radians * 180) / Math.PI;
    expect(between([Math.cos(radians), Math.sin(radians)], [1, 0]).angleDegrees / degrees).toBeCloseTo(1, 6);
    // Near 180° what is left of the angle is as exact as a double near 180 can be.
    const left = 180 - between([-Math.cos(radians), Math.sin(radians)], [1, 0]).angleDegrees;
    expect(Math.abs(left - degrees)).toBeLessThan(1e-13 + 1e-6 * degrees);
  });

  test.each([
    [
      [0, 0],
      [1, 2],
    ],
    [
      [1, 2],
      [0, 0],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [[], []],
  ])('%j and %j have no agreement, as one side is all zero', (g, b) => {
    expect(agreement(g, b)).toBeNull();
  });

  test.each(seeds(20))('do not notice a common scale, and keep their angle under their own (%i)', (seed) => {
    const draw = new Draw(seed, 'agreement');
    const [g, b] = [draw.normals(9), draw.normals(9)];
    const plain = between(g, b);
    const scaled = between(
      g.map((x) => x * 1e-30),
      b.map((x) => x * 1e-30),
    );
    for (const figure of ['relativeError', 'angleDegrees', 'normRatio'] as const)
      expect(scaled[figure] / plain[figure]).toBeCloseTo(1, 12);
    expect(
      between(
        g.map((x) => 7 * x),
        b,
      ).angleDegrees,
    ).toBeCloseTo(plain.angleDegrees, 10);
    const cosine = g.reduce((sum, x, i) => sum + x * b[i]!, 0) / Math.hypot(...g) / Math.hypot(...b);
    expect(Math.cos((plain.angleDegrees * Math.PI) / 180)).toBeCloseTo(cosine, 12);
  });
});

test('all connections together are their concatenation', () => {
  const draw = new Draw(1, 'concatenation');
  const gradients = { w1: draw.normals(6), w2: draw.normals(3), w3: [0, 0] };
  const backprop = { w1: draw.normals(6), w2: draw.normals(3), w3: [1, 2] };
  const { connections, all } = compareGradients(gradients, backprop);
  const { relativeError, angleDegrees, normRatio } = between(
    [...gradients.w1, ...gradients.w2, ...gradients.w3],
    [...backprop.w1, ...backprop.w2, ...backprop.w3],
  );
  expect(all!.relativeError).toBeCloseTo(relativeError, 13);
  expect(all!.angleDegrees).toBeCloseTo(angleDegrees, 12);
  expect(all!.normRatio).toBeCloseTo(normRatio, 13);
  expect(connections.w1).toEqual(between(gradients.w1, backprop.w1));
  expect(connections.w3).toBeNull();
});

test.each([2, 3, 16, 1023, 1024, 1025, 5000])('of %i entries the figures are the definitions', (length) => {
  const draw = new Draw(length, 'parts');
  const gradients = { short: draw.normals(3), long: draw.normals(length) };
  const backprop = { short: draw.normals(3), long: draw.normals(length) };
  const exact = directly(gradients, backprop);
  for (const [Memory, digits] of [[Float64Array, 12] as const, [Float32Array, 5] as const]) {
    const { connections, all } = compareGradients(gradients, backprop, Memory);
    for (const [id, expected] of [...Object.entries(exact.connections), ['all', exact.all] as const])
      for (const figure of ['relativeError', 'angleDegrees', 'normRatio'] as const)
        expect((id === 'all' ? all : connections[id])![figure] / expected![figure]).toBeCloseTo(1, digits);
  }
});

test('numbers that are none show in every figure', () => {
  const { relativeError, angleDegrees, normRatio } = between([1, Number.NaN], [1, 2]);
  expect([relativeError, angleDegrees, normRatio]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});
