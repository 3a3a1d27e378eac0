import type { Plan, Schedule } from './plan.ts';

const INDENT = '  ';

function lines(schedule: Schedule, indent: string): string[] {
  return schedule.flatMap((item) =>
    'repeat' in item
      ? [`${indent}repeat ${item.repeat} times`, ...lines(item.stages, indent + INDENT)]
      : item.calls.map((call) => indent + call.says),
  );
}

/** A schedule as pseudo-code: one line per call, repetition indented. */
export const explainSchedule = (schedule: Schedule): string => lines(schedule, '').join('\n');

/**
 * A plan as pseudo-code: every schedule's name with one line per call below it, schedules apart by an empty line. The
 * words are those of the stages (symbols as in core/NOTATION.md), in the order in which engines run them.
 */
export const explain = (plan: Plan): string =>
  Object.entries(plan.schedules)
    .map(([name, schedule]) => [name, ...lines(schedule, INDENT)].join('\n'))
    .join('\n\n');
