import { targetOf } from '#core/network/topology.ts';
import type { Comparison } from '#core/telemetry/agreement.ts';
import type { Scene } from '../charts/chart.ts';
import { released } from '../panels/lead.ts';

/** How near to backprop a settled batch was, and what it cost in energy. */
export interface Reading {
  /** Of the output. */
  readonly precision: number;
  readonly angle: number;
  /** Share of the starting energy. */
  readonly released: number;
  /** What it was read from. */
  readonly comparison: Comparison;
}

/** Null where nothing is settled, or one of the gradients is all zero. */
export function readingOf({ experiment, frame }: Pick<Scene, 'experiment' | 'frame'>): Reading | null {
  const share = released({ frame });
  const all = frame?.comparison.all;
  if (!frame || !all || share === null || frame.t < experiment.inference.settleSteps) return null;
  const { precision } = targetOf(experiment.network);
  return { precision, angle: all.angleDegrees, released: share, comparison: frame.comparison };
}

/**
 * One reading for every precision, highest first. An edit shows before its batch is settled: until then the figures on
 * screen are those of the precision before, and are not taken.
 */
export function addReading(before: readonly Reading[], reading: Reading | null | ''): readonly Reading[] {
  if (!reading || before.some((it) => it.comparison === reading.comparison)) return before;
  const others = before.filter((it) => it.precision !== reading.precision);
  return [...others, reading].sort((a, b) => b.precision - a.precision);
}
