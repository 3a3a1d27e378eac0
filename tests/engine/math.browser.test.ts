import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activation, activationIds, activations } from '#core/activations/index.ts';
import { findAdapter, requestDevice } from '#engine/webgpu/device.ts';
import { type Accuracy, accuracyOf, inputs, SMALLEST_NORMAL, worstOf } from '../oracles/accuracy.ts';
import { evaluateWgsl } from '../oracles/evaluate-wgsl.ts';
import { ACTIVATION_ULP, CHAINED_ULP } from '../tolerance.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await requestDevice(await findAdapter());
});
afterAll(() => device.destroy());

interface Case extends Accuracy {
  readonly expression: string;
}

async function worst({ expression, ...accuracy }: Case): Promise<{ share: number; at: number }> {
  const [values] = await evaluateWgsl(device, [expression], inputs);
  return worstOf(values!, accuracy);
}

const everywhere = [-1e5, 1e5] as const;
const library: readonly Case[] = [
  { expression: 'hyperbolicTangent(a)', exact: Math.tanh, ulps: ACTIVATION_ULP, within: everywhere },
  { expression: 'exponential(a)', exact: Math.exp, ulps: ACTIVATION_ULP, within: [-1e5, 88] },
  { expression: 'logarithm(a)', exact: Math.log, ulps: ACTIVATION_ULP, within: [SMALLEST_NORMAL, 1e5] },
  { expression: 'logOnePlus(a)', exact: Math.log1p, ulps: ACTIVATION_ULP, within: [0, 1] },
];

test.each(library)('$expression is exact to 4 ulp', async (it) => {
  expect((await worst(it)).share).toBeLessThanOrEqual(1);
});

describe.each(activationIds.map((id) => [id, activation(id)] as const))('%s in WGSL', (id, { wgsl }) => {
  // tanh alone is held to 4 ulp; the expressions of others chain such functions.
  const { value, slope } = accuracyOf(id, CHAINED_ULP);

  test('gives the values of its TypeScript twin', async () => {
    const { share, at } = await worst({ expression: wgsl.f, ...value });
    expect(share, `at ${at}`).toBeLessThanOrEqual(1);
  });

  test('gives the slopes of its TypeScript twin', async () => {
    const { share, at } = await worst({ expression: wgsl.df, ...slope });
    expect(share, `at ${at}`).toBeLessThanOrEqual(1);
  });

  test.runIf(wgsl.both)('gives both at once as exactly', async () => {
    const values = await worst({ expression: `(${wgsl.both}).x`, ...value });
    expect(values.share, `at ${values.at}`).toBeLessThanOrEqual(1);
    const slopes = await worst({ expression: `(${wgsl.both}).y`, ...slope });
    expect(slopes.share, `at ${slopes.at}`).toBeLessThanOrEqual(1);
  });
});

test('NaN comes out of every activation, so that a divergence shows', async () => {
  const nans = new Float32Array(64).fill(Number.NaN);
  const curved = activations.filter((it) => it.id !== 'relu');
  const outputs = await evaluateWgsl(
    device,
    curved.map((it) => it.wgsl.f),
    nans,
  );
  expect(outputs.map((it) => it.every(Number.isNaN))).toEqual(curved.map(() => true));
});
