import { span } from '../../diagram/marks.ts';
import type { Pair } from '../agreement/pairs.ts';

/** Numbers row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** How many rows and columns of a matrix share a pixel. */
export interface Block {
  readonly down: number;
  readonly across: number;
}

/** The three pictures of a connection. */
export const paneIds = ['gradients', 'backprop', 'difference'] as const;
export type PaneId = (typeof paneIds)[number];

/** g − b of every weight. */
export const differenceOf = ({ gradients, backprop }: Pick<Pair, 'gradients' | 'backprop'>): Float64Array =>
  Float64Array.from({ length: gradients.length }, (_, at) => gradients[at]! - backprop[at]!);

export function panesOf(pair: Pair): Readonly<Record<PaneId, Matrix>> {
  const { rows, columns, gradients, backprop } = pair;
  const of = (values: ArrayLike<number>): Matrix => ({ rows, columns, values });
  return { gradients: of(gradients), backprop: of(backprop), difference: of(differenceOf(pair)) };
}

/** Extremes of a colour scale, times a power of ten: far enough apart not to tremble with the numbers. */
const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10] as const;

/** What full colour stands for in all of them: the next round number at or above the largest size there is; 1 where all is 0. */
export function extremeOf(panes: Readonly<Record<PaneId, Matrix>>): number {
  const most = span(
    paneIds.map((it) => panes[it].values),
    0,
  );
  if (most === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return STEPS.find((it) => it * power >= most)! * power;
}

/** Where in a matrix the number is that stands for a block: the largest in size, the first of equal ones; none outranks what is no number. */
export function foremostIn(
  { rows, columns, values }: Matrix,
  { down, across }: Block,
  row: number,
  column: number,
): number {
  let best = row * down * columns + column * across;
  for (let r = row * down; r < Math.min(rows, (row + 1) * down); r++)
    for (let c = column * across; c < Math.min(columns, (column + 1) * across); c++) {
      const [value, most] = [values[r * columns + c]!, values[best]!];
      if (Number.isNaN(most)) return best;
      if (Number.isNaN(value) || Math.abs(value) > Math.abs(most)) best = r * columns + c;
    }
  return best;
}

/** A smaller matrix, each number the largest of its block with its sign: nothing that stands out is averaged away. */
export function pool(matrix: Matrix, block: Block): Matrix {
  if (block.down === 1 && block.across === 1) return matrix;
  const rows = Math.ceil(matrix.rows / block.down);
  const columns = Math.ceil(matrix.columns / block.across);
  const values = Float64Array.from(
    { length: rows * columns },
    (_, i) => matrix.values[foremostIn(matrix, block, Math.floor(i / columns), i % columns)]!,
  );
  return { rows, columns, values };
}

/** How a matrix lies in its room: its size in CSS pixels, and what shares a pixel where there are more numbers than pixels. */
export interface Fit {
  readonly width: number;
  readonly height: number;
  readonly block: Block;
}

const LARGEST_CELL = 56;
/** Cells are squares, unless that would leave most of the room empty. */
const LONGEST = 3;

export function fit({ rows, columns }: Pick<Matrix, 'rows' | 'columns'>, width: number, height: number): Fit {
  const wide = Math.min(LARGEST_CELL, width / columns);
  const high = Math.min(LARGEST_CELL, height / rows);
  const least = Math.min(wide, high);
  const most = least < 1 ? Number.POSITIVE_INFINITY : LONGEST * least;
  const isSquare = least >= 1 && Math.max(wide, high) <= most;
  const [w, h] = isSquare ? [least, least] : [Math.min(wide, most), Math.min(high, most)];
  return {
    width: Math.max(1, w * columns),
    height: Math.max(1, h * rows),
    block: { across: Math.max(1, Math.ceil(1 / w)), down: Math.max(1, Math.ceil(1 / h)) },
  };
}
