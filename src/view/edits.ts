import type { Edited } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Session } from '#session/session.ts';

/** Makes an edit of the present experiment the present experiment, with what there is to say about it. */
export function apply<A extends readonly unknown[]>(
  session: Session,
  edit: (experiment: Experiment, ...choice: A) => Edited,
  ...choice: A
): void {
  const { experiment, issues } = edit(session.experiment, ...choice);
  session.edit(experiment, issues);
}
