import type { Plan, Schedule, Stage } from '#core/plan/plan.ts';

/** The stages of a schedule in order, repetition written out, those without a call left out. */
export const stagesIn = (schedule: Schedule): readonly Stage[] =>
  schedule.flatMap((it) => {
    if ('repeat' in it) return Array.from({ length: it.repeat }, () => stagesIn(it.stages)).flat();
    return it.calls.length > 0 ? [it] : [];
  });

/** Every stage of the plan once, however many schedules share it. */
export const stagesOf = ({ schedules }: Plan): readonly Stage[] => [
  ...new Set(Object.values(schedules).flatMap(stagesIn)),
];

/** The settling's clock: that of its energy traces. */
export const clockOf = (plan: Plan): number | undefined =>
  stagesOf(plan).find((it) => it.kernel === 'telemetry/energy.record')?.calls[0]?.args.clock;

/** Whether the schedule moves the settling's clock: a program repeats it. */
export const settles = (schedule: Schedule, clock: number | undefined): boolean =>
  stagesIn(schedule).some(
    ({ kernel, calls }) => kernel === 'telemetry/clock.tick' && calls[0]!.args.clock === clock,
  );
