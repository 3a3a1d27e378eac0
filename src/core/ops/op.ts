import type { Kernel } from '#core/plan/plan.ts';

/**
 * How a source predicts its target: a bilinear form a = op(W, u) of the parameters and the source's activity u = f(x).
 * `pullback` and `gradient` are its two transposes, which the op laws in tests/core hold.
 */
export interface Op {
  readonly id: string;
  readonly label: string;
  /** Entries of W for the given sizes; 0 where there is nothing to learn. */
  parameters(sourceUnits: number, units: number): number;
  /** a (+)= op(W, u), from the bias when it does not accumulate. Args: activity, weight, bias, preactivation, sourceUnits, units, accumulate. */
  readonly predict: Kernel;
  /** drive (+)= f′(x) ∘ opᵀ(W, δ). Args: value, delta, weight, drive, sourceUnits, units, activation, accumulate. */
  readonly pullback: Kernel;
  /** gradient = −mean over samples of opᵀ(δ, u). Args: activity, delta, gradient, mask, masked, sourceUnits, units. */
  readonly gradient: Kernel;
}
