/** A number with how far it may be missed, or bounds. */
export type Expected =
  | { readonly value: number; readonly within: number }
  | { readonly from: number; readonly to: number };

/** How a figure is written. */
export type Unit = 'number' | 'degrees' | 'percent' | 'count';

/** What a paper, or a closed form, says that will be seen. */
export interface Claim {
  readonly what: string;
  /** What is measured, exactly. */
  readonly definition: string;
  readonly expected: Expected;
  /** Where the expected figure comes from, and why it may be missed by that much. */
  readonly why: string;
  readonly unit: Unit;
}

/** A claim, and how it is read off what was obtained. */
export interface Expectation<Obtained> extends Claim {
  readonly of: (obtained: Obtained) => number;
}

/** A claim beside what was obtained for it. */
export interface Finding {
  readonly claim: Claim;
  readonly obtained: number;
  readonly holds: boolean;
  /** How far outside of what was expected, with its sign; 0 where it holds, NaN where nothing was obtained. */
  readonly off: number;
}

function distance(expected: Expected, obtained: number): number {
  if ('value' in expected)
    return Math.abs(obtained - expected.value) <= expected.within ? 0 : obtained - expected.value;
  if (obtained < expected.from) return obtained - expected.from;
  return obtained > expected.to ? obtained - expected.to : 0;
}

/** Whether a figure is what was claimed. What is not a number never is. */
export function judge({ what, definition, expected, why, unit }: Claim, obtained: number): Finding {
  const off = Number.isNaN(obtained) ? Number.NaN : distance(expected, obtained);
  return { claim: { what, definition, expected, why, unit }, obtained, holds: off === 0, off };
}
