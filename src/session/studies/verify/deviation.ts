export type Numbers = ArrayLike<number>;
export type Arrays = Readonly<Record<string, Numbers>>;

export const largestOf = (numbers: Numbers): number => {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, Math.abs(numbers[i]!));
  return most;
};

/**
 * Largest difference between two arrays, relative to the largest entry expected plus `room`. Infinite where lengths differ or
 * either has what is no number and the other has not.
 */
export function deviation(actual: Numbers, expected: Numbers, room = 0): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    const difference = Math.abs(actual[i]! - expected[i]!);
    most = Math.max(most, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return most === 0 ? 0 : most / (largestOf(expected) + room);
}

/** All arrays one after the other, so that small ones are measured by the largest entry of all. */
export const together = (arrays: Arrays): number[] =>
  Object.keys(arrays)
    .sort()
    .flatMap((id) => Array.from(arrays[id]!));
