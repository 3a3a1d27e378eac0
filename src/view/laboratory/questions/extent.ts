import { roundUp } from '../../charts/parts/axis.ts';
import type { PlotLine } from './answer.ts';

/** How far lines reach, from 0; what is no number is left out. */
export function extentOf(lines: readonly Pick<PlotLine, 'xs' | 'ys'>[]): { right: number; top: number } {
  let [right, top] = [0, 0];
  for (const { xs, ys } of lines)
    for (let i = 0; i < xs.length; i++) {
      right = Math.max(right, xs[i]!);
      if (Number.isFinite(ys[i]!)) top = Math.max(top, ys[i]!);
    }
  return { right: right || 1, top: top > 0 ? Math.min(roundUp(top), top * 1.25) : 1 };
}

/** Marks along a line, and by how much those of the next line are shifted, so that lines on each other show both. */
const MARKS = 6;

/** Entries of a line at which it is marked: evenly spaced among those that are numbers, the last always. */
export function marksOf({ ys }: Pick<PlotLine, 'ys'>, turn: number): readonly number[] {
  const known = Array.from(ys, (_, i) => i).filter((i) => Number.isFinite(ys[i]!));
  const stride = Math.max(1, Math.floor(known.length / MARKS));
  const shift = Math.floor((turn * stride) / 3) % stride;
  return known.filter((_, k) => k === known.length - 1 || k % stride === shift);
}
