import { shorten } from '../describe.ts';
import { limits } from '../limits.ts';

/** One row of a text that was cut into cells. */
export interface Line {
  /** Where it begins in the text, from 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** What was read of a text before anyone says what it means. */
export interface Cells {
  readonly lines: readonly Line[];
  /** Whether 1,5 is a number. */
  readonly decimalComma: boolean;
}

export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'text';
  /** One a line of the table; NaN where the cell holds no number. */
  readonly numbers: Float64Array;
  /** Different entries, up to `MOST_DISTINCT`, and that number where there are more. */
  readonly distinct: number;
  readonly isWhole: boolean;
  /** Whole numbers that go up by one: a row's number and no property of it. */
  readonly isCounter: boolean;
  readonly low: number;
  readonly high: number;
}

export interface Table {
  /** Whether the first line names the columns; it is then not among `lines`. */
  readonly hasHeader: boolean;
  readonly columns: readonly Column[];
  /** The first of them: up to `limits.rows`, and as many as the cells of a whole text. */
  readonly lines: readonly Line[];
  readonly decimalComma: boolean;
  /** Lines beyond the limit. */
  readonly beyond: number;
}

const MOST_DISTINCT = 100;
/** Digits have one way to match: with two, a long cell that is no number would be tried at every place. */
const NUMBER = /^[-+−]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;

/** The number a cell holds, or NaN. */
export function readCell(cell: string, decimalComma: boolean): number {
  const text = cell.trim();
  const dotted = decimalComma ? text.replace(/^([-+−]?\d*),(\d+(e[-+]?\d+)?)$/i, '$1.$2') : text;
  return NUMBER.test(dotted) ? Number(dotted.replace('−', '-')) : Number.NaN;
}

/** Columns are as many as most lines have; names, kinds and the header are guessed, the header unless it is given. */
export function toTable({ lines, decimalComma }: Cells, header?: boolean): Table {
  const width = usualWidth(lines);
  const hasHeader = header ?? guessHeader(lines, width, decimalComma);
  const body = hasHeader ? lines.slice(1) : lines;
  // A cell is at least the sign that ends it: only short lines among wide ones can be more than the text holds.
  const kept = body.slice(0, Math.min(limits.rows, Math.floor(limits.tableText / Math.max(1, width))));
  const names = nameColumns(hasHeader ? (lines[0]?.cells ?? []) : [], width);
  return {
    hasHeader,
    columns: names.map((name, i) => describeColumn(name, i, kept, decimalComma)),
    lines: kept,
    decimalComma,
    beyond: body.length - kept.length,
  };
}

/** The number of cells that most lines have, of several the largest. */
export function usualWidth(lines: readonly Line[]): number {
  const times = new Map<number, number>();
  for (const { cells } of lines) times.set(cells.length, (times.get(cells.length) ?? 0) + 1);
  return [...times].reduce(
    (best, it) => (it[1] > best[1] || (it[1] === best[1] && it[0] > best[0]) ? it : best),
    [0, 0],
  )[0];
}

/** The first line is a header if it holds no number, also in the columns that are numbers from then on. */
function guessHeader(lines: readonly Line[], width: number, decimalComma: boolean): boolean {
  const [first, ...rest] = lines.slice(0, 50);
  if (!first || rest.length === 0) return false;
  const isNumber = ({ cells }: Line, i: number) => !Number.isNaN(readCell(cells[i] ?? '', decimalComma));
  if (first.cells.some((_, i) => isNumber(first, i))) return false;
  return Array.from({ length: width }).some(
    (_, i) => 2 * rest.filter((it) => isNumber(it, i)).length > rest.length,
  );
}

/** Names as they stand in the header; missing and repeated ones are numbered. */
function nameColumns(header: readonly string[], width: number): readonly string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, i) => {
    const given = shorten((header[i] ?? '').trim(), limits.text);
    const name = given === '' || taken.has(given) ? `column ${i + 1}` : given;
    taken.add(name);
    return name;
  });
}

function describeColumn(name: string, i: number, lines: readonly Line[], decimalComma: boolean): Column {
  const numbers = Float64Array.from(lines, ({ cells }) => readCell(cells[i] ?? '', decimalComma));
  const different = new Set<string>();
  let [filled, found, whole, low, high] = [0, 0, 0, Infinity, -Infinity];
  let counts = numbers.length > 2;
  numbers.forEach((value, row) => {
    const text = (lines[row]!.cells[i] ?? '').trim();
    if (text !== '') filled++;
    if (text !== '' && different.size < MOST_DISTINCT)
      different.add(Number.isNaN(value) ? text : String(value));
    if (row > 0 && value !== numbers[row - 1]! + 1) counts = false;
    if (Number.isNaN(value)) return;
    found++;
    if (Number.isInteger(value)) whole++;
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  return {
    name,
    kind: found > 0 && 2 * found >= filled ? 'number' : 'text',
    numbers,
    distinct: different.size,
    isWhole: whole === found,
    isCounter: counts,
    low,
    high,
  };
}
