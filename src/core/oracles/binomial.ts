/** P[Binomial(trials, chance) ≥ k], by the probabilities of fewer. */
export function binomialTail(trials: number, chance: number, k: number): number {
  if (k === 0) return 1;
  if (chance === 1) return trials >= k ? 1 : 0;
  let exactly = (1 - chance) ** trials;
  let fewer = 0;
  for (let j = 0; j < Math.min(k, trials + 1); j++) {
    fewer += exactly;
    exactly *= ((trials - j) / (j + 1)) * (chance / (1 - chance));
  }
  return 1 - fewer;
}
