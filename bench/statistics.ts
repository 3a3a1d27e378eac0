/** The middle of the numbers, or the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly rounds: number;
}

/** How many times `ours` goes into `theirs`, round by round: what disturbs a round disturbs both. Null entries took no turn. */
export function ratio(theirs: readonly (number | null)[], ours: readonly (number | null)[]): Ratio | null {
  const all = ours.flatMap((it, round) => {
    const other = theirs[round];
    return it && other ? [other / it] : [];
  });
  if (all.length === 0) return null;
  return { median: median(all), least: Math.min(...all), most: Math.max(...all), rounds: all.length };
}

/** The k of the power law y = c·xᵏ that fits best: least squares of the logarithms. */
export function exponent(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (of: (it: readonly [number, number]) => number) =>
    logs.reduce((sum, it) => sum + of(it), 0) / logs.length;
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)];
  return mean(([x, y]) => (x - meanX) * (y - meanY)) / mean(([x]) => (x - meanX) ** 2);
}
