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
