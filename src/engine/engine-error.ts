import type { Issue } from '#core/issue.ts';

/** An engine could not be opened or could not take a plan; `issues` say why in words for the user. */
export class EngineError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((it) => it.message).join(' '));
    this.name = 'EngineError';
    this.issues = issues;
  }

  static of(message: string, hint?: string): EngineError {
    return new EngineError([{ code: 'engine', at: '', message, ...(hint === undefined ? {} : { hint }) }]);
  }
}
