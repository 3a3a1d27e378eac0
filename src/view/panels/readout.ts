import type { Scene } from '../charts/chart.ts';
import type { Scope } from '../page.svelte.ts';

/** The energy at the moment shown and whose it is. */
export interface Readout {
  readonly energy: number;
  /** Share released since the first step there is; negative where it rose, null at that step. */
  readonly released: number | null;
  /** "of sample 12", "mean of 200 samples" */
  readonly whose: string;
}

/** Of the chosen sample, or of the batch at the same step, as far as it was settled; null before anything was measured. */
export function readout({ frame, moment, recorded }: Scene, scope: Scope): Readout | null {
  if (!frame || !moment) return null;
  if (scope === 'batch') {
    const t = Math.min(moment.t, frame.total.length - 1);
    const whose = `mean of ${frame.samples} samples`;
    return {
      energy: frame.total[t]!,
      released: t > 0 ? shareOf(frame.total[0]!, frame.total[t]!) : null,
      whose,
    };
  }
  const first = recorded?.at(recorded.first);
  const released = first && moment.t > first.t ? shareOf(first.total, moment.total) : null;
  return { energy: moment.total, released, whose: `of sample ${frame.sample + 1}` };
}

const shareOf = (start: number, now: number): number | null =>
  start > 0 && Number.isFinite(now) ? (start - now) / start : null;
