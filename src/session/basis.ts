import type { Experiment } from '#experiment/experiment.ts';
import { type Frame, windowOf } from './frame.ts';
import { type Stamp, stampOf } from './stamp.ts';
import type { Bench } from './studies/study.ts';

/** What a result is of, or what is on screen. */
export interface Basis {
  readonly experiment: Experiment;
  /** Of the parameters; null while they are not known. */
  readonly stamp: Stamp | null;
  /** Which of the training rows are settled together: how many, and the how manieth so many; null while that is not known. */
  readonly rows: string | null;
}

export type Part = 'settings' | 'weights' | 'rows';

const settings = ['network', 'pins', 'lesions', 'data', 'seed', 'inference', 'learning', 'title'] as const;
export type Setting = (typeof settings)[number];

const windowed = (samples: number, window: number): string => `${samples} ${window}`;

/** What is looked at of a session. */
export interface Screen {
  readonly experiment: Experiment;
  readonly frame: Frame | null;
}

/** What is on screen. */
export const basisOf = ({ experiment, frame }: Screen): Basis => ({
  experiment,
  stamp: frame?.stamp ?? null,
  rows: frame && windowed(frame.samples, windowOf(frame)),
});

/** What a study was given: the last window may begin before the end of the one before it. */
export const basisOfBench = ({
  experiment,
  parameters,
  rows,
}: Pick<Bench<never>, 'experiment' | 'parameters' | 'rows'>): Basis => ({
  experiment,
  stamp: stampOf(parameters),
  rows: windowed(rows.length, Math.ceil((rows[0] ?? 0) / Math.max(1, rows.length))),
});

/** Whether two plain values hold the same; arrays of numbers among them. */
export function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [one, other] = [a, b] as Readonly<Record<string, unknown>>[];
  const keys = Object.keys(one!);
  return (
    keys.length === Object.keys(other!).length &&
    keys.every((it) => Object.hasOwn(other!, it) && isAlike(one![it], other![it]))
  );
}

/** Rows of one's own are one thing as long as nobody reads them in again: there may be millions of numbers. */
export const hasSameData = ({ data: a }: Experiment, { data: b }: Experiment): boolean =>
  a === b || (a.name !== 'rows' && isAlike(a, b));

/** @param idle settings that the result does not depend on */
const haveSameSettings = (a: Experiment, b: Experiment, idle: readonly Setting[]): boolean =>
  a === b ||
  settings.every((it) => idle.includes(it) || (it === 'data' ? hasSameData(a, b) : isAlike(a[it], b[it])));

const differ = <T>(a: T | null, b: T | null): boolean => a !== null && b !== null && a !== b;

/**
 * What has changed since a result was found; empty where it is of what there is now. What is not known at a moment has not
 * changed yet.
 * @param idle settings that it does not depend on
 */
export function changesSince(then: Basis, now: Basis, idle: readonly Setting[] = ['title']): readonly Part[] {
  const changes: Part[] = [];
  if (!haveSameSettings(then.experiment, now.experiment, idle)) changes.push('settings');
  if (differ(then.stamp, now.stamp)) changes.push('weights');
  if (differ(then.rows, now.rows)) changes.push('rows');
  return changes;
}
