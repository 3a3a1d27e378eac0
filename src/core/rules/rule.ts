/**
 * The rules differ in three facts. Everything else — predict, compare, pull back, relax, gradient, descend — is one
 * recipe, written once in core/plan/compile.ts.
 */
export interface Rule {
  readonly id: string;
  readonly label: string;
  /** One sentence for the page. */
  readonly summary: string;
  /** Paper. */
  readonly source: string;
  /** Where predictions and Jacobians are taken: at the live values, or frozen at the forward pass. */
  readonly linearizedAt: 'values' | 'forward';
  /** When a connection's gradient is taken: after the last step, at every step, or when the wave of errors reaches it. */
  readonly learns: 'afterwards' | 'every-step' | 'with-the-wave';
  /** How far a node moves in a step: by the inference rate, or by 1/π, which cancels its own error in one step. */
  readonly moves: 'by-rate' | 'fully';
  /** Only the loss is followed: errors of pinned units and of clamped nodes other than the target are left out. */
  readonly followsLossOnly: boolean;
}
