import type { Measure } from '#session/studies/agreement-course.ts';
import { degrees, number, percent, plain } from '../../format.ts';
import { type Axis, linearAxis, logAxis } from '../parts/axis.ts';

/** One figure of the agreement as it is drawn and told. */
export interface MeasureWords {
  readonly id: Measure;
  readonly label: string;
  /** Where the row is narrow. */
  readonly short: string;
  readonly term: string;
  readonly title: string;
  /** Above the axis, where its marks do not say it. */
  readonly symbol: string;
  /** Of two equal gradients. */
  readonly ideal: number;
  format(value: number): string;
  mark(value: number): string;
}

export const measureWords: readonly MeasureWords[] = [
  {
    id: 'angleDegrees',
    label: 'angle',
    short: 'angle',
    term: 'angle',
    title: 'Angle to backprop over t',
    symbol: '',
    ideal: 0,
    format: degrees,
    mark: degrees,
  },
  {
    id: 'normRatio',
    label: 'scale',
    short: 'scale',
    term: 'norm-ratio',
    title: 'Length beside backprop’s over t',
    symbol: '',
    ideal: 1,
    format: (value) => `${number(value, 2)}×`,
    mark: plain,
  },
  {
    id: 'relativeError',
    label: 'relative error',
    short: 'error',
    term: 'relative-error',
    title: 'Relative error against backprop over t',
    symbol: 'log',
    ideal: 0,
    format: (value) => number(value, 2),
    mark: plain,
  },
  {
    id: 'signs',
    label: 'signs',
    short: 'signs',
    term: 'sign-agreement',
    title: 'Signs shared with backprop over t',
    symbol: '',
    ideal: 1,
    format: percent,
    mark: percent,
  },
];

export const wordsOf = (measure: Measure): MeasureWords => measureWords.find((it) => it.id === measure)!;

/** Relative errors below this are rounding of 32-bit numbers. */
export const ROUNDING = 1e-7;
const DEGREES = [10, 30, 60, 90, 120, 150, 180];

/** An axis for a measure that holds all values given. */
export function axisOf(measure: Measure, values: readonly number[], range: readonly [number, number]): Axis {
  const finite = values.filter(Number.isFinite);
  const most = Math.max(0, ...finite);
  const marks = Math.abs(range[0] - range[1]) > 120 ? 4 : 2;
  if (measure === 'angleDegrees') return linearAxis(0, DEGREES.find((it) => it >= most) ?? 180, range, marks);
  if (measure === 'signs') return linearAxis(0, 1, range, marks);
  if (measure === 'normRatio') return linearAxis(0, Math.max(1.1, most), range, marks);
  const positive = finite.filter((it) => it > 0);
  return logAxis(Math.max(ROUNDING, Math.min(0.1, ...positive)), Math.max(1, most), range);
}

/** Least value that an axis shows: on a logarithmic one nothing is drawn below it. */
export const leastOf = (axis: Axis): number => axis.invert(axis.range()[0]) * (1 - 1e-9);
