import { type ActivationId, activation } from '#core/activations/index.ts';
import { FLUSHED } from '../tolerance.ts';

export const SMALLEST_NORMAL = 2 ** -126;

/** −40 … 40 densely, every decade down to the smallest normal float both ways, ±1e4 coarsely, and the usual suspects. */
export const inputs = Float32Array.from([
  ...Array.from({ length: 40_961 }, (_, i) => (i - 20_480) / 512 + 1e-4 * Math.sin(i)),
  ...Array.from({ length: 2100 }, (_, i) => 10 ** (i / 50 - 37.9)).flatMap((x) => [x, -x]),
  ...Array.from({ length: 20_001 }, (_, i) => (i - 10_000) * 1.00037),
  ...[0, 0.5493061, 15, 87.3, 88, 88.8, 104, 1e4].flatMap((x) => [x, -x]),
]).filter((x) => x === 0 || Math.abs(x) >= SMALLEST_NORMAL);

const ulp = (x: number) => 2 ** (Math.floor(Math.log2(Math.max(Math.abs(x), SMALLEST_NORMAL))) - 23);

export interface Accuracy {
  readonly exact: (x: number) => number;
  readonly ulps: number;
  readonly within: readonly [number, number];
  /** Roundings of the inner argument, magnified by the function: allowed besides the ulps. */
  readonly blur?: (x: number) => number;
}

/** Worst deviation of the values at `inputs` as a share of what is allowed. NaN and wrong infinities count as infinitely wrong. */
export function worstOf(
  values: ArrayLike<number>,
  { exact, ulps, within, blur }: Accuracy,
): { share: number; at: number } {
  let worst = { share: 0, at: 0 };
  inputs.forEach((x, i) => {
    if (x < within[0] || x > within[1]) return;
    const expected = exact(x);
    if (values[i] === expected) return;
    const difference = Math.abs(values[i]! - expected);
    const share = difference / (ulps * ulp(expected) + FLUSHED + (blur?.(x) ?? 0));
    if (!(share <= worst.share))
      worst = { share: Number.isNaN(share) ? Number.POSITIVE_INFINITY : share, at: x };
  });
  return worst;
}

const geluArgument = (x: number) => 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

/** What an activation's value and slope in float32 are held to. */
export function accuracyOf(
  id: ActivationId,
  ulps: number,
): { readonly value: Accuracy; readonly slope: Accuracy } {
  const { f, df, domain } = activation(id);
  // Beyond, sin and cos of a float say more about the float than about the angle.
  const reach = id === 'tan' || id === 'sin' ? 1e4 : 1e5;
  const within = [Math.max(domain[0], -reach), reach] as const;
  // GELU rounds the argument of its logistic; an angle's reduction is exact to 1e-10, magnified where tan is steep.
  const blur = (x: number) => {
    if (id === 'gelu') return 2 ** -22 * Math.abs(geluArgument(x) * f(x)) + 2 ** -22 * Math.abs(df(x));
    if (id === 'sin') return 2e-9;
    if (id === 'tan') return 2e-9 * (1 + f(x) ** 2) * (1 + Math.abs(f(x)));
    return 0;
  };
  const steep = (x: number) => (id === 'gelu' ? 2 ** -22 * (1 + Math.abs(geluArgument(x))) : blur(x) * 2);
  return {
    value: { exact: f, ulps, within, blur },
    slope: { exact: df, ulps, within, blur: steep },
  };
}
