import type { Network } from '#core/network/network.ts';
import { type AxisId, axisOf, namesOf } from '#session/studies/sweep/axes.ts';
import type { Pixel, SweepMap } from '#session/studies/sweep/map.ts';
import type { Table } from '../../charts/chart.ts';
import { count, percent, plural } from '../../format.ts';
import { connectionName } from '../../names.ts';
import { written } from './cells.ts';
import { type Measure, measuresOf, shown, type Whose } from './measures.ts';

/** A table of pixels stops here; the file holds all. */
const TABLE_ROWS = 200;

/** η, T …, or the name where there is no symbol. */
export const shortName = (id: AxisId): string => {
  const { symbol, label } = axisOf(id);
  return symbol || label.toLowerCase();
};

export const longName = (id: AxisId): string => {
  const { symbol, label, type } = axisOf(id);
  return symbol && type === 'number' ? `${label} ${symbol}` : symbol === 'T' ? `${label} T` : label;
};

/** "η = 0.1", "rule Strict" */
export const settingOf = (id: AxisId, value: number): string =>
  namesOf(id)
    ? `${shortName(id)} ${written({ span: spanOf(id) }, value)}`
    : `${shortName(id)} = ${written({ span: spanOf(id) }, value)}`;

const spanOf = (axis: AxisId) => ({ axis, from: 0, to: 1, count: 2, scale: 'linear' as const });

export const whoseName = (network: Network, whose: Whose): string =>
  whose === 'all' ? 'all weights' : connectionName(network, whose);

export const mapTitle = ({ request }: Pick<SweepMap, 'request'>, measure: Measure): string =>
  `${measure.label} over ${shortName(request.across.axis)} and ${shortName(request.up.axis)}`;

/** What stands for a figure where there is none. */
const missing = {
  unknown: 'not computed yet',
  diverged: 'diverged',
  none: 'no gradient has arrived yet',
} as const;

export function figure(pixel: Pixel | null, measure: Measure, whose: Whose): string {
  const it = shown(pixel, measure, whose);
  if (it === 'none' && measure.work === 'training') return 'these rows have no classes';
  return typeof it === 'string' ? missing[it] : measure.says(it.value);
}

/** One pixel in full: its settings, the chosen figure, then the others. */
export function pixelWords(
  map: SweepMap,
  row: number,
  column: number,
  measure: Measure,
  whose: Whose,
): string {
  const pixel = map.pixels[row]?.[column] ?? null;
  const { across, up, work } = map.request;
  const settings = `${settingOf(across.axis, map.xs[column]!)}, ${settingOf(up.axis, map.ys[row]!)}`;
  const chosen = `${measure.label.toLowerCase()} ${figure(pixel, measure, whose)}`;
  if (!pixel || pixel.diverged) return `${settings}: ${figure(pixel, measure, whose)}.`;
  const others = measuresOf(work)
    .filter((it) => it.id !== measure.id)
    .map((it) => [it, shown(pixel, it, whose)] as const)
    .flatMap(([it, value]) =>
      typeof value === 'string' ? [] : [`${it.label.toLowerCase()} ${it.says(value.value)}`],
    );
  return `${[`${settings}: ${chosen}`, ...others].join(', ')}.`;
}

/** The extremes of what is shown, and where they are; how much diverged. */
export function describeMap(map: SweepMap, measure: Measure, whose: Whose): string {
  const all = map.ys.flatMap((_, row) =>
    map.xs.map((__, column) => ({ row, column, it: shown(map.pixels[row]![column]!, measure, whose) })),
  );
  const known = all.filter(({ it }) => it !== 'unknown');
  if (known.length === 0) return 'Nothing has been computed yet.';
  const figures = known.flatMap(({ it, ...seat }) =>
    typeof it === 'string' ? [] : [{ ...seat, value: it.value }],
  );
  const diverged = known.filter(({ it }) => it === 'diverged').length;
  const what =
    map.request.work === 'settling'
      ? `settlings of ${plural(map.samples, 'sample')}`
      : `trainings of ${plural(map.request.updates, 'update')}`;
  const sentences = [
    `${count(known.length)} ${what}${map.drawn ? ', each network drawn from its seed' : ', on the present weights'}.`,
  ];
  if (figures.length > 0) {
    const least = figures.reduce((a, b) => (b.value < a.value ? b : a));
    const most = figures.reduce((a, b) => (b.value > a.value ? b : a));
    const where = ({ row, column }: { row: number; column: number }) =>
      `${settingOf(map.request.across.axis, map.xs[column]!)}, ${settingOf(map.request.up.axis, map.ys[row]!)}`;
    sentences.push(
      `${measure.label}${measure.perLayer ? ` (${whoseName(map.base.network, whose)})` : ''} from ${measure.says(least.value)} at ${where(least)} to ${measure.says(most.value)} at ${where(most)}.`,
    );
  }
  if (diverged > 0) sentences.push(`${percent(diverged / known.length)} diverged.`);
  return sentences.join(' ');
}

/** A line a pixel, from the lowest row; figures as they are shown. */
export function mapTable(map: SweepMap, whose: Whose, most = TABLE_ROWS): Table {
  const { across, up, work } = map.request;
  const list = measuresOf(work);
  const total = map.xs.length * map.ys.length;
  const rows = map.ys.flatMap((y, row) =>
    map.xs.map((x, column) => {
      const pixel = map.pixels[row]![column]!;
      return [
        written({ span: across }, x),
        written({ span: up }, y),
        ...list.map((it) => figure(pixel, it, whose)),
      ];
    }),
  );
  return {
    columns: [shortName(across.axis), shortName(up.axis), ...list.map((it) => it.label.toLowerCase())],
    rows: rows.slice(0, most),
    ...(total > most && { note: `The first ${most} of ${count(total)} pixels; the file has all of them.` }),
  };
}

/** Every pixel and figure in full precision, for programs: of every connection, and of all together. */
export function mapRows(map: SweepMap): readonly (readonly string[])[] {
  const { across, up, work } = map.request;
  const whose: readonly Whose[] =
    work === 'settling' ? ['all', ...map.base.network.connections.map((it) => it.id)] : ['all'];
  const columns = measuresOf(work).flatMap((it) =>
    (it.perLayer ? whose : (['all'] as const)).map((of) => [it, of] as const),
  );
  const value = (axis: AxisId, number: number) => namesOf(axis)?.[number] ?? String(number);
  return [
    [
      across.axis,
      up.axis,
      'diverged',
      ...columns.map(([it, of]) => (it.perLayer ? `${it.id} ${of}` : it.id)),
    ],
    ...map.ys.flatMap((y, row) =>
      map.xs.map((x, column) => {
        const pixel = map.pixels[row]![column]!;
        const cells = columns.map(([it, of]) => (pixel ? String(it.of(pixel, of) ?? '') : ''));
        return [value(across.axis, x), value(up.axis, y), pixel ? String(pixel.diverged) : '', ...cells];
      }),
    ),
  ];
}
