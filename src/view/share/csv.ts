import type { Recorded } from '#session/frame.ts';
import type { Table } from '../charts/chart.ts';

/** One line of values separated by commas (RFC 4180): what holds commas, quotes or line breaks is quoted. */
const line = (cells: readonly string[]): string =>
  cells.map((it) => (/[",\r\n]/.test(it) ? `"${it.replaceAll('"', '""')}"` : it)).join(',');

const text = (lines: readonly (readonly string[])[]): string => lines.map((it) => `${line(it)}\r\n`).join('');

/** A number as pages print it has a minus sign that no program reads. */
const plain = (cell: string): string => cell.replace(/^−(?=[\d.∞])/, '-');

/** A table as it is shown, figures rounded as on the page. */
export const tableCsv = ({ columns, rows }: Table): string =>
  text([columns, ...rows.map((row) => row.map(plain))]);

/** Every recorded step of the chosen sample, a line a neuron, in full precision; empty where nothing predicts it. */
export function recordedCsv(recorded: Recorded): string {
  const lines: string[][] = [['t', 'node', 'unit', 'x', 'mu', 'epsilon']];
  const told = (numbers: ArrayLike<number> | null, unit: number) => (numbers ? String(numbers[unit]) : '');
  for (let t = recorded.first; t <= recorded.last; t++)
    for (const { id, values, predictions, errors } of recorded.at(t)?.nodes ?? [])
      for (let unit = 0; unit < values.length; unit++)
        lines.push([
          String(t),
          id,
          String(unit),
          String(values[unit]),
          told(predictions, unit),
          told(errors, unit),
        ]);
  return text(lines);
}
