import { line } from 'd3';
import type { Axis } from '../parts/axis.ts';

/** A path through the values that are numbers and on the axis, at t = 0, 1, …; the first `finite` of them. */
export function pathOf(
  values: ArrayLike<number>,
  x: Axis,
  y: Axis,
  least: number,
  finite = values.length,
): string {
  const path = line<number>()
    .defined((value) => Number.isFinite(value) && value >= least)
    .x((_, t) => x(t))
    .y((value) => y(value));
  return path(Array.from(values).slice(0, finite)) ?? '';
}

/** The last entry that is a number; null without any. */
export function lastOf(
  values: ArrayLike<number>,
  finite = values.length,
): { readonly t: number; readonly value: number } | null {
  for (let t = Math.min(finite, values.length) - 1; t >= 0; t--)
    if (Number.isFinite(values[t]!)) return { t, value: values[t]! };
  return null;
}

const LETTER = 7.8;
const WIDEST = 130;

/** Pixels that names beside the plot take. */
export const roomForNames = (names: readonly string[]): number =>
  Math.min(WIDEST, 16 + LETTER * Math.max(4, ...names.map((it) => it.length)));
