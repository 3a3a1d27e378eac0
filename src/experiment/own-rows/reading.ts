import type { Column, Table } from './table.ts';

export type ColumnRole = 'input' | 'target' | 'ignored';

/** What a table is to mean. */
export interface Reading {
  /** One a column. */
  readonly roles: readonly ColumnRole[];
  /** The target tells classes rather than a number. A text always does. */
  readonly asClasses: boolean;
  /** Brings every input, and a target of numbers, to mean 0 and variance 1. */
  readonly standardise: boolean;
}

/** Classes that can be told apart. */
export const MOST_TOLD = 10;
/** Inputs of such different ranges, or so far from 0, make learning slow; the named sets lie within ±3. */
const UNEVEN = 10;
const FAR = 3;

const TARGET = /^(class|classes|label|labels|target|targets|species|category|outcome)$/i;
/** Called so it is the target, unless it is one of two coordinates. */
const Y = /^y$/i;
const X = /^x$/i;
const NUMBERED_TARGET = /^(y|target)[ _.-]?\d+$/i;
const COUNTER = /^(id|index|row|nr|no|n|#|column 1|unnamed.*)?$/i;

/** The likely meaning: the last column, or one that is called so, is the target, columns of numbers are inputs. */
export function guessReading(table: Table): Reading {
  const targets = guessTargets(table);
  const roles = table.columns.map((column, i): ColumnRole => {
    if (targets.includes(i)) return 'target';
    const isName = column.isCounter && (i === 0 || COUNTER.test(column.name)) && COUNTER.test(column.name);
    return column.kind === 'text' || isName ? 'ignored' : 'input';
  });
  return {
    roles,
    asClasses: targets.length === 1 && tellsClasses(table.columns[targets[0]!]!, table.lines.length),
    standardise: scaleReason(table, roles) !== null,
  };
}

function guessTargets({ columns, lines }: Table): readonly number[] {
  const called = (pattern: RegExp) => columns.flatMap(({ name }, i) => (pattern.test(name) ? [i] : []));
  const [named] = [...called(TARGET), ...(called(X).length === 0 ? called(Y) : [])];
  if (named !== undefined) return [named];
  const numbered = called(NUMBERED_TARGET);
  if (numbered.length > 0 && numbered.length < columns.length) return numbered;
  if (labelsAnImage(columns, lines.length)) return [0];
  const usable = columns.findLastIndex(
    (it) => it.distinct > 0 && (it.kind === 'number' || it.distinct <= MOST_TOLD),
  );
  return columns.length === 0 ? [] : [usable < 0 ? columns.length - 1 : usable];
}

/** A class and then the pixels of a square image, as pictures of digits are passed around. */
function labelsAnImage(columns: readonly Column[], rows: number): boolean {
  const side = Math.sqrt(columns.length - 1);
  return side >= 8 && Number.isInteger(side) && tellsClasses(columns[0]!, rows);
}

/** Text does, and a few whole numbers, each of which comes back. */
export const tellsClasses = ({ kind, distinct, isWhole }: Column, rows: number): boolean =>
  kind === 'text' || (isWhole && distinct >= 2 && distinct <= MOST_TOLD && 2 * distinct <= rows);

/** The column that speaks for standardising, and the one with the smallest range beside it; null where none does. */
export function scaleReason(
  { columns }: Table,
  roles: readonly ColumnRole[],
): readonly [Column, Column] | null {
  const inputs = columns.filter((it, i) => roles[i] === 'input' && it.kind === 'number' && it.high > it.low);
  if (inputs.length === 0) return null;
  const range = (it: Column): number => it.high - it.low;
  const reach = (it: Column): number => Math.max(Math.abs(it.low), Math.abs(it.high));
  const widest = inputs.reduce((a, b) => (range(b) > range(a) ? b : a));
  const narrowest = inputs.reduce((a, b) => (range(b) < range(a) ? b : a));
  if (range(widest) > UNEVEN * range(narrowest)) return [widest, narrowest];
  const farthest = inputs.reduce((a, b) => (reach(b) > reach(a) ? b : a));
  return reach(farthest) > FAR ? [farthest, farthest] : null;
}
