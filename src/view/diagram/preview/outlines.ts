import type { NodeId } from '#core/network/network.ts';
import type { Arrangement, Point } from '../layout.ts';
import type { Box } from '../matrix/places.ts';
import type { Changes, NewLayer } from './changes.ts';

/** A layer as a view has drawn it. Lengths in CSS pixels. */
export interface Ground {
  readonly id: NodeId;
  /** All that is drawn of it. */
  readonly box: Box;
  /** The middles of its units, in order, of which `hidden` more are not drawn. */
  readonly units: readonly Point[];
  readonly hidden: number;
}

/** What a view is made of. */
export interface Grounds {
  readonly layers: readonly Ground[];
  readonly direction: Arrangement['direction'];
  readonly width: number;
  readonly height: number;
  /** From one unit to the next. */
  readonly pitch: Point;
  /** A unit takes so much to each side of its middle. */
  readonly reach: Point;
  /** The outline of a unit around its middle. */
  readonly shape: (at: Point) => string;
}

/** Paths over what is drawn, and words beside it. */
export interface Outlines {
  readonly comes: readonly string[];
  /** Where connections that come arrive. */
  readonly heads: readonly string[];
  readonly goes: readonly string[];
  readonly words: readonly (Point & { readonly text: string })[];
}

/** Between a layer and what is drawn at its side. */
const CLEAR = 4;
const NARROWEST = 28;
const WIDEST = 46;

/** What an edit would bring, dashed at its place, and a cross on what it would take: over a drawing that stays as it is. */
export function outlinesOf(changes: Changes, grounds: Grounds): Outlines {
  const groundOf = new Map(grounds.layers.map((it) => [it.id, it]));
  const grown = changes.resized.map(({ id, from, to }) => resize(groundOf.get(id)!, from, to, grounds));
  const joined = changes.newConnections.map(({ from, to }) =>
    join(groundOf.get(from)!, groundOf.get(to)!, 1),
  );
  const cut = changes.goneConnections.map(({ from, to }) => join(groundOf.get(from)!, groundOf.get(to)!, -1));
  const shelves = changes.newLayers.map((it) => shelf(it, groundOf, grounds));
  return {
    comes: [
      ...grown.flatMap((it) => it.comes),
      ...shelves.map(({ box }) => frame(box)),
      ...joined.map((it) => it.path),
    ],
    heads: joined.map((it) => it.head),
    goes: [
      ...grown.flatMap((it) => it.goes),
      ...changes.goneLayers.map((id) => cross(groundOf.get(id)!.box)),
      ...cut.map(({ path, top }) => path + cross({ x: top.x - 7, y: top.y - 7, width: 14, height: 14 })),
    ],
    words: [...grown.flatMap((it) => it.words), ...shelves.map((it) => it.word)],
  };
}

function resize(
  { units, hidden, box }: Ground,
  from: number,
  to: number,
  grounds: Grounds,
): Omit<Outlines, 'heads'> {
  const { pitch, reach, shape, width, height } = grounds;
  const goes = units.slice(to).map(({ x, y }) => cross(around({ x, y }, reach)));
  const last = units.at(-1);
  const fits = ({ x, y }: Point): boolean => x + reach.x <= width && y + reach.y <= height;
  const places = Array.from({ length: last && hidden === 0 ? Math.max(0, to - from) : 0 }, (_, i) => ({
    x: last!.x + (i + 1) * pitch.x,
    y: last!.y + (i + 1) * pitch.y,
  })).filter(fits);
  const isAllSeen = to > from ? places.length === to - from : goes.length === from - to;
  const text = to > from ? `+${to - from}` : `−${from - to}`;
  const word = { x: box.x + box.width / 2, y: box.y + box.height / 2, text };
  return { comes: places.map(shape), goes, words: isAllSeen ? [] : [word] };
}

/** Between the layer before it and the layer behind it, or at the side of the one that there is. */
function shelf(
  { node, sources, targets }: NewLayer,
  groundOf: ReadonlyMap<NodeId, Ground>,
  grounds: Grounds,
) {
  const before = groundOf.get(sources.at(-1) ?? '')?.box;
  const behind = groundOf.get(targets[0] ?? '')?.box;
  const box = grounds.direction === 'across' ? column(before, behind, grounds) : row(before, behind, grounds);
  const word = { x: box.x + box.width / 2, y: box.y + box.height / 2, text: `+${node.units}` };
  return { box, word };
}

function column(before: Box | undefined, behind: Box | undefined, { width, height }: Grounds): Box {
  const model = before ?? behind ?? { x: width / 2, y: 0, width: 0, height };
  const isNext = before && behind && behind.x > before.x + before.width;
  const left = before ? before.x + before.width : model.x - WIDEST - 2 * CLEAR;
  const right = isNext ? behind.x : before ? left + WIDEST : model.x;
  const wide = within(right - left - 2 * CLEAR, NARROWEST, WIDEST);
  const x = within((left + right - wide) / 2, 1, width - wide - 1);
  return { x, y: model.y, width: wide, height: model.height };
}

function row(before: Box | undefined, behind: Box | undefined, { width, height }: Grounds): Box {
  const model = before ?? behind ?? { x: 0, y: height / 2, width, height: 0 };
  const bottom = before ? before.y : model.y + model.height + WIDEST;
  const top = before && behind ? behind.y + behind.height : bottom - WIDEST;
  const tall = within(bottom - top - 2 * CLEAR, 20, WIDEST);
  const y = within((top + bottom - tall) / 2, 1, height - tall - 1);
  return { x: model.x, y, width: model.width, height: tall };
}

/** A bow from the middle of a layer to the middle of another, the outermost point of it, and a tip at its end. What goes bows to the other `side`. */
function join(from: Ground, to: Ground, side: 1 | -1): { path: string; top: Point; head: string } {
  const [a, b] = [middle(from.box), middle(to.box)];
  const bow = side * 0.18 * Math.hypot(b.x - a.x, b.y - a.y);
  const isFlat = Math.abs(b.x - a.x) >= Math.abs(b.y - a.y);
  const bend = { x: (a.x + b.x) / 2 + (isFlat ? 0 : bow), y: (a.y + b.y) / 2 + (isFlat ? bow : 0) };
  const top = { x: (a.x + b.x) / 4 + bend.x / 2, y: (a.y + b.y) / 4 + bend.y / 2 };
  const path = `M${f(a.x)},${f(a.y)}Q${f(bend.x)},${f(bend.y)} ${f(b.x)},${f(b.y)}`;
  return { path, top, head: tip(b, Math.atan2(b.y - bend.y, b.x - bend.x)) };
}

/** Arriving at a point in a direction. */
function tip({ x, y }: Point, angle: number): string {
  const wing = (turn: number): string =>
    `${f(x - 10 * Math.cos(angle + turn))},${f(y - 10 * Math.sin(angle + turn))}`;
  return `M${wing(0.5)}L${f(x)},${f(y)}L${wing(-0.5)}`;
}

const f = (value: number): string => value.toFixed(1);
const within = (value: number, least: number, most: number): number =>
  Math.min(Math.max(most, least), Math.max(least, value));
const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });
const around = ({ x, y }: Point, reach: Point): Box => ({
  x: x - reach.x,
  y: y - reach.y,
  width: 2 * reach.x,
  height: 2 * reach.y,
});
const frame = ({ x, y, width, height }: Box): string =>
  `M${f(x)},${f(y)}h${f(width)}v${f(height)}h${f(-width)}z`;
const cross = ({ x, y, width, height }: Box): string =>
  `M${f(x)},${f(y)}l${f(width)},${f(height)}m0,${f(-height)}l${f(-width)},${f(height)}`;
