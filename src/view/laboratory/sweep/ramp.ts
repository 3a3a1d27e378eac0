import { mix, type Rgb } from '../../color.ts';
import type { Measure, Stop } from './measures.ts';

/** Where a value lies along the stops: 0 at the first … 1 at the last, and no further. */
export function positionOf(value: number, stops: readonly Stop[], scale: Measure['scale']): number {
  const place = (it: number) => (scale === 'log' ? Math.log(Math.max(it, Number.MIN_VALUE)) : it);
  const [first, last] = [place(stops[0]!.value), place(stops.at(-1)!.value)];
  return Math.min(1, Math.max(0, (place(value) - first) / (last - first)));
}

/** The colour of every value, from the colours of the stops. */
export function ramp(
  stops: readonly Stop[],
  scale: Measure['scale'],
  colorOf: (token: Stop['token']) => Rgb,
): (value: number) => Rgb {
  const points = stops.map((it) => ({ at: positionOf(it.value, stops, scale), color: colorOf(it.token) }));
  return (value) => {
    const at = positionOf(value, stops, scale);
    const next = Math.max(
      1,
      points.findIndex((it) => it.at >= at),
    );
    const [from, to] = [points[next - 1]!, points[next]!];
    return mix(from.color, to.color, (at - from.at) / (to.at - from.at));
  };
}

/** The same for a style sheet, from left to right. */
export const gradientOf = (stops: readonly Stop[], scale: Measure['scale']): string =>
  `linear-gradient(to right, ${stops
    .map((it) => `var(--${it.token}) ${(100 * positionOf(it.value, stops, scale)).toFixed(1)}%`)
    .join(', ')})`;
