import type { Plan, Program } from '#core/plan/plan.ts';

/** Throws where there is no plan, or it cannot run the program on so many samples. */
export function refuseUnrunnable(plan: Plan | null, program: Program, samples: number): void {
  if (!plan) throw new Error('no plan is loaded');
  for (const { schedule } of program)
    if (!plan.schedules[schedule]) throw new Error(`the plan has no schedule called ${schedule}`);
  if (samples > plan.capacity)
    throw new RangeError(`${samples} samples exceed the plan's capacity of ${plan.capacity}`);
}
