import { BLOCK } from '#core/math/block.ts';
import { flops } from '#core/plan/cost.ts';
import type { Plan } from '#core/plan/plan.ts';
import { hasTwins } from '../simd-records.ts';

/** Operations of a plan's largest schedule from which on dividing it gains more than telling each other costs. */
export const WORTHWHILE = 4e6;
/** What the arenas of a crew may take together. */
const MOST_BYTES = 2 ** 31;

/** Operations of the plan's largest schedule, for one sample. */
export const largestCost = (plan: Plan): number =>
  Math.max(0, ...Object.keys(plan.schedules).map((schedule) => flops(plan, [{ schedule }], 1)));

/** Whether samples of a plan of such a cost are worth dividing: a block is never divided. */
export const paysToDivide = (cost: number, samples: number, worthwhile: number): boolean =>
  samples > BLOCK && cost * samples >= worthwhile;

/** Workers to load a plan on, of so many. */
export function crewFor(plan: Plan, workers: number, worthwhile: number): number {
  const pays = paysToDivide(largestCost(plan), plan.capacity, worthwhile);
  if (!pays || !Object.values(plan.schedules).every(hasTwins)) return 1;
  return Math.max(1, Math.min(workers, Math.floor(MOST_BYTES / (4 * plan.layout.length))));
}
