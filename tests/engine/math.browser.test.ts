import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activations } from '#core/activations/index.ts';
import { findAdapter, requestDevice } from '#engine/webgpu/device.ts';
import { evaluateWgsl } from '../oracles/evaluate-wgsl.ts';
import { ACTIVATION_ULP, CHAINED_ULP, FLUSHED } from '../tolerance.ts';

const SMALLEST_NORMAL = 2 ** -126;

/** −40 … 40 densely, every decade down to the smallest normal float both ways, ±1e4 coarsely, and the usual suspects. */
const inputs = Float32Array.from([
  ...Array.from({ length: 40_961 }, (_, i) => (i - 20_480) / 512 + 1e-4 * Math.sin(i)),
  ...Array.from({ length: 2100 }, (_, i) => 10 ** (i / 50 - 37.9)).flatMap((x) => [x, -x]),
  ...Array.from({ length: 20_001 }, (_, i) => (i - 10_000) * 1.00037),
  ...[0, 0.5493061, 15, 87.3, 88, 88.8, 104, 1e4].flatMap((x) => [x, -x]),
]).filter((x) => x === 0 || Math.abs(x) >= SMALLEST_NORMAL);

const ulp = (x: number) => 2 ** (Math.floor(Math.log2(Math.max(Math.abs(x), SMALLEST_NORMAL))) - 23);

let device: GPUDevice;
beforeAll(async () => {
  device = await requestDevice(await findAdapter());
});
afterAll(() => device.destroy());

interface Case {
  readonly expression: string;
  readonly exact: (x: number) => number;
  readonly ulps: number;
  readonly within: readonly [number, number];
  /** Roundings of the inner argument, magnified by the function: allowed besides the ulps. */
  readonly blur?: (x: number) => number;
}

/** Worst deviation as a share of what is allowed. NaN and wrong infinities count as infinitely wrong. */
async function worstOf({
  expression,
  exact,
  ulps,
  within,
  blur,
}: Case): Promise<{ share: number; at: number }> {
  const [values] = await evaluateWgsl(device, [expression], inputs);
  let worst = { share: 0, at: 0 };
  inputs.forEach((x, i) => {
    if (x < within[0] || x > within[1]) return;
    const expected = exact(x);
    if (values![i] === expected) return;
    const difference = Math.abs(values![i]! - expected);
    const share = difference / (ulps * ulp(expected) + FLUSHED + (blur?.(x) ?? 0));
    if (!(share <= worst.share))
      worst = { share: Number.isNaN(share) ? Number.POSITIVE_INFINITY : share, at: x };
  });
  return worst;
}

const everywhere = [-1e5, 1e5] as const;
const library: readonly Case[] = [
  { expression: 'hyperbolicTangent(a)', exact: Math.tanh, ulps: ACTIVATION_ULP, within: everywhere },
  { expression: 'exponential(a)', exact: Math.exp, ulps: ACTIVATION_ULP, within: [-1e5, 88] },
  { expression: 'logarithm(a)', exact: Math.log, ulps: ACTIVATION_ULP, within: [SMALLEST_NORMAL, 1e5] },
  { expression: 'logOnePlus(a)', exact: Math.log1p, ulps: ACTIVATION_ULP, within: [0, 1] },
];

test.each(library)('$expression is exact to 4 ulp', async (it) => {
  expect((await worstOf(it)).share).toBeLessThanOrEqual(1);
});

const gelu = (x: number) => 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
/** Beyond, sin and cos of a float say more about the float than about the angle. */
const reach = (id: string) => (id === 'tan' || id === 'sin' ? 1e4 : 1e5);

describe.each(activations.map((it) => [it.id, it] as const))('%s in WGSL', (id, { f, df, wgsl, domain }) => {
  const within = [Math.max(domain[0], -reach(id)), reach(id)] as const;
  // GELU rounds the argument of its logistic; an angle's reduction is exact to 1e-10, magnified where tan is steep.
  const blur = (x: number) => {
    if (id === 'gelu') return 2 ** -22 * Math.abs(gelu(x) * f(x)) + 2 ** -22 * Math.abs(df(x));
    if (id === 'sin') return 2e-9;
    if (id === 'tan') return 2e-9 * (1 + f(x) ** 2) * (1 + Math.abs(f(x)));
    return 0;
  };

  test('gives the values of its TypeScript twin', async () => {
    const worst = await worstOf({ expression: wgsl.f, exact: f, ulps: CHAINED_ULP, within, blur });
    expect(worst.share, `at ${worst.at}`).toBeLessThanOrEqual(1);
  });

  test('gives the slopes of its TypeScript twin', async () => {
    const steep = (x: number) => (id === 'gelu' ? 2 ** -22 * (1 + Math.abs(gelu(x))) : blur(x) * 2);
    const worst = await worstOf({ expression: wgsl.df, exact: df, ulps: CHAINED_ULP, within, blur: steep });
    expect(worst.share, `at ${worst.at}`).toBeLessThanOrEqual(1);
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
