import type { Kernel } from '#core/plan/plan.ts';

/** What a node's error means: the form of its energy E(x, a). */
export interface Likelihood {
  readonly id: string;
  readonly label: string;
  /**
   * μ, ε = −∂E/∂μ and δ = −∂E/∂a from the value and the preactivation a.
   * Args: value, preactivation, prediction, error, delta, precisionAt, counted (per unit: 0 leaves its error out), units, activation.
   */
  readonly compare: Kernel;
  /** E of every sample, after `compare`. Args: value, preactivation, error, precisionAt, energy, units. */
  readonly measure: Kernel;
  /** `compare` computes a sample at a time rather than a unit at a time. */
  readonly comparesWholeSamples: boolean;
}

export type CompareFields = Record<
  | 'value'
  | 'preactivation'
  | 'prediction'
  | 'error'
  | 'delta'
  | 'precisionAt'
  | 'counted'
  | 'units'
  | 'activation',
  number
>;
export type MeasureFields = Record<
  'value' | 'preactivation' | 'error' | 'precisionAt' | 'energy' | 'units',
  number
>;
