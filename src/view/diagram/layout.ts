import type { Network, ValueNode } from '#core/network/network.ts';
import { inputOf, levels } from '#core/network/topology.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a layer is drawn. Lengths in CSS pixels. */
export interface LayerPlace {
  readonly node: ValueNode;
  readonly level: number;
  /** Shown units, in order; the others are counted in `hidden`. */
  readonly units: readonly Point[];
  readonly hidden: number;
  /** Where "+12 more" stands; null where nothing is hidden. */
  readonly more: Point | null;
  readonly radius: number;
  /** An input whose units are pixels: top left corner, side in pixels of the screen, pixels a side. */
  readonly image: {
    readonly x: number;
    readonly y: number;
    readonly size: number;
    readonly side: number;
  } | null;
  /** Where the layer's name starts, upwards; across it stands in the room above the layer. */
  readonly label: Point;
  readonly heading: { readonly x: number; readonly y: number; readonly width: number };
}

export interface Arrangement {
  readonly layers: readonly LayerPlace[];
  /** Inputs at the left, or at the bottom where there is more height than width. */
  readonly direction: 'across' | 'up';
}

const PITCH = 19;
const LABEL = 42;
/** Room beside the layers for synapses that pass some of them. */
export const SKIP_ROOM = 24;
const WIDEST_PITCH = 72;
const LARGEST_RADIUS = 22;
const SMALLEST_IMAGE = 64;

/** Pixels a side where the input is a square image that has too many units to draw one by one. */
export function imageSide(network: Network, node: ValueNode): number | null {
  const side = Math.sqrt(node.units);
  return node.id === inputOf(network).id && node.units >= SMALLEST_IMAGE && Number.isInteger(side)
    ? side
    : null;
}

/** Places every layer by its level (longest path from a root); nodes of one level share the room across it. */
export function arrange(network: Network, width: number, height: number): Arrangement {
  const direction = width >= 1.15 * height ? 'across' : 'up';
  const level = levels(network);
  const last = Math.max(...level.values());
  const length = direction === 'across' ? width : height;
  const skips = network.connections.some((it) => level.get(it.to)! - level.get(it.from)! > 1);
  const breadth = (direction === 'across' ? height : width) - (skips ? SKIP_ROOM : 0);
  const above = direction === 'across' ? LABEL : 0;
  const spacing = length / (last + 1);
  const peersOf = (node: ValueNode) => network.nodes.filter((it) => level.get(it.id) === level.get(node.id));

  // One size for every neuron: a larger circle would look like a larger value.
  const pitches = network.nodes
    .filter((it) => imageSide(network, it) === null)
    .map((it) => slotsOf(it.units, breadth / peersOf(it).length - above).pitch);
  const ceiling = (direction === 'across' ? 0.13 : 0.17) * spacing;
  const radius = Math.max(4, Math.min(LARGEST_RADIUS, 0.44 * Math.min(...pitches), ceiling));

  const layers = network.nodes.map((node): LayerPlace => {
    const peers = peersOf(node);
    const share = breadth / peers.length - above;
    const from = above + peers.indexOf(node) * (share + above);
    const along = spacing * (level.get(node.id)! + 0.5);
    const main = direction === 'across' ? along : height - along + 8;
    const room = { direction, main, from, share, spacing, radius } as const;
    const side = imageSide(network, node);
    return side === null
      ? placeUnits(node, level.get(node.id)!, room)
      : placeImage(node, level.get(node.id)!, side, room);
  });
  return { layers, direction };
}

interface Room {
  readonly direction: Arrangement['direction'];
  /** Coordinate along the flow, and the stretch across it that this layer may use. */
  readonly main: number;
  readonly from: number;
  readonly share: number;
  readonly spacing: number;
  readonly radius: number;
}

/** How many units of a layer are drawn, in how many slots (one may say how many more there are), and how far apart. */
function slotsOf(units: number, share: number) {
  const capacity = Math.max(2, Math.floor(share / PITCH));
  const shown = units <= capacity ? units : capacity - 1;
  const slots = units <= capacity ? shown : capacity;
  return { shown, slots, pitch: Math.min(share / slots, WIDEST_PITCH) };
}

function placeUnits(node: ValueNode, level: number, room: Room): LayerPlace {
  const { direction, main, from, share, radius } = room;
  const at = (across: number): Point =>
    direction === 'across' ? { x: main, y: across } : { x: across, y: main };
  const { shown, slots, pitch } = slotsOf(node.units, share);
  const start = from + (share - pitch * slots) / 2 + pitch / 2;
  return {
    node,
    level,
    units: Array.from({ length: shown }, (_, i) => at(start + i * pitch)),
    hidden: node.units - shown,
    more: shown < node.units ? at(start + shown * pitch) : null,
    radius,
    image: null,
    label: { x: 0, y: main - radius - 16 },
    heading: headingOf(room),
  };
}

const headingOf = ({ main, from, spacing }: Room) => ({
  x: main - spacing / 2,
  y: Math.max(0, from - LABEL),
  width: spacing,
});

function placeImage(node: ValueNode, level: number, side: number, room: Room): LayerPlace {
  const { direction, main, from, share, spacing } = room;
  const size = Math.round(Math.min(0.92 * share, 0.72 * spacing, 200));
  const across = from + share / 2;
  const [cx, cy] = direction === 'across' ? [main, across] : [across, main];
  const image = { x: Math.round(cx - size / 2), y: Math.round(cy - size / 2), size, side };
  const label = { x: 0, y: image.y + 12 };
  return { node, level, units: [], hidden: 0, more: null, radius: 0, image, label, heading: headingOf(room) };
}

/** Where a unit's synapses leave from; null for one that is not drawn. Pixels of an image are its units. */
export function unitPoint(layer: LayerPlace, unit: number): Point | null {
  if (!layer.image) return layer.units[unit] ?? null;
  const { x, y, size, side } = layer.image;
  return {
    x: x + (((unit % side) + 0.5) * size) / side,
    y: y + ((Math.floor(unit / side) + 0.5) * size) / side,
  };
}

export const drawnUnits = (layer: LayerPlace): number =>
  layer.image ? layer.node.units : layer.units.length;
