/** Where a value sits on a track, from 0 to 1. */
export const shareOf = (value: number, first: number, last: number): number =>
  last > first ? Math.min(1, Math.max(0, (value - first) / (last - first))) : 0;

/** Consecutive whole numbers of an ascending list taken together: the first and the last of each run. */
export function runsOf(steps: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last && step <= last[1] + 1) last[1] = Math.max(last[1], step);
    else runs.push([step, step]);
  }
  return runs;
}

/**
 * The stop a thumb goes to that was at one and is moved to a position: the nearest in that direction, so that the smallest
 * movement is never none. Where it was, if there is no other that way.
 */
export function stopFor(stops: readonly number[], from: number, wanted: number): number {
  const ahead = stops.filter((it) => (wanted > from ? it > from : it < from));
  if (wanted === from || ahead.length === 0) return from;
  return ahead.reduce((best, it) => (Math.abs(it - wanted) < Math.abs(best - wanted) ? it : best));
}
