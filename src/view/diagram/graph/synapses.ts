import type { Network } from '#core/network/network.ts';
import type { Selection } from '#session/session.ts';
import type { Neurons } from '../../panels/locality.ts';
import {
  type Arrangement,
  drawnUnits,
  type LayerPlace,
  type Point,
  SKIP_ROOM,
  unitPoint,
} from '../layout.ts';
import { ERROR_GAP } from '../marks.ts';

/** Most synapses that are drawn as lines; beyond that only the strongest. */
export const SYNAPSE_BUDGET = 400;
/** Most that leave an image: they cover it. */
const IMAGE_BUDGET = 60;

export interface Synapse {
  readonly connection: string;
  readonly out: number;
  readonly in: number;
  readonly weight: number;
  /** A cubic curve: start, two handles, end. */
  readonly curve: readonly [Point, Point, Point, Point];
}

export interface Wiring {
  readonly synapses: readonly Synapse[];
  /** Synapses the network has. */
  readonly total: number;
}

/** The synapses between drawn units, all of them where the budget allows, else the strongest of each connection. */
export function wire(
  network: Network,
  arrangement: Arrangement,
  weights: Readonly<Record<string, ArrayLike<number>>>,
  budget = SYNAPSE_BUDGET,
): Wiring {
  const place = new Map(arrangement.layers.map((it) => [it.node.id, it]));
  const pairs = network.connections.map((connection) => ({
    connection,
    pre: place.get(connection.from)!,
    post: place.get(connection.to)!,
  }));
  const drawable = pairs.reduce((sum, { pre, post }) => sum + drawnUnits(pre) * drawnUnits(post), 0);
  const share = drawable <= budget ? budget : Math.floor(budget / pairs.length);
  const synapses = pairs.flatMap(({ connection, pre, post }) => {
    const values = weights[connection.id];
    if (!values) return [];
    return strongest(values, pre, post, pre.image ? Math.min(share, IMAGE_BUDGET) : share).map(
      ([out, source]) => ({
        connection: connection.id,
        out,
        in: source,
        weight: values[out * pre.node.units + source]!,
        curve: curve(arrangement, pre, post, source, out),
      }),
    );
  });
  return { synapses, total: pairs.reduce((sum, { pre, post }) => sum + pre.node.units * post.node.units, 0) };
}

/** Pairs [out, in] among drawn units, by falling |w|, at most `most`; drawn weakest first. */
function strongest(
  weights: ArrayLike<number>,
  pre: LayerPlace,
  post: LayerPlace,
  most: number,
): readonly (readonly [number, number])[] {
  const columns = drawnUnits(pre);
  const count = columns * drawnUnits(post);
  const pairOf = (k: number): [number, number] => [Math.floor(k / columns), k % columns];
  if (count <= most) return Array.from({ length: count }, (_, k) => pairOf(k));
  const sizes = Float64Array.from({ length: count }, (_, k) => {
    const [out, source] = pairOf(k);
    return Math.abs(weights[out * pre.node.units + source]!);
  });
  // Numbers sort far faster than pairs: they tell how strong the weakest one drawn is.
  const weakest = sizes.slice().sort()[count - most]!;
  const chosen: number[] = [];
  for (let k = 0; k < count; k++) if (sizes[k]! >= weakest) chosen.push(k);
  return chosen
    .sort((a, b) => sizes[a]! - sizes[b]!)
    .slice(-most)
    .map(pairOf);
}

/** From the edge of one unit to the error mark of another; around the layers between where it skips some. */
function curve(
  { direction, layers }: Arrangement,
  pre: LayerPlace,
  post: LayerPlace,
  source: number,
  out: number,
): Synapse['curve'] {
  const a = unitPoint(pre, source)!;
  const b = unitPoint(post, out)!;
  const gap = post.radius + ERROR_GAP;
  const skips = post.level - pre.level > 1;
  if (direction === 'across') {
    const start = { x: a.x + pre.radius, y: a.y };
    const end = { x: b.x - gap, y: b.y };
    const middle = (start.x + end.x) / 2;
    const outside = skips ? around(extent(layers, 'y'), start.y, end.y) : null;
    return [start, { x: middle, y: outside ?? start.y }, { x: middle, y: outside ?? end.y }, end];
  }
  const start = { x: a.x, y: a.y - pre.radius };
  const end = { x: b.x, y: b.y + gap };
  const middle = (start.y + end.y) / 2;
  const outside = skips ? around(extent(layers, 'x'), start.x, end.x) : null;
  return [start, { x: outside ?? start.x, y: middle }, { x: outside ?? end.x, y: middle }, end];
}

const extent = (layers: readonly LayerPlace[], axis: 'x' | 'y'): number =>
  Math.max(...layers.flatMap((it) => it.units.map((point) => point[axis] + it.radius)));

/** Where both handles lie so that the middle of the curve passes just beyond `edge`. */
const around = (edge: number, start: number, end: number): number =>
  (8 * (edge + SKIP_ROOM / 2) - start - end) / 6;

/** Where along a synapse its end is marked: before the place where all that arrive meet. */
const END_AT = 0.88;

/** What tells a synapse's sign at its end: an arrowhead where it excites, a bar where it inhibits. */
export function endOf({ curve, weight }: Synapse, size: number): string {
  const { x, y } = along(curve, END_AT);
  const before = along(curve, END_AT - 0.02);
  const length = Math.hypot(x - before.x, y - before.y) || 1;
  const [dx, dy] = [(size * (x - before.x)) / length, (size * (y - before.y)) / length];
  const f = (value: number): string => value.toFixed(1);
  if (weight < 0) return `M${f(x - dy)},${f(y + dx)}L${f(x + dy)},${f(y - dx)}`;
  const [bx, by] = [x - 1.4 * dx, y - 1.4 * dy];
  return `M${f(bx - 0.8 * dy)},${f(by + 0.8 * dx)}L${f(x)},${f(y)}L${f(bx + 0.8 * dy)},${f(by - 0.8 * dx)}`;
}

export const pathOf = ([a, b, c, d]: Synapse['curve']): string =>
  `M${a.x.toFixed(1)},${a.y.toFixed(1)}C${b.x.toFixed(1)},${b.y.toFixed(1)} ${c.x.toFixed(1)},${c.y.toFixed(1)} ${d.x.toFixed(1)},${d.y.toFixed(1)}`;

function along([a, b, c, d]: Synapse['curve'], s: number): Point {
  const r = 1 - s;
  const blend = (axis: 'x' | 'y'): number =>
    r * r * r * a[axis] + 3 * r * r * s * b[axis] + 3 * r * s * s * c[axis] + s * s * s * d[axis];
  return { x: blend('x'), y: blend('y') };
}

/** The synapse whose curve passes closest to a point, within `reach` pixels; null where none does. */
export function nearestSynapse(synapses: readonly Synapse[], point: Point, reach = 8): Synapse | null {
  let best: Synapse | null = null;
  let least = reach;
  for (const synapse of synapses)
    for (let i = 0; i <= 24; i++) {
      const { x, y } = along(synapse.curve, i / 24);
      const distance = Math.hypot(x - point.x, y - point.y);
      if (distance < least) {
        least = distance;
        best = synapse;
      }
    }
  return best;
}

/** What the chosen neuron, or the needs of the chosen synapse, leave of the rest. */
export type Rank = 'chosen' | 'near' | 'far' | 'equal';

/**
 * The chosen synapse stands out, with those between neurons that its update needs; or those of the chosen neuron do,
 * against the far ones. Nothing chosen, none does.
 */
export function prominence(
  network: Network,
  { connection, out, in: source }: Synapse,
  selection: Selection | null,
  needed: Neurons | null,
): Rank {
  if (!selection) return 'equal';
  const ends = network.connections.find((it) => it.id === connection)!;
  if (selection.kind === 'weight') {
    if (selection.connection === connection && selection.out === out && selection.in === source)
      return 'chosen';
    const before = network.connections.find((it) => it.id === selection.connection);
    const isBefore = ends.from === before?.from && source === selection.in;
    const isOnPath = !isBefore && needed?.get(ends.to)?.has(out) && needed.get(ends.from)?.has(source);
    return isOnPath ? 'near' : 'far';
  }
  const arrives = ends.to === selection.node && out === selection.unit;
  const leaves = ends.from === selection.node && source === selection.unit;
  return arrives || leaves ? 'near' : 'far';
}
