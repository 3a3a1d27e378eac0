import type { Issue, IssueCode } from '#core/issue.ts';

/** More would be noise: enough to mend a document by, few enough to read. */
const MOST_OF_A_KIND = 50;

/** Collects what is wrong with a document while it is read. */
export interface Report {
  /** Notes something that makes the document unusable. Returns null, the value of what could not be read. */
  refuse(code: IssueCode, at: string, message: string, hint?: string): null;
  /** Notes something that was repaired. */
  repair(code: IssueCode, at: string, message: string, hint?: string): void;
  /** Adds issues found elsewhere; any of them makes the document unusable. */
  refuseAll(issues: readonly Issue[]): void;
  readonly refused: boolean;
  /** What makes the document unusable first, each kind in the order found, at most 50 of a kind. */
  readonly issues: readonly Issue[];
}

export function createReport(): Report {
  const refusals: Issue[] = [];
  const repairs: Issue[] = [];
  const add = (list: Issue[], issue: Issue): void => {
    if (list.length < MOST_OF_A_KIND) list.push(issue);
  };
  const build = (code: IssueCode, at: string, message: string, hint?: string): Issue =>
    hint === undefined ? { code, at, message } : { code, at, message, hint };
  return {
    refuse(code, at, message, hint) {
      add(refusals, build(code, at, message, hint));
      return null;
    },
    repair(code, at, message, hint) {
      add(repairs, build(code, at, message, hint));
    },
    refuseAll(issues) {
      for (const issue of issues) add(refusals, issue);
    },
    get refused() {
      return refusals.length > 0;
    },
    get issues() {
      return [...refusals, ...repairs];
    },
  };
}
