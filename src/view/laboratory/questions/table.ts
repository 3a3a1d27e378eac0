import type { Table } from '../../charts/chart.ts';
import { number } from '../../format.ts';
import type { Picture } from './answer.ts';

/** Rows of a table at most: longer courses are told at so many moments, the first and the last among them. */
const MOST = 11;

/** The lines of a plot as numbers. */
export function tableOf({ x, lines }: Extract<Picture, { kind: 'lines' }>): Table {
  const longest = lines.reduce((most, it) => (it.xs.length > most.length ? it.xs : most), lines[0]?.xs ?? []);
  const last = longest.length - 1;
  const count = Math.min(MOST, longest.length);
  const moments = Array.from({ length: count }, (_, k) => Math.round((k * last) / Math.max(1, count - 1)));
  return {
    columns: [x, ...lines.map((it) => it.label)],
    rows: moments.map((t) => [
      number(longest[t]!),
      ...lines.map(({ ys }) => (Number.isFinite(ys[t]) ? number(ys[t]!) : '–')),
    ]),
  };
}
