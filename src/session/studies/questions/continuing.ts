import type { Study } from '../study.ts';
import { type Continuation, continuation, otherThanBackprop } from '../twins/continuation.ts';
import { type Subject, subjectOf } from './subject.ts';

export interface ContinuingFound {
  readonly subject: Subject;
  readonly continuation: Continuation;
}

/** Some seeds, some epochs of backprop, then as many of either: little enough for a minute. */
const PLAN = { seeds: 3, before: 6, after: 6 };

export const afterPretraining: Study<ContinuingFound> = async (bench) => {
  const subject = await subjectOf(bench);
  const { experiment, material } = subject;
  const found = await continuation({ ...PLAN, other: otherThanBackprop(experiment) })({
    ...bench,
    experiment,
    material,
    show: (result) => bench.show({ subject, continuation: result }),
  });
  return { subject, continuation: found };
};
