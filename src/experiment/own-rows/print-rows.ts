import type { OwnRows } from '../experiment.ts';
import { samplesOf } from './own-samples.ts';
import { type ColumnRole, MOST_TOLD, type Reading } from './reading.ts';

/** Rows as lines of cells, the names of the columns first, and how to read them back: to the same bits. */
export interface Printed {
  readonly lines: readonly (readonly string[])[];
  readonly reading: Reading;
}

const NAMES = 'ABCDEFGHIJ';

/** Classes are letters where each of them occurs; else the targets are printed as they are. */
export function printRows(rows: Pick<OwnRows, 'count' | 'inputs' | 'targets'>): Printed {
  const { count, inputUnits, inputs, answers } = samplesOf(rows);
  const letters = answers.kind === 'classes' && allOccur(answers.labels, answers.classes);
  const units = rows.targets.length / count;
  const targetsOf = (row: number): readonly string[] =>
    letters
      ? [NAMES.charAt(answers.labels[row]!)]
      : Array.from(rows.targets.subarray(row * units, (row + 1) * units), String);
  const numbered = (name: string, length: number) =>
    Array.from({ length }, (_, i) => (length === 1 ? name : `${name}${i + 1}`));
  const header = [...numbered('x', inputUnits), ...(letters ? ['class'] : numbered('y', units))];
  const lines = Array.from({ length: count }, (_, row) => [
    ...Array.from(inputs.subarray(row * inputUnits, (row + 1) * inputUnits), String),
    ...targetsOf(row),
  ]);
  const roles = header.map((_, i): ColumnRole => (i < inputUnits ? 'input' : 'target'));
  return { lines: [header, ...lines], reading: { roles, asClasses: letters, standardise: false } };
}

const allOccur = (labels: ArrayLike<number>, classes: number): boolean =>
  classes <= MOST_TOLD && new Set(Array.from(labels)).size === classes;
