import type { Kernel, KernelName } from '#core/plan/plan.ts';

/** How a gradient becomes a change of a parameter. */
export interface Optimizer {
  readonly id: string;
  readonly label: string;
  readonly source: string;
  /** Tensors of the parameter's own length it keeps between updates. */
  readonly state: readonly string[];
  /** Args: parameter, gradient, length and one offset per `state` name (plus `corrections` where `counts`). */
  readonly kernel: KernelName;
  /** Needs the bias corrections 1 − βᵗ advanced once an update. */
  readonly counts: boolean;
  readonly reference: Kernel;
}
