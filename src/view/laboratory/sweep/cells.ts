import { scaleLinear, scaleLog } from 'd3';
import { axisOf, namesOf } from '#session/studies/sweep/axes.ts';
import type { Span } from '#session/studies/sweep/span.ts';
import { plain } from '../../format.ts';

/** One side of a map in cells of equal size: the middle of cell i is at i + ½. */
export interface Side {
  readonly span: Span;
  readonly values: readonly number[];
}

const steps = ({ span }: Side) => (span.scale === 'log' ? Math.log : (it: number) => it);

/** Where a value lies, in cells; null beyond the middles of the outer ones by more than half a cell. */
export function placeOf(side: Side, value: number): number | null {
  const { values } = side;
  const place = steps(side);
  if (values.length === 1) return value === values[0] ? 0.5 : null;
  if (!(value > 0) && side.span.scale === 'log') return null;
  const next = values.findIndex((it) => it >= value);
  const i = Math.min(values.length - 1, Math.max(1, next === -1 ? values.length - 1 : next));
  const [from, to] = [place(values[i - 1]!), place(values[i]!)];
  const at = i - 0.5 + (place(value) - from) / (to - from);
  return at >= 0 && at <= values.length ? at : null;
}

/** The cell whose value is nearest. */
export function cellOf(side: Side, value: number): number | null {
  const at = placeOf(side, value);
  return at === null ? null : Math.min(side.values.length - 1, Math.floor(at));
}

/** A value as the axis writes it. */
export const written = ({ span }: Pick<Side, 'span'>, value: number): string => {
  const name = namesOf(span.axis)?.[value];
  return name ?? plain(axisOf(span.axis).type === 'number' ? Number(value.toPrecision(3)) : value);
};

export interface Mark {
  readonly at: number;
  readonly text: string;
}

/** About so many marks: at round values, at whole ones, or a name for every cell. */
export function marksOf(side: Side, most: number): readonly Mark[] {
  const { span, values } = side;
  const mark = (value: number): Mark => ({ at: placeOf(side, value)!, text: written(side, value) });
  if (namesOf(span.axis)) return values.map(mark);
  if (values.length <= most) return values.map(mark);
  const [low, high] = [values[0]!, values.at(-1)!];
  const round =
    span.scale === 'log' ? logTicks(low, high, most) : scaleLinear([low, high], [0, 1]).ticks(most);
  const inside = round.filter(
    (it) => it >= low && it <= high && (axisOf(span.axis).type === 'number' || Number.isInteger(it)),
  );
  return (inside.length > 1 ? inside : [low, high]).map(mark);
}

/** 1, 2, 5 × 10ⁿ, or only powers of ten, or only some of those. */
function logTicks(low: number, high: number, most: number): readonly number[] {
  const all = scaleLog([low, high], [0, 1]).ticks();
  const lead = (it: number) => Math.round(it / 10 ** Math.floor(Math.log10(it) + 1e-9));
  const some = [all.filter((it) => [1, 2, 5].includes(lead(it))), all.filter((it) => lead(it) === 1)].find(
    (it) => it.length <= most,
  );
  return some ?? all.filter((it) => lead(it) === 1 && Math.round(Math.log10(it)) % 2 === 0);
}

/** Cells of a kind as one path: runs of neighbours in a row, rows from the top. `x` and `y` turn cells into a drawing's units. */
export function pathOf(
  rows: readonly (readonly boolean[])[],
  x: (column: number) => number,
  y: (row: number) => number,
): string {
  const runs: string[] = [];
  for (const [row, cells] of rows.entries())
    for (let from = 0; from < cells.length; from++) {
      if (!cells[from]) continue;
      let to = from;
      while (to < cells.length && cells[to]) to++;
      runs.push(`M${x(from)},${y(row)}H${x(to)}V${y(row + 1)}H${x(from)}z`);
      from = to;
    }
  return runs.join('');
}
