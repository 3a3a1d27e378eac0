import { type AxisId, axisOf } from './axes.ts';

/** Values an axis takes, at least and at most. */
export const FEWEST = 2;
export const MOST = 64;

/** The stretch of an axis that a map covers. */
export interface Span {
  readonly axis: AxisId;
  readonly from: number;
  readonly to: number;
  /** Values wanted; whole numbers that come twice are taken once. */
  readonly count: number;
  readonly scale: 'linear' | 'log';
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** As many digits as a person writes. */
const rounded = (value: number): number => Number(value.toPrecision(6));

/** The same span within what the axis can do: its limits, ends in order, a number of values that a map can show. */
export function fitted({ axis: id, from, to, count, scale }: Span): Span {
  const axis = axisOf(id);
  const [low, high] = axis.span;
  const within = (value: number, fallback: number) => {
    const number = Number.isFinite(value) ? clamp(value, axis.min, axis.max) : fallback;
    return axis.type === 'number' ? rounded(number) : Math.round(number);
  };
  const ends = [within(from, low), within(to, high)];
  const isLog = scale === 'log' && axis.type !== 'choice' && Math.min(...ends) > 0;
  return {
    axis: id,
    from: Math.min(...ends),
    to: Math.max(...ends),
    count: Number.isFinite(count) ? clamp(Math.round(count), FEWEST, MOST) : 16,
    scale: isLog ? 'log' : 'linear',
  };
}

/** Digits of values between the ends: the first that tells all of them apart. */
const DIGITS = [3, 4, 6];

/** The values of a span from the lowest, each once; at least one. */
export function valuesOf(span: Span): readonly number[] {
  const { count, ...within } = fitted(span);
  const byDigits = DIGITS.map((digits) => spread({ ...within, count }, digits));
  return byDigits.find((it) => it.length === count) ?? byDigits.at(-1)!;
}

function spread({ axis, from, to, count, scale }: Span, digits: number): readonly number[] {
  const { type } = axisOf(axis);
  if (type === 'choice') return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const at = (share: number) => (scale === 'log' ? from * (to / from) ** share : from + (to - from) * share);
  const values = Array.from({ length: count }, (_, i) => {
    if (i === 0 || i === count - 1) return i === 0 ? from : to;
    const value = at(i / (count - 1));
    return type === 'integer' ? Math.round(value) : clamp(Number(value.toPrecision(digits)), from, to);
  });
  return [...new Set(values)].sort((a, b) => a - b);
}
