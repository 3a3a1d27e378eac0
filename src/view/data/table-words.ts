import type { OwnSamples } from '#experiment/own-rows/own-samples.ts';
import type { RowsRead } from '#experiment/own-rows/read-rows.ts';
import { type ColumnRole, scaleReason } from '#experiment/own-rows/reading.ts';
import type { Column, Table } from '#experiment/own-rows/table.ts';
import { number, plural } from '../format.ts';
import type { Delimiter } from './cells.ts';
import type { TableHead } from './read-table.ts';

const PARTED: Readonly<Record<Delimiter, string>> = {
  ',': 'parted by commas',
  ';': 'parted by semicolons',
  '\t': 'parted by tabs',
};

/** "150 lines, 5 columns, parted by commas." */
export function describeTable(table: TableHead): string {
  const beyond = table.beyond > 0 ? ` ${plural(table.beyond, 'line')} beyond the limit stay out.` : '';
  return `${plural(table.count, 'line')}, ${plural(table.columns.length, 'column')}, ${PARTED[table.delimiter]}.${beyond}`;
}

/** Why columns are standardised, in words; a general sentence where nothing asks for it. */
export function describeScaling(table: Table, roles: readonly ColumnRole[]): string {
  const reason = scaleReason(table, roles);
  if (!reason) return 'The inputs are of similar size as they are.';
  const [large, small] = reason;
  const span = ({ name, low, high }: Column): string =>
    `“${name}” runs from ${number(low)} to ${number(high)}`;
  return large === small
    ? `${span(large)}; near 0 a network learns best.`
    : `${span(large)}, but ${span(small)}.`;
}

/** What the network will be given: "4 inputs; 3 classes: cat, dog, cow." */
export function describeRead({ samples, classNames }: RowsRead): string {
  if (!samples) return '';
  const inputs = plural(samples.inputUnits, 'input');
  if (samples.answers.kind === 'numbers')
    return `${inputs}; ${plural(samples.answers.units, 'number')} to learn.`;
  const [low, high] = classNames;
  const names =
    classNames.length === 2
      ? `${low} is −1, ${high} is +1`
      : `one output unit each for ${classNames.join(', ')}`;
  return `${inputs}; ${plural(classNames.length, 'class', 'classes')}: ${names}.`;
}

/** Columns of a preview: the first, and the target where it is not among them. */
export function shownColumns(roles: readonly ColumnRole[], most: number): readonly number[] {
  const first = roles.map((_, i) => i).slice(0, most);
  const target = roles.indexOf('target');
  return target < most ? first : [...first.slice(0, -1), target];
}

/** Rows with two inputs as places in the unit square, from the top left, with their class or 1; else null. */
export function scatterOf(
  samples: OwnSamples | null,
  most: number,
): readonly { x: number; y: number; label: number }[] | null {
  if (samples?.inputUnits !== 2) return null;
  const { inputs, answers, count } = samples;
  const [xs, ys] = [0, 1].map((unit) => rangeOf(inputs, unit));
  const step = Math.max(1, Math.ceil(count / most));
  const label = (row: number): number => {
    if (answers.kind === 'classes') return answers.labels[row]!;
    return Number(answers.values[row * answers.units]! > 0);
  };
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => ({
    x: share(inputs[2 * i * step]!, xs!),
    y: 1 - share(inputs[2 * i * step + 1]!, ys!),
    label: label(i * step),
  }));
}

function rangeOf(inputs: Float64Array, unit: number): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let at = unit; at < inputs.length; at += 2) {
    low = Math.min(low, inputs[at]!);
    high = Math.max(high, inputs[at]!);
  }
  return [low, high];
}

const share = (value: number, [low, high]: readonly [number, number]): number =>
  high > low ? (value - low) / (high - low) : 0.5;

/** What a person sees who has no table at hand: two classes of flowers by the length and width of a petal. */
export const EXAMPLE = `length,width,flower
1.4,0.2,setosa
1.3,0.2,setosa
1.7,0.4,setosa
1.5,0.1,setosa
1.6,0.6,setosa
1.9,0.4,setosa
4.7,1.4,versicolor
4.5,1.5,versicolor
4.0,1.3,versicolor
3.3,1.0,versicolor
4.4,1.4,versicolor
3.9,1.1,versicolor
`;
