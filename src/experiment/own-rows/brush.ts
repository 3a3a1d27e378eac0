import { gaussian, type Random } from '#core/math/random.ts';
import type { PlanePoint } from './plane-points.ts';

export type Place = readonly [x: number, y: number];

/** Standard deviation of a spray, and the way between two of its points; in shares of half the square's side. */
export const SPRAY_WIDTH = 0.09;
export const SPRAY_STEP = 0.045;

/**
 * Points scattered along a way, one every `step` on average, normally with deviation `width` in both coordinates and
 * kept within ±reach. Places have four digits: enough for any screen, and short in a link.
 */
export function spray(
  from: Place,
  to: Place,
  label: number,
  reach: number,
  random: Random,
): readonly PlanePoint[] {
  const way = Math.hypot(to[0] - from[0], to[1] - from[1]) / (SPRAY_STEP * reach);
  const count = Math.floor(way + random());
  const normal = gaussian(random);
  const width = SPRAY_WIDTH * reach;
  return Array.from({ length: count }, () => {
    const share = random();
    const at = (axis: 0 | 1) => from[axis] + share * (to[axis] - from[axis]) + width * normal();
    return pointAt([at(0), at(1)], label, reach);
  });
}

/** A point at a place, within ±reach. */
export function pointAt([x, y]: Place, label: number, reach: number): PlanePoint {
  const within = (value: number): number =>
    Number(Math.min(reach, Math.max(-reach, value)).toPrecision(4)) + 0;
  return { x: within(x), y: within(y), label };
}

/** The points that an eraser of this radius leaves on its way from one place to another; the same list if it met none. */
export function erase(
  points: readonly PlanePoint[],
  from: Place,
  to: Place,
  radius: number,
): readonly PlanePoint[] {
  const left = points.filter(({ x, y }) => distanceTo([x, y], from, to) > radius);
  return left.length === points.length ? points : left;
}

/** Distance of a place from the straight way between two others. */
export function distanceTo(place: Place, from: Place, to: Place): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const [px, py] = [place[0] - from[0], place[1] - from[1]];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
  return Math.hypot(px - share * dx, py - share * dy);
}
