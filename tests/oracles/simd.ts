import { describe, expect, test } from 'vitest';
import { activationCode, activationIds } from '#core/activations/index.ts';
import { compile } from '#core/plan/compile.ts';
import { update } from '#core/plan/programs.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import { instantiate, type SimdVariant, simdModule } from '#engine/cpu/simd-module.ts';
import { SIMD_ACTIVATIONS } from '#engine/cpu/simd-records.ts';
import { chain } from '../../bench/networks.ts';
import { ACTIVATION_ULP, CHAINED_ULP } from '../tolerance.ts';
import { accuracyOf, inputs, worstOf } from './accuracy.ts';
import { conformance } from './conformance.ts';
import { whole } from './small-plan.ts';

/** The activations that have a SIMD twin. */
const KNOWN = activationIds.slice(0, SIMD_ACTIVATIONS);

/** Values, slopes, and both when computed together, of an activation by the SIMD kernels. */
function evaluate(variant: SimdVariant, activation: number, xs: Float32Array) {
  const memory = new WebAssembly.Memory({ initial: 64 });
  const kernels = instantiate(simdModule(variant)!, memory);
  const [source, values, slopes] = [1024, 1024 + 4 * xs.length + 64, 1024 + 8 * xs.length + 128];
  const part = (from: number) => new Float32Array(memory.buffer.slice(from, from + 4 * xs.length));
  new Float32Array(memory.buffer, source, xs.length).set(xs);
  kernels.evaluate(activation, source, values, slopes, xs.length);
  const together = { values: part(values), slopes: part(slopes) };
  kernels.evaluate(activation, source, values, 0, xs.length);
  kernels.evaluate(activation, source, 0, slopes, xs.length);
  return { values: part(values), slopes: part(slopes), together };
}

/** Parameters and traces after two updates of a chain whose batch fills several blocks and groups. */
async function learn(variant: SimdVariant, pieces: (steps: number) => readonly number[]) {
  const engine = SimdEngine.open([variant])!;
  const [capacity, steps] = [203, 40];
  const plan = compile(
    { network: chain([3, 61, 130, 5]), pins: {}, lesions: { units: {}, weights: {} } },
    {
      rule: 'strict',
      start: 'forward',
      optimizer: 'adam',
      capacity,
      longestSettling: steps,
      rows: capacity,
      classes: 'argmax',
    },
  );
  await engine.load(plan);
  for (const [name, { length }] of plan.layout.tensors) {
    if (/^(moves|alive|precision)\(/.test(name)) engine.write(name, new Float32Array(length).fill(1));
    if (/^(weight|bias|data)/.test(name))
      engine.write(
        name,
        Float32Array.from({ length }, (_, i) => Math.sin(7 * i + length) / 4),
      );
  }
  engine.write(
    'batch rows',
    Array.from({ length: capacity }, (_, i) => capacity - 1 - i),
  );
  engine.tune({ inferenceRate: 0.05, learningRate: 0.01, samples: capacity });
  for (let k = 0; k < 2; k++)
    for (const item of update('strict', steps, false))
      for (const times of item.schedule === 'step' ? pieces(steps) : [1])
        engine.run([{ schedule: item.schedule, times }]);
  return whole(engine, ...plan.layout.tensors.keys());
}

/** What a build of the SIMD kernels is held to. */
export function simdPromises(variant: SimdVariant): void {
  conformance(async () => SimdEngine.open([variant])!, 'float32');

  describe.each(KNOWN.map((id) => [id, activationCode(id)] as const))('%s', (id, code) => {
    const { values, slopes, together } = evaluate(variant, code, inputs);
    const accuracy = accuracyOf(id, id === 'tanh' ? ACTIVATION_ULP : CHAINED_ULP);

    test('gives the values of its TypeScript twin', () => {
      const { share, at } = worstOf(values, accuracy.value);
      expect(share, `at ${at}`).toBeLessThanOrEqual(1);
    });

    test('gives the slopes of its TypeScript twin', () => {
      const { share, at } = worstOf(slopes, { ...accuracy.slope, ulps: CHAINED_ULP });
      expect(share, `at ${at}`).toBeLessThanOrEqual(1);
    });

    test('gives the same bits whether values and slopes are computed together or apart', () => {
      expect(together).toEqual({ values, slopes });
    });
  });

  test('NaN comes out of every activation, so that a divergence shows', () => {
    const nans = new Float32Array(7).fill(Number.NaN);
    const curved = KNOWN.filter((id) => id !== 'relu');
    for (const id of curved)
      expect(evaluate(variant, activationCode(id), nans).values.every(Number.isNaN), id).toBe(true);
  });

  test('steps in one piece, in several or one by one give the same bits', async () => {
    const inOne = await learn(variant, (steps) => [steps]);
    expect(inOne.flat().every(Number.isFinite)).toBe(true);
    expect(await learn(variant, (steps) => [3, steps - 10, 7])).toEqual(inOne);
    expect(await learn(variant, (steps) => new Array(steps).fill(1))).toEqual(inOne);
  });

  test('more samples than the plan has room for are refused', async () => {
    const engine = SimdEngine.open([variant])!;
    engine.tune({ inferenceRate: 0.1, learningRate: 0.1, samples: 2 });
    expect(() => engine.run([])).toThrow(RangeError);
  });
}
