import { describe, describeShape, formatNumber, isList, isNumberList, isTypedArray } from './describe.ts';
import type { Report } from './report.ts';

/** Where numbers come from, e.g. `x1 has 8 units`, for the message about a wrong shape. */
type Reason = string;

/** Exactly `length` finite numbers, or null and an issue. */
export function readVector(
  value: unknown,
  length: number,
  at: string,
  reason: Reason,
  report: Report,
): Float64Array | null {
  if (!isNumberList(value) || value.length !== length) {
    const code = isNumberList(value) ? 'shape' : 'wrong-type';
    const expected = `${at} must be a list of ${formatNumber(length)} numbers, as ${reason}`;
    return report.refuse(code, at, `${expected}; found ${describe(value)}.`);
  }
  const numbers = new Float64Array(length);
  return copyNumbers(value, length, numbers, 0, at, report) ? numbers : null;
}

/** `rows` rows of `columns` finite numbers, flattened row by row; also taken flat, from a typed array of that length. */
export function readMatrix(
  value: unknown,
  rows: number,
  columns: number,
  at: string,
  reason: Reason,
  report: Report,
): Float64Array | null {
  if (!hasShape(value, rows, columns)) {
    const code = isNumberList(value) ? 'shape' : 'wrong-type';
    const expected = `${at} must be ${formatNumber(rows)} × ${formatNumber(columns)}, as ${reason}`;
    return report.refuse(code, at, `${expected}; found ${describeShape(value)}.`);
  }
  const numbers = new Float64Array(rows * columns);
  if (isTypedArray(value)) return copyNumbers(value, numbers.length, numbers, 0, at, report) ? numbers : null;
  for (let row = 0; row < rows; row++) {
    const list = value[row] as ArrayLike<unknown>;
    if (!copyNumbers(list, columns, numbers, row * columns, `${at}[${row}]`, report)) return null;
  }
  return numbers;
}

/** Whether there are the rows and each has the columns, without a look at the entries. */
function hasShape(value: unknown, rows: number, columns: number): value is ArrayLike<unknown> {
  if (isTypedArray(value)) return value.length === rows * columns;
  if (!isList(value) || value.length !== rows) return false;
  for (let row = 0; row < rows; row++) {
    const list: unknown = value[row];
    if (!isNumberList(list) || list.length !== columns) return false;
  }
  return true;
}

/** Finite also in single precision, in which most engines count. */
export const isFiniteNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(Math.fround(value));

function copyNumbers(
  from: ArrayLike<unknown>,
  count: number,
  to: Float64Array,
  offset: number,
  at: string,
  report: Report,
): boolean {
  for (let i = 0; i < count; i++) {
    const value = from[i];
    if (!isFiniteNumber(value)) {
      const code = typeof value === 'number' ? 'out-of-range' : 'wrong-type';
      report.refuse(code, `${at}[${i}]`, `${at}[${i}] must be a finite number; found ${describe(value)}.`);
      return false;
    }
    to[offset + i] = value + 0;
  }
  return true;
}
