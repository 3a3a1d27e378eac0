import { csvText } from '#experiment/export/csv.ts';
import type { Recorded } from '#session/frame.ts';
import type { Table } from '../charts/chart.ts';

/** A number as pages print it has a minus sign that no program reads. */
const plain = (cell: string): string => cell.replace(/^−(?=[\d.∞])/, '-');

/** A table as it is shown, figures rounded as on the page. */
export const tableCsv = ({ columns, rows }: Table): string =>
  csvText([columns, ...rows.map((row) => row.map(plain))]);

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
  return csvText(lines);
}
