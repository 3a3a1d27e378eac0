import type { Issue, IssueCode } from '#core/issue.ts';
import { limits } from './limits.ts';

/** More would be noise: enough to mend a document by, few enough to read. */
export const MOST_OF_A_KIND = 50;

/** More was to be looked at than any experiment needs. */
export class TooLarge extends Error {}

/** Collects what is wrong with a document while it is read. */
export interface Report {
  /** Notes something that makes the document unusable. Returns null, the value of what could not be read. */
  refuse(code: IssueCode, at: string, message: string, hint?: string): null;
  /** Notes something that was repaired. */
  repair(code: IssueCode, at: string, message: string, hint?: string): void;
  /** Adds issues found elsewhere; any of them makes the document unusable. */
  refuseAll(issues: readonly Issue[]): void;
  /** Counts entries that are looked at, so that the work of reading has an end. Throws `TooLarge` beyond `limits.entries`. */
  spend(entries: number): void;
  readonly refused: boolean;
  /** Whether further refusals would go unheard: a reader may stop. */
  readonly isFull: boolean;
  /** What makes the document unusable first, each kind in the order found, at most 50 of a kind. */
  readonly issues: readonly Issue[];
}

export function createReport(): Report {
  const refusals: Issue[] = [];
  const repairs: Issue[] = [];
  let left = limits.entries;
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
    spend(entries) {
      left -= entries;
      if (left < 0) throw new TooLarge();
    },
    get isFull() {
      return refusals.length >= MOST_OF_A_KIND;
    },
    get refused() {
      return refusals.length > 0;
    },
    get issues() {
      return [...refusals, ...repairs];
    },
  };
}
