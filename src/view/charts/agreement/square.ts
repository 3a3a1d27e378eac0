import type { Place } from './scatter.ts';

/** The scatter's square in its drawing, in CSS pixels. */
export interface Square {
  readonly left: number;
  readonly top: number;
  readonly side: number;
  /** Of the whole drawing. */
  readonly width: number;
  readonly height: number;
  /** Whether there is room for figures along the axes. */
  readonly figures: boolean;
}

const narrow = { top: 20, right: 8, bottom: 20, left: 2 };
const roomy = { top: 22, right: 12, bottom: 38, left: 56 };
const ROOMY = 300;
const LEAST = 40;

export function squareIn(width: number, height: number): Square {
  const figures = Math.min(width, height) >= ROOMY;
  const { top, right, bottom, left } = figures ? roomy : narrow;
  const side = Math.max(LEAST, Math.min(width - left - right, height - top - bottom));
  return { left, top, side, width: left + side + right, height: top + side + bottom, figures };
}

/** A place of the square, in pixels of the drawing, and the place under a pixel of the square itself. */
export const pixelOf = ({ left, top, side }: Square, [across, up]: Place): readonly [number, number] => [
  left + ((1 + across) * side) / 2,
  top + ((1 - up) * side) / 2,
];

export const placeOf = ({ side }: Pick<Square, 'side'>, [x, y]: readonly [number, number]): Place => [
  (2 * x) / side - 1,
  1 - (2 * y) / side,
];

/** A line through places. */
export const pathOf = (square: Square, places: readonly Place[]): string =>
  places
    .map((it) => pixelOf(square, it))
    .map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(2)},${y.toFixed(2)}`)
    .join('');
