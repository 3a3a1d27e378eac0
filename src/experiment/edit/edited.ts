import type { Issue, IssueCode } from '#core/issue.ts';
import type { Experiment } from '../experiment.ts';

/** What became of an edit: a new experiment, or the very same one where it cannot be made, and what there is to say. */
export interface Edited {
  readonly experiment: Experiment;
  readonly issues: readonly Issue[];
}

export function refused(experiment: Experiment, code: IssueCode, at: string, message: string): Edited {
  return refusedFor(experiment, { code, at, message });
}

export const refusedFor = (experiment: Experiment, issue: Issue): Edited => ({ experiment, issues: [issue] });

export const edited = (experiment: Experiment): Edited => ({ experiment, issues: [] });
