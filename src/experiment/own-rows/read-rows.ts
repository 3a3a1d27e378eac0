import type { Issue } from '#core/issue.ts';
import { formatNumber } from '../describe.ts';
import { limits } from '../limits.ts';
import type { Answers, OwnSamples } from './own-samples.ts';
import { MOST_TOLD, type Reading } from './reading.ts';
import { standardise } from './standardise.ts';
import type { Column, Table } from './table.ts';

/** Rows that were read, or null and the issue that says why there are none. */
export interface RowsRead {
  readonly samples: OwnSamples | null;
  /** What the classes were called, in their order. */
  readonly classNames: readonly string[];
  /** Lines that could not be used, and an issue for each of the first of them. */
  readonly leftOut: number;
  readonly issues: readonly Issue[];
}

const MOST_ISSUES = 20;
/** Larger numbers are infinite once they are squared in float32. */
const LARGEST = 1e18;

/** Reads a table as it was agreed. Lines that cannot be used are left out and named. Never throws. */
export function readRows(table: Table, { roles, asClasses, standardise: isScaled }: Reading): RowsRead {
  const inputs = table.columns.filter((_, i) => roles[i] === 'input');
  const targets = table.columns.filter((_, i) => roles[i] === 'target');
  const tellsClasses = targets.length === 1 && (asClasses || targets[0]!.kind === 'text');
  const refusal = refuseColumns(table, inputs, targets, tellsClasses);
  if (refusal) return nothing([refusal]);
  const numeric = tellsClasses ? inputs : [...inputs, ...targets];
  const position = new Map(table.columns.map((it, i) => [it, i]));
  const issues: Issue[] = [];
  const rows: number[] = [];
  table.lines.forEach((_, row) => {
    const tell = faultOf(table, row, numeric, tellsClasses ? targets : [], position);
    if (!tell) rows.push(row);
    else if (issues.length < MOST_ISSUES) issues.push(tell());
  });
  const leftOut = table.lines.length - rows.length;
  if (rows.length === 0) return { ...nothing([...issues, unusable(table)]), leftOut };
  const most = Math.floor(limits.dataNumbers / (inputs.length + targets.length));
  if (rows.length > most) return nothing([tooMany(rows.length, most)]);
  const [answers, classNames] = tellsClasses
    ? readClasses(table, targets[0]!, position.get(targets[0]!)!, rows)
    : [numbersOf(targets, rows, isScaled), []];
  if ('code' in answers) return { ...nothing([answers, ...issues]), leftOut };
  const values = gather(inputs, rows);
  return {
    samples: {
      count: rows.length,
      inputUnits: inputs.length,
      inputs: isScaled ? standardise(values, inputs.length) : values,
      answers,
    },
    classNames,
    leftOut,
    issues,
  };
}

const nothing = (issues: readonly Issue[]): RowsRead => ({
  samples: null,
  classNames: [],
  leftOut: 0,
  issues,
});
const quoted = (text: string): string => `“${text.length > 24 ? `${text.slice(0, 23)}…` : text}”`;
const fault = (at: string, message: string, hint?: string): Issue => ({
  code: 'data',
  at,
  message,
  ...(hint && { hint }),
});

function refuseColumns(
  table: Table,
  inputs: readonly Column[],
  targets: readonly Column[],
  tellsClasses: boolean,
): Issue | null {
  if (table.lines.length === 0) return fault('', 'There is no line of data yet.');
  if (table.columns.length < 2)
    return fault(
      '',
      'There is only one column; an input and a target are needed.',
      'Columns are separated by a comma, a semicolon or a tab.',
    );
  const word = inputs.find((it) => it.kind === 'text');
  if (word)
    return fault(
      word.name,
      `Column ${quoted(word.name)} holds words; an input is a number.`,
      'Ignore it, or make it the target.',
    );
  if (inputs.length === 0)
    return fault('', 'No column of numbers is an input.', 'A network needs at least one number to go by.');
  if (targets.length === 0)
    return fault('', 'No column is the target.', 'Choose what the network is to tell from the inputs.');
  const most = Math.max(inputs.length, targets.length);
  if (most > limits.columns)
    return fault(
      '',
      `A network takes up to ${formatNumber(limits.columns)} columns; these are ${formatNumber(most)}.`,
    );
  const text = targets.find((it) => it.kind === 'text');
  if (text && !tellsClasses)
    return fault(
      text.name,
      `Column ${quoted(text.name)} holds words; of several targets each must be a number.`,
    );
  return null;
}

/** Tells what keeps a line from being used; null where nothing does. Only the first are put into words. */
function faultOf(
  table: Table,
  row: number,
  numeric: readonly Column[],
  named: readonly Column[],
  position: ReadonlyMap<Column, number>,
): (() => Issue) | null {
  const { number, cells } = table.lines[row]!;
  const width = table.columns.length;
  if (cells.length < width || cells.slice(width).some((it) => it.trim() !== ''))
    return () =>
      fault(
        `line ${number}`,
        `Line ${formatNumber(number)} has ${formatNumber(cells.length)} ${cells.length === 1 ? 'cell' : 'cells'} instead of ${formatNumber(width)}.`,
      );
  const bad =
    numeric.find((it) => !(Math.abs(it.numbers[row]!) <= LARGEST)) ??
    named.find((it) => textOf(cells, position.get(it)!) === '');
  if (!bad) return null;
  const text = textOf(cells, position.get(bad)!);
  const what = (): string =>
    text === ''
      ? 'the cell is empty'
      : Number.isNaN(bad.numbers[row]!)
        ? `${quoted(text)} is not a number`
        : `${quoted(text)} is too large`;
  return () =>
    fault(`line ${number}`, `Line ${formatNumber(number)}, column ${quoted(bad.name)}: ${what()}.`);
}

const textOf = (cells: readonly string[], i: number): string => (cells[i] ?? '').trim();

const unusable = ({ lines }: Table): Issue =>
  fault(
    '',
    lines.length === 1
      ? 'The only line cannot be used.'
      : `None of the ${formatNumber(lines.length)} lines can be used.`,
  );

const tooMany = (count: number, most: number): Issue => ({
  code: 'limit',
  at: '',
  message: `Of this width there may be up to ${formatNumber(most)} rows; these are ${formatNumber(count)}.`,
  hint: 'Ignore some columns, or cut the table shorter.',
});

/** Classes in the order of their numbers, else of the alphabet. */
function readClasses(
  table: Table,
  target: Column,
  column: number,
  rows: readonly number[],
): readonly [Answers | Issue, readonly string[]] {
  const isNumber = rows.every((row) => !Number.isNaN(target.numbers[row]!));
  const nameOf = (row: number): string =>
    isNumber ? String(target.numbers[row]!) : textOf(table.lines[row]!.cells, column);
  const names = [...new Set(rows.map(nameOf))].sort(isNumber ? (a, b) => Number(a) - Number(b) : undefined);
  const at = target.name;
  if (names.length > MOST_TOLD) {
    const message = `Column ${quoted(at)} has ${formatNumber(names.length)} different entries; up to ${MOST_TOLD} classes can be told apart.`;
    return [
      fault(
        at,
        message,
        isNumber ? 'Learn it as a number, or choose another target.' : 'Choose another target.',
      ),
      [],
    ];
  }
  if (names.length < 2)
    return [
      fault(
        at,
        `Column ${quoted(at)} says ${quoted(names[0]!)} in every row, so there is nothing to tell apart.`,
      ),
      [],
    ];
  const labels = Uint8Array.from(rows, (row) => names.indexOf(nameOf(row)));
  return [{ kind: 'classes', classes: names.length, labels }, names];
}

function numbersOf(targets: readonly Column[], rows: readonly number[], isScaled: boolean): Answers {
  const values = gather(targets, rows);
  return {
    kind: 'numbers',
    units: targets.length,
    values: isScaled ? standardise(values, targets.length) : values,
  };
}

function gather(columns: readonly Column[], rows: readonly number[]): Float64Array {
  const values = new Float64Array(rows.length * columns.length);
  let at = 0;
  for (const row of rows) for (const { numbers } of columns) values[at++] = numbers[row]! + 0;
  return values;
}
