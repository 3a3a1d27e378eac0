/*
 * Every tolerance of the engine suites, each with its reason. All are relative to the largest entry of the tensor
 * compared: what matters is what is large, and small entries carry the rounding of large ones.
 */

export type Precision = 'float64' | 'float32';

export interface Tolerance {
  /** Values, errors, energies, parameters. */
  readonly state: number;
  /** Gradients: sums over samples of products of the above. */
  readonly gradient: number;
  /** An error is a difference x − μ: it cannot be known better than a few roundings of x. Relative to x. */
  readonly rounding: number;
}

/** The contract's: two float64 references agree to 1e-14; a few hundred float32 steps lose two of seven digits. */
const contract: Readonly<Record<Precision, Tolerance>> = {
  float64: { state: 1e-10, gradient: 1e-10, rounding: 2 ** -50 },
  float32: { state: 1e-5, gradient: 1e-4, rounding: 2 ** -21 },
};

/** Runs of 300 steps and more add up ten times the rounding. */
const LONG_RUN = 300;

export function toleranceFor(precision: Precision, settleSteps = 0): Tolerance {
  const { state, gradient, rounding } = contract[precision];
  const factor = settleSteps >= LONG_RUN ? 10 : 1;
  return { state: factor * state, gradient: factor * gradient, rounding: factor * rounding };
}

/**
 * Figures of the agreement. Norm ratios relative to themselves; relative errors as they are, shares of ‖backprop‖: beside a gradient
 * nearly backprop's own their digits cancel; angles in degrees. In float32 this is what the page promises.
 */
export const AGREEMENT: Readonly<Record<Precision, { readonly relative: number; readonly degrees: number }>> =
  {
    float64: { relative: 1e-9, degrees: 1e-9 },
    float32: { relative: 1e-4, degrees: 0.02 },
  };

/** Stability limits are promised to 1 %. */
export const STABILITY = 0.01;

/**
 * WGSL's activations in units in the last place of the exact result: 4 for tanh, as promised. The others' expressions
 * chain a few such functions (tan divides two).
 */
export const ACTIVATION_ULP = 4;
export const CHAINED_ULP = 8;

/** Devices may flush floats below 2⁻¹²⁶ to zero, in between too: results below this may be zero. */
export const FLUSHED = 2 ** -120;

/**
 * Two float32 engines differ as each differs from float64: by what rounding does to the very network at hand, which may
 * cancel or amplify it. That is measured (the reference in float32, a few times, with inputs nudged by half a rounding);
 * an engine may be this many times as far off, since it also rounds within its sums, where the reference does not.
 */
export const ROUNDING_FACTOR = 16;
export const ROUNDING_RUNS = 4;
