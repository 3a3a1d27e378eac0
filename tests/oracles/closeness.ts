import { expect } from 'vitest';

type Numbers = ArrayLike<number>;

/** Compares many tensors and tells at the end which were too far from what was expected, and by how much. */
export class Closeness {
  readonly #faults: string[] = [];
  /** The largest deviation so far as a share of what was allowed. */
  worst = 0;
  worstAt = '';

  /** Entries may differ by `relative` of the largest expected one, plus `absolute` (one number, or one per entry). */
  check(
    name: string,
    actual: Numbers,
    expected: Numbers,
    relative: number,
    absolute: number | Numbers = 0,
  ): void {
    if (actual.length !== expected.length) {
      this.#faults.push(`${name} has ${actual.length} entries instead of ${expected.length}`);
      return;
    }
    const scale = largest(expected);
    let share = 0;
    for (let i = 0; i < expected.length; i++) {
      const difference = Math.abs(actual[i]! - expected[i]!);
      const allowed = relative * scale + (typeof absolute === 'number' ? absolute : absolute[i]!);
      // Equal infinities and NaN where NaN is expected are no difference; NaN elsewhere is.
      if (difference === 0 || Object.is(actual[i], expected[i])) continue;
      share = Math.max(share, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference / allowed);
    }
    if (share > 1) this.#faults.push(`${name} is ${share.toPrecision(3)} times as far off as allowed`);
    if (share > this.worst) {
      this.worst = share;
      this.worstAt = name;
    }
  }

  expectNone(): void {
    expect(this.#faults).toEqual([]);
  }
}

export function largest(numbers: Numbers): number {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, Math.abs(numbers[i]!));
  return most;
}
