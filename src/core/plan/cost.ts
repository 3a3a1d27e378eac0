import type { Plan, Program, Schedule, Stage } from './plan.ts';

/** Each weight meets each sample once in all three: a product, and its two transposes. */
const PRODUCTS = new Set(['ops/dense.predict', 'ops/dense.pullback', 'ops/dense.gradient']);

const stageCost = ({ kernel, calls }: Stage): number =>
  PRODUCTS.has(kernel) ? calls.reduce((sum, { args }) => sum + 2 * args.units! * args.sourceUnits!, 0) : 0;

const scheduleCost = (schedule: Schedule): number =>
  schedule.reduce(
    (sum, it) => sum + ('repeat' in it ? it.repeat * scheduleCost(it.stages) : stageCost(it)),
    0,
  );

/**
 * Floating-point operations of a program: multiplications and additions of its matrix products. What is done element by
 * element is not counted, nor predictions that stay as they are: they are not in the plan's steps.
 */
export const flops = (plan: Plan, program: Program, samples: number): number =>
  samples *
  program.reduce((sum, { schedule, times = 1 }) => sum + times * scheduleCost(plan.schedules[schedule]!), 0);
