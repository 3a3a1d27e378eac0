import { roundUp } from '../parts/axis.ts';
import type { Pair, Synapse } from './pairs.ts';
import { linearRange, linearStretch, type ScaleId, type Stretch, symlogStretch } from './stretch.ts';

/** More marks than these hide each other: then their number is painted. */
export const MOST_MARKS = 10_000;

/** Half the side of the square that holds every weight, on a round number. */
export function reach(pairs: readonly Pair[]): number {
  let most = 0;
  for (const { gradients, backprop } of pairs)
    for (const values of [gradients, backprop])
      for (let i = 0; i < values.length; i++) {
        const size = Math.abs(values[i]!);
        if (Number.isFinite(size) && size > most) most = size;
      }
  return roundUp(most);
}

/** Axes that hold every weight. */
export function stretchOf(pairs: readonly Pair[], scale: ScaleId): Stretch {
  const most = reach(pairs);
  if (scale === 'linear') return linearStretch(most);
  const values = pairs.flatMap((it) => [it.gradients, it.backprop]);
  return symlogStretch(most, linearRange(values, most));
}

/** Weights that neither gradient would move: a dark spot at 0 that says nothing. */
export function idle(pairs: readonly Pair[]): number {
  let count = 0;
  for (const { gradients, backprop } of pairs)
    for (let i = 0; i < gradients.length; i++) if (gradients[i] === 0 && backprop[i] === 0) count++;
  return count;
}

/** How many weights fall in each of bins × bins squares, row by row from the top left; idle ones are left out. */
export function density(pairs: readonly Pair[], { share }: Stretch, bins: number): Uint32Array {
  const counts = new Uint32Array(bins * bins);
  const bin = (value: number): number => Math.min(bins - 1, Math.floor((0.5 + share(value) / 2) * bins));
  for (const { gradients, backprop } of pairs)
    for (let i = 0; i < gradients.length; i++) {
      const [b, g] = [backprop[i]!, gradients[i]!];
      if (b === 0 && g === 0) continue;
      const [x, y] = [bin(b), bin(g)];
      if (x >= 0 && y >= 0) counts[(bins - 1 - y) * bins + x]! += 1;
    }
  return counts;
}

/** A place in the square, each −1 … 1 from the lower left. */
export type Place = readonly [across: number, up: number];

/** Places along the edge of a wedge of slope `factor` through 0. */
export function ray(stretch: Stretch, factor: number, points = 48): readonly Place[] {
  return Array.from({ length: 2 * points + 1 }, (_, i) => {
    const across = i / points - 1;
    return [across, stretch.share(factor * stretch.value(across))];
  });
}

/** The weight nearest to a place, within reach of it; null where there is none. All in shares of half the side. */
export function nearest(
  pairs: readonly Pair[],
  stretch: Stretch,
  [across, up]: Place,
  within: number,
): Synapse | null {
  // Most weights are left out by their values, which costs no logarithm.
  const [left, right] = [stretch.value(across - within), stretch.value(across + within)];
  const [low, high] = [stretch.value(up - within), stretch.value(up + within)];
  let best: Synapse | null = null;
  let least = within;
  for (const { id, gradients, backprop } of pairs)
    for (let at = 0; at < gradients.length; at++) {
      const [b, g] = [backprop[at]!, gradients[at]!];
      if (!(b >= left && b <= right && g >= low && g <= high)) continue;
      const distance = Math.hypot(stretch.share(b) - across, stretch.share(g) - up);
      if (distance <= least) {
        least = distance;
        best = { id, at };
      }
    }
  return best;
}

/** Along which gradient an arrow key leads, and whether up or down. */
const ways: Readonly<Record<string, readonly [side: 'backprop' | 'gradients', way: 1 | -1]>> = {
  ArrowLeft: ['backprop', -1],
  ArrowRight: ['backprop', 1],
  ArrowDown: ['gradients', -1],
  ArrowUp: ['gradients', 1],
};

/**
 * Where an arrow key leads: to the weight with the next larger or smaller gradient, of backprop (across) or of the rule
 * (up); of equal ones in their order. Null where it leads nowhere.
 */
export function stepFrom(pairs: readonly Pair[], from: Synapse, key: string): Synapse | null {
  const way = ways[key];
  const here = pairs.findIndex((it) => it.id === from.id);
  const start = way && pairs[here]?.[way[0]][from.at];
  if (way === undefined || start === undefined) return null;
  const [side, sign] = way;
  let best: Synapse | null = null;
  let closest = Number.POSITIVE_INFINITY;
  // Those after it when going up, those before it when going down: so that equal ones are passed one by one, both ways.
  const isAfter = (rank: number, at: number): boolean => rank > here || (rank === here && at > from.at);
  pairs.forEach((pair, rank) => {
    const values = pair[side];
    for (let at = 0; at < values.length; at++) {
      const ahead = sign * (values[at]! - start);
      if (
        !(ahead >= 0) ||
        (ahead === 0 && (isAfter(rank, at) !== sign > 0 || (rank === here && at === from.at)))
      )
        continue;
      const isCloser = sign > 0 ? ahead < closest : ahead <= closest;
      if (isCloser) {
        closest = ahead;
        best = { id: pair.id, at };
      }
    }
  });
  return best;
}

/** Where the keyboard begins: the weight that backprop would change most; null where there is none. */
export function foremost(pairs: readonly Pair[]): Synapse | null {
  let best: Synapse | null = null;
  let most = -1;
  for (const { id, backprop } of pairs)
    for (let at = 0; at < backprop.length; at++)
      if (Math.abs(backprop[at]!) > most) {
        most = Math.abs(backprop[at]!);
        best = { id, at };
      }
  return best;
}
