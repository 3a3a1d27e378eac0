import { scaleLog } from 'd3';
import type { Curve, Plot, Quantity } from '#session/studies/papers/index.ts';
import type { Table } from '../../charts/chart.ts';
import { type Axis, linearAxis } from '../../charts/parts/axis.ts';
import { number, plain } from '../../format.ts';

/** Columns of figures in a table; and marks along a curve. */
const COLUMNS = 7;
const MARKS = 4;

type Which = 'x' | 'y';

const isShown = (value: number, { scale }: Quantity): boolean =>
  Number.isFinite(value) && (scale === 'linear' || value > 0);

/** Least and largest of what is shown of a quantity, over all curves of all frames. */
export function reachOf(plot: Plot, which: Which): readonly [number, number] {
  const quantity = plot[which];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const curve of plot.facets.flatMap((it) => it.curves))
    for (let i = 0; i < curve[which].length; i++) {
      const value = curve[which][i]!;
      if (!isShown(value, quantity)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  if (low > high) [low, high] = [quantity.scale === 'log' ? 0.1 : 0, 1];
  return [quantity.from ?? low, quantity.to ?? high];
}

/** Powers of ten within bounds that are kept as they are; what lies outside is left to the clip. */
function decades(from: number, to: number, range: readonly [number, number]): Axis {
  const scale = scaleLog([from, to], range);
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  const marks = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => 10 ** (first + k));
  return Object.assign((value: number) => scale(value), {
    marks: marks.length > 1 ? marks : [from, to],
    range: () => scale.range() as [number, number],
    invert: (place: number) => scale.invert(place),
  });
}

export function axisOf(plot: Plot, which: Which, range: readonly [number, number], marks: number): Axis {
  const [from, to] = reachOf(plot, which);
  return plot[which].scale === 'log' ? decades(from, to, range) : linearAxis(from, to, range, marks);
}

/** A power of ten without its factor of one. */
export const markText = (value: number): string => plain(value).replace(/^1×/, '');

/** Places of a curve’s points, in strokes that end where there is nothing to show. */
export function strokesOf(
  { x, y }: Curve,
  plot: Plot,
  across: Axis,
  up: Axis,
): (readonly [number, number])[][] {
  const strokes: (readonly [number, number])[][] = [[]];
  for (let i = 0; i < x.length; i++) {
    // On a log axis what has fallen to zero lies below its floor, not nowhere.
    const value = plot.y.scale === 'log' && y[i] === 0 ? Number.MIN_VALUE : y[i]!;
    if (isShown(x[i]!, plot.x) && isShown(value, plot.y)) strokes.at(-1)!.push([across(x[i]!), up(value)]);
    else if (strokes.at(-1)!.length > 0) strokes.push([]);
  }
  return strokes.filter((it) => it.length > 0);
}

/** A few of a curve’s places, evenly spaced across, for marks that tell it from others; shifted from curve to curve. */
export function marksOf(
  strokes: readonly (readonly (readonly [number, number])[])[],
  shift: number,
): (readonly [number, number])[] {
  const places = strokes.flat();
  if (places.length === 0) return [];
  const [from, to] = [places[0]![0], places.at(-1)![0]];
  const wanted = Array.from(
    { length: MARKS },
    (_, k) => from + ((k + 0.3 + 0.4 * shift) / MARKS) * (to - from),
  );
  const nearest = wanted.map((at) =>
    places.reduce((best, it) => (Math.abs(it[0] - at) < Math.abs(best[0] - at) ? it : best)),
  );
  return [...new Set(nearest)];
}

/** The curves’ names in order of their colours, each once. */
export function keyOf({ facets }: Plot): readonly { readonly label: string; readonly layer: number }[] {
  const key = new Map<string, number>();
  for (const { label, layer } of facets.flatMap((it) => it.curves)) key.set(label, layer);
  return [...key].map(([label, layer]) => ({ label, layer })).sort((a, b) => a.layer - b.layer);
}

export const hasTheory = ({ facets }: Plot): boolean =>
  facets.some((it) => it.curves.some((curve) => curve.isTheory));

/** Figures of every curve at a few of its places. */
export function tableOf(plot: Plot): Table {
  const [from, to] = reachOf(plot, 'x');
  const isLog = plot.x.scale === 'log';
  const wanted = Array.from({ length: COLUMNS }, (_, k) => {
    const share = k / (COLUMNS - 1);
    return isLog ? from * (to / from) ** share : from + share * (to - from);
  });
  const curves = plot.facets.flatMap((it) => it.curves.map((curve) => ({ curve, title: it.title })));
  const longest = curves.reduce<ArrayLike<number>>(
    (best, { curve: { x } }) => (x.length > best.length ? x : best),
    [],
  );
  const at = [...new Set(wanted.map((it) => nearestTo(longest, it)))];
  const cell = ({ x, y }: Curve, place: number): string => {
    const i = Array.from(x).indexOf(place);
    return i < 0 || Number.isNaN(y[i]!) ? '' : number(y[i]!);
  };
  return {
    columns: ['', ...at.map((it) => plain(it))],
    rows: curves.map(({ curve, title }) => [
      `${title}, ${curve.label}${curve.isTheory ? ' (theory)' : ''}`,
      ...at.map((it) => cell(curve, it)),
    ]),
    note: `${plot.y.label} at some ${plot.x.label}. Empty where there is none.`,
  };
}

const nearestTo = (values: ArrayLike<number>, wanted: number): number =>
  Array.from(values).reduce((best, it) => (Math.abs(it - wanted) < Math.abs(best - wanted) ? it : best));
