import type { NodeFrame } from '#session/frame.ts';
import type { Session } from '#session/session.ts';
import { followUpright } from '../drag.ts';
import type { Point } from '../layout.ts';
import type { Rack, Shelf } from './rack.ts';
import { endsOf, type Rod, standing } from './rods.ts';

/** Pixels between a pointer and the rod that it takes before the post under it; closer than this to a knob it takes the knob. */
const REACH = 4;
const KNOB = 10;
const PIECES = 32;

/** Pixels of a drag for the largest weight there is. */
const DRAG = 120;

/** What rods hang from at the moment shown. */
export interface Hanging {
  readonly stand: Rack;
  readonly nodes: ReadonlyMap<string, NodeFrame>;
  readonly spanOf: (id: string) => number;
}

/** The rod that a pointer takes hold of where posts stand: the nearest, close by and away from every knob. */
export function rodAt(rods: readonly Rod[], at: Point, hanging: Hanging): Rod | null {
  const { stand, nodes, spanOf } = hanging;
  if (rods.length === 0 || stand.shelves.some((it) => isOnKnob(it, at, hanging))) return null;
  let best: Rod | null = null;
  let least = REACH;
  for (const rod of rods) {
    const away = distanceTo(endsOf(rod, nodes, spanOf), stand.direction, at);
    if (away > least) continue;
    least = away;
    best = rod;
  }
  return best;
}

const isOnKnob = (shelf: Shelf, { x, y }: Point, { nodes, spanOf }: Hanging): boolean =>
  shelf.units.some((across, unit) => {
    if (Math.abs(across - x) > KNOB) return false;
    const height = standing(shelf, nodes.get(shelf.node.id)?.values[unit], spanOf(shelf.node.id));
    return Math.hypot(across - x, height - y) <= KNOB;
  });

/** To a bend (rods.ts), taken as straight pieces. */
function distanceTo(
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  direction: Rack['direction'],
  { x, y }: Point,
): number {
  const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const along = direction === 'across' ? [x1, mx, mx, x2] : [x1, x1, x2, x2];
  const up = direction === 'across' ? [y1, y1, y2, y2] : [y1, my, my, y2];
  let least = Number.POSITIVE_INFINITY;
  let [px, py] = [x1, y1];
  for (let i = 1; i <= PIECES; i++) {
    const [qx, qy] = [cubic(along, i / PIECES), cubic(up, i / PIECES)];
    const [dx, dy] = [qx - px, qy - py];
    const t = Math.min(1, Math.max(0, ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(px + t * dx - x, py + t * dy - y));
    [px, py] = [qx, qy];
  }
  return least;
}

const cubic = (c: readonly number[], t: number): number =>
  (1 - t) ** 3 * c[0]! + 3 * (1 - t) ** 2 * t * c[1]! + 3 * (1 - t) * t ** 2 * c[2]! + t ** 3 * c[3]!;

/** Chooses a rod and, dragged, turns its weight; `most` is the largest there is. */
export function takeRod(session: Session, rod: Rod, event: PointerEvent, most: number): void {
  const { connection, out, in: source, weight } = rod;
  event.stopPropagation();
  session.select({ kind: 'weight', connection, out, in: source });
  followUpright(event, {
    move: (up) => !rod.removed && session.setWeight(connection, out, source, weight + (up * most) / DRAG),
    end: () => {},
  });
}
