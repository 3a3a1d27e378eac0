import { scaleSqrt } from 'd3';
import { tint } from '../color.ts';

/** Circles this large carry their value as a figure, smaller ones only its sign. */
export const FIGURE_RADIUS = 14;

/** A value in a circle: two characters of precision, no leading zero. Empty where it would not fit. */
export function shortValue(value: number): string {
  if (!Number.isFinite(value)) return '';
  const size = Math.abs(value);
  const text =
    size >= 9.95 ? size.toFixed(0) : size >= 0.995 ? size.toFixed(1) : size.toFixed(2).replace(/^0/, '');
  if (text.length > 4) return '';
  if (Number(text) === 0) return '0';
  return value < 0 ? `−${text}` : text;
}

/** Shades of a circle: finer ones look alike, and every change of colour makes the browser settle its styles. */
const SHADES = 12;

/** The tint of a value in steps that the eye tells apart. */
export const shade = (value: number, span: number): string =>
  tint(Math.round((SHADES * value) / span), SHADES);

/** Largest magnitude that is finite, at least `least`: what full colour or full size stands for. */
export function span(arrays: Iterable<ArrayLike<number> | null>, least: number): number {
  let most = least;
  for (const array of arrays)
    for (let i = 0; array && i < array.length; i++) {
      const size = Math.abs(array[i]!);
      if (Number.isFinite(size) && size > most) most = size;
    }
  return most;
}

/** From a circle's rim to the middle of its error mark. */
export const ERROR_GAP = 11;

/** Half the diagonal of an error's diamond: its area grows with |ε|. */
export function diamondSize(error: number, most: number, largest: number): number {
  const size = scaleSqrt().domain([0, most]).range([0, largest]).clamp(true)(Math.abs(error));
  return Number.isFinite(size) ? size : largest;
}

export const diamond = (x: number, y: number, size: number): string =>
  `M${x},${y - size}L${x + size},${y}L${x},${y + size}L${x - size},${y}Z`;

/** A drawing pin that stands on (x, y): head, neck and needle. */
export const pin = (x: number, y: number, s: number): string =>
  `M${x - 3.2 * s},${y - 10 * s}h${6.4 * s}l${-1 * s},${1.4 * s}v${3 * s}l${1.8 * s},${2 * s}h${-8 * s}l${1.8 * s},${-2 * s}v${-3 * s}zM${x},${y - 3.6 * s}v${3.8 * s}`;
