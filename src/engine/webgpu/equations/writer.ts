/** A unit's index, known while writing or named in the text. */
export type Index = number | string;

export const text = (i: Index): string => (typeof i === 'number' ? `${i}u` : i);

/** Entry i of row r, where rows have n entries. */
export const entry = (r: Index, n: number, i: Index): Index =>
  typeof r === 'number' && typeof i === 'number' ? r * n + i : `(${text(r)} * ${n}u + ${text(i)})`;

/**
 * Writes an equation as WGSL, and decides where numbers live and which of them one thread takes. Expressions are of one
 * number, or of four neighbours at once.
 */
export interface Writer {
  /** A formula for each of n units, none of which depends on another. */
  units(n: number, formula: (i: Index) => void): void;
  /** What takes a sample's units together. */
  together(formulas: () => void): void;
  /** A number of the sample: entry i of a tensor with so many entries a sample. */
  read(tensor: number, units: number, i: Index): string;
  write(tensor: number, units: number, i: Index, expression: string): void;
  /** A number that rests while samples pass: entry i of a tensor of so many. */
  rest(tensor: number, length: number, i: Index): string;
  /** The same of a single number. */
  shared(tensor: number): string;
  /** Entry i of the row of `data` that the batch holds for this sample. */
  datum(data: number, rows: number, units: number, i: Index): string;
  /** A name for an intermediate result. */
  keep(expression: string): string;
  /** The expression where `condition` is not 0, and 0 where it is, whatever the expression would be there. */
  unlessZero(condition: string, expression: string): string;
  sum(n: number, term: (i: Index) => string, start?: string): string;
  highest(n: number, entry: (i: Index) => string): string;
  /** Index of the first highest entry. */
  winner(n: number, entry: (i: Index) => string): string;
  activation(code: number, expression: string): string;
  slope(code: number, expression: string): string;
  /** Both of an expression without effects. */
  both(code: number, expression: string): { readonly value: string; readonly slope: string };
}
