/** What went wrong with something that came from outside, in words for the person who sent it. */
export interface Issue {
  readonly code: IssueCode;
  /** Path of the field concerned, e.g. `network.nodes[2].units`; empty for the whole document. */
  readonly at: string;
  /** One sentence: what was found and what is accepted. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

export type IssueCode =
  | 'unknown-field'
  | 'unknown-id'
  | 'unknown-value'
  | 'wrong-type'
  | 'out-of-range'
  | 'shape'
  | 'cycle'
  | 'missing'
  | 'duplicate'
  | 'limit'
  | 'fixed-by-rule'
  | 'data'
  | 'link'
  | 'version'
  | 'engine'
  | 'diverged';

/** A value and what had to be repaired to get it. `value` is null when nothing could be made of the input. */
export interface Parsed<T> {
  readonly value: T | null;
  readonly issues: readonly Issue[];
}
