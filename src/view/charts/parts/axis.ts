import { scaleLinear, scaleLog } from 'd3';

/** A scale that knows where its marks are. */
export interface Axis {
  (value: number): number;
  readonly marks: readonly number[];
  range(): readonly [number, number];
  /** The value at a place of the range. */
  invert(place: number): number;
}

const withMarks = (
  scale: ((value: number) => number) & { range(): number[]; invert(place: number): number },
  marks: readonly number[],
): Axis =>
  Object.assign((value: number) => scale(value), {
    marks,
    range: () => scale.range() as [number, number],
    invert: (place: number) => scale.invert(place),
  });

/** About `count` marks at round numbers. An empty stretch is widened, so that a scale never divides by zero. */
export function linearAxis(from: number, to: number, range: readonly [number, number], count = 4): Axis {
  const scale = scaleLinear([from, to > from ? to : from + 1], range);
  return withMarks(scale, scale.ticks(Math.max(1, count)));
}

/** For positive values; marks at powers of ten, or more often where the stretch is short. */
export function logAxis(from: number, to: number, range: readonly [number, number]): Axis {
  const low = Math.max(from, Number.MIN_VALUE * 1e10);
  const scale = scaleLog([low, to > low ? to : low * 10], range)
    .clamp(true)
    .nice();
  const [a, b] = scale.domain() as [number, number];
  const every = Math.max(1, Math.ceil(Math.log10(b / a) / 4));
  const marks = scale
    .ticks()
    .filter((it) => Number.isInteger(Math.log10(it)) && Math.round(Math.log10(it)) % every === 0);
  return withMarks(scale, marks.length > 1 ? marks : [a, b]);
}

/** The next of 1, 2, 5 × 10ⁿ at or above a positive value: a limit that does not tremble with the data. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((it) => it * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}
