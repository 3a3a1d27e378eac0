import { plain } from '../../format.ts';
import type { GradientLook } from '../../page.svelte.ts';
import { linearAxis } from '../parts/axis.ts';

export type ScaleId = GradientLook['scale'];

/** An axis that is the same on both sides of 0: values −most … most to shares −1 … 1, and back. */
export interface Stretch {
  readonly most: number;
  /** Up to here, on both sides of 0, equal differences take equal room; null where they do everywhere. */
  readonly linear: number | null;
  share(value: number): number;
  value(share: number): number;
  readonly marks: readonly number[];
}

/** Marks on one side of 0. */
const MARKS = 4;

export const linearStretch = (most: number): Stretch => ({
  most,
  linear: null,
  share: (value) => value / most,
  value: (share) => share * most,
  marks: linearAxis(-most, most, [-1, 1], MARKS).marks,
});

/**
 * v/c as far as ±c, and beyond sign(v)(1 + ln |v|/c): there a decade takes the same room everywhere. Value and slope of the
 * two meet at c.
 */
export function symlogStretch(most: number, linear: number): Stretch {
  const bend = (value: number): number =>
    Math.abs(value) <= linear ? value / linear : Math.sign(value) * (1 + Math.log(Math.abs(value) / linear));
  const unbend = (bent: number): number =>
    Math.abs(bent) <= 1 ? bent * linear : Math.sign(bent) * linear * Math.exp(Math.abs(bent) - 1);
  const full = bend(most);
  const [first, last] = [Math.round(Math.log10(linear)), Math.floor(Math.log10(most) + 1e-9)];
  const every = Math.max(1, Math.ceil((last - first + 1) / MARKS));
  const decades: number[] = [];
  for (let n = last; n >= first; n -= every) decades.push(10 ** n);
  return {
    most,
    linear,
    share: (value) => bend(value) / full,
    value: (share) => unbend(share * full),
    marks: [...decades.map((it) => -it), 0, ...decades.toReversed()],
  };
}

/** Decades that an axis reaches below its end, and the share of values that may lie in the linear middle. */
const DECADES = 10;
const MIDDLE = 0.1;

/** The power of ten below which at most a tenth of the sizes lie that are not 0, at most ten decades below the largest. */
export function linearRange(arrays: readonly ArrayLike<number>[], most: number): number {
  const top = Math.floor(Math.log10(most) + 1e-9);
  // Counted by decades, from the lowest.
  const counts = new Uint32Array(DECADES);
  for (const values of arrays)
    for (let i = 0; i < values.length; i++) {
      const size = Math.abs(values[i]!);
      if (size === 0 || !Number.isFinite(size)) continue;
      const decade = Math.floor(Math.log10(size)) - top + DECADES;
      counts[Math.min(DECADES - 1, Math.max(0, decade))]! += 1;
    }
  const allowed = MIDDLE * counts.reduce((sum, it) => sum + it, 0);
  let below = 0;
  let decade = 0;
  while (decade < DECADES - 1 && below + counts[decade]! <= allowed) below += counts[decade++]!;
  return 10 ** (top - DECADES + decade);
}

/** A round number along an axis: powers of ten without their 1. */
export const powerOf = (value: number): string => plain(value).replace('1×10', '10');

/** In words; empty for an axis that is linear all over. */
export const describeStretch = ({ linear }: Stretch): string =>
  linear === null ? '' : `Axes are linear within ±${powerOf(linear)}, decades beyond.`;
