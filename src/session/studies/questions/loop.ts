import type { RuleId } from '#core/rules/index.ts';
import { type Course, courseOf } from '../agreement-course.ts';
import type { Study } from '../study.ts';
import { under } from './settings.ts';
import { laboratoryOf, type Subject, subjectOf } from './subject.ts';

const asked = ['strict', 'fixed-prediction', 'zero-divergence'] as const satisfies readonly RuleId[];

/** The same settling under three rules, and how each gradient stands to backprop's at every step. */
export interface LoopFound {
  readonly subject: Subject;
  readonly courses: Readonly<Record<(typeof asked)[number], Course>>;
}

export const isItBackprop: Study<LoopFound> = async (bench) => {
  const subject = await subjectOf(bench);
  const courses: [string, Course][] = [];
  for (const [k, rule] of asked.entries()) {
    const experiment = under(subject.experiment, rule);
    const laboratory = await laboratoryOf(bench.engine, subject, experiment);
    const course = await courseOf(laboratory, subject.rows, experiment.inference.settleSteps, (share) =>
      bench.progress((k + share) / asked.length, rule),
    );
    courses.push([rule, course]);
  }
  return { subject, courses: Object.fromEntries(courses) as LoopFound['courses'] };
};
