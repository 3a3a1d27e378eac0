import type { Divergence } from './session.ts';

/** A step size well inside the limit; null where no step size helps. */
export const cureFor = (inferenceRate: number, limit: number | null): number | null =>
  limit === null ? null : Math.min(limit, inferenceRate) / 2;

/** What happened to a settling, why if that is known, and what would not do it. */
export function settlingDiverged(t: number, inferenceRate: number, limit: number | null): Divergence {
  const reason =
    limit !== null && inferenceRate > limit
      ? `η = ${inferenceRate} is above the stability limit ${limit.toPrecision(3)}, so every step overshoots and the next one corrects too much.`
      : 'The activity grew without bound.';
  const message = `The settling diverged within ${t} steps. ${reason}`;
  return { where: 'settling', message, cure: cureFor(inferenceRate, limit) };
}
