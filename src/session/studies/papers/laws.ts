/** P[Binomial(t, p) ≥ k] at t = 0 … steps: the share of backprop's error that has come k layers below the output. */
export function arrived(k: number, p: number, steps: number): Float64Array {
  let share = new Float64Array(steps + 1).fill(1);
  for (let layer = 0; layer < k; layer++) {
    const next = new Float64Array(steps + 1);
    for (let t = 0; t < steps; t++) next[t + 1] = (1 - p) * next[t]! + p * share[t]!;
    share = next;
  }
  return share;
}
