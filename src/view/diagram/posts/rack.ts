import type { Network, ValueNode } from '#core/network/network.ts';
import { levels } from '#core/network/topology.ts';
import type { Arrangement } from '../layout.ts';

/** Where the posts of a layer stand. Lengths in CSS pixels. */
export interface Shelf {
  readonly node: ValueNode;
  readonly level: number;
  /** The posts reach from the top to the bottom of this box, with zero in the middle. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Where each shown unit stands; the others are counted in `hidden`. */
  readonly units: readonly number[];
  readonly hidden: number;
  /** Room for the layer's name: its upper left corner and width. */
  readonly heading: { readonly x: number; readonly y: number; readonly width: number };
}

export interface Rack {
  readonly shelves: readonly Shelf[];
  /** Inputs at the left, or at the bottom where there is more height than width. */
  readonly direction: Arrangement['direction'];
  /** From one post to the next. */
  readonly pitch: number;
  /** What the drawing takes, at least the room: more where many layers stand on a small screen. */
  readonly height: number;
}

const WIDEST_PITCH = 52;
const NARROWEST_PITCH = 8;
/** Between the shelves of two layers. */
const GAP = 30;
/** Beside the first shelf of each scale, for its figures. */
export const FIGURES = 30;
/** Room below the posts, where connections that skip a layer pass. */
const FOOT = 18;
const HEAD = { across: 38, up: 28 } as const;
/** A layer's name needs so much, and a row of posts. */
const NARROWEST_SHELF = 54;
const LOWEST_ROW = 96;
/** Posts rise to the end of the scale less this: knobs have a size. */
export const MARGIN = 12;

/** Stands every neuron's post on the shelf of its layer, in one row or, where it is narrow, one row a level. */
export function rack(network: Network, width: number, height: number): Rack {
  return width >= 1.15 * height ? across(network, width, height) : up(network, width, height);
}

function byLevel(network: Network): readonly (readonly ValueNode[])[] {
  const level = levels(network);
  const rows = Array.from({ length: Math.max(...level.values()) + 1 }, (): ValueNode[] => []);
  for (const node of network.nodes) rows[level.get(node.id)!]!.push(node);
  return rows;
}

/** The largest pitch at which so many columns fit, and the most posts a column may have. */
function fit(columns: readonly number[], room: number, narrowest: number): { pitch: number; most: number } {
  const need = (pitch: number, most: number): number =>
    columns.reduce((sum, units) => sum + Math.max(narrowest, Math.min(units, most) * pitch), 0);
  const widest = Math.max(...columns);
  if (need(NARROWEST_PITCH, widest) > room) {
    let most = 2;
    while (most < widest && need(NARROWEST_PITCH, most + 1) <= room) most++;
    return { pitch: NARROWEST_PITCH, most };
  }
  let [low, high] = [NARROWEST_PITCH, WIDEST_PITCH];
  for (let i = 0; i < 20; i++) {
    const middle = (low + high) / 2;
    if (need(middle, widest) <= room) low = middle;
    else high = middle;
  }
  return { pitch: low, most: widest };
}

/** Units of a layer with more than `most` give up the places where "+12 more" is said. */
const shownOf = (units: number, most: number): number => (units <= most ? units : Math.max(1, most));

function placePosts(node: ValueNode, level: number, box: Shelf['box'], pitch: number, most: number) {
  const shown = shownOf(node.units, most);
  const start = box.x + (box.width - pitch * (shown - 1)) / 2;
  return {
    node,
    level,
    box,
    units: Array.from({ length: shown }, (_, unit) => start + unit * pitch),
    hidden: node.units - shown,
  };
}

function across(network: Network, width: number, height: number): Rack {
  const rows = byLevel(network);
  const columns = rows.map((nodes) => Math.max(...nodes.map((it) => it.units)));
  const gap = Math.min(GAP, width / (4 * rows.length));
  const free = width - 2 * FIGURES - gap * (rows.length - 1);
  const narrowest = Math.min(NARROWEST_SHELF, free / rows.length);
  const { pitch, most } = fit(columns, free, narrowest);
  const widths = columns.map((units) => Math.max(narrowest, shownOf(units, most) * pitch));
  // What is left over goes between the layers and beside them.
  const spare = (width - 2 * FIGURES - widths.reduce((sum, it) => sum + it, 0)) / rows.length;
  const peers = Math.max(...rows.map((it) => it.length));
  const storey = (height - FOOT) / peers;
  let x = FIGURES + spare / 2;
  const shelves = rows.flatMap((nodes, level) => {
    const left = x;
    x += widths[level]! + spare;
    const first = (peers - nodes.length) / 2;
    return nodes.map((node, i): Shelf => {
      const y = (first + i) * storey;
      const box = {
        x: left,
        y: y + HEAD.across,
        width: widths[level]!,
        height: Math.max(1, storey - HEAD.across),
      };
      const heading = { x: left - spare / 2, y, width: widths[level]! + spare };
      return { ...placePosts(node, level, box, pitch, most), heading };
    });
  });
  return { shelves, direction: 'across', pitch, height };
}

function up(network: Network, width: number, height: number): Rack {
  const rows = byLevel(network);
  const peers = Math.max(...rows.map((it) => it.length));
  const lane = (width - FIGURES) / peers;
  const columns = network.nodes.map((it) => it.units);
  const room = lane - 12;
  const widest = Math.max(...columns);
  const pitch = Math.min(WIDEST_PITCH, Math.max(NARROWEST_PITCH, room / widest));
  const most = Math.max(1, Math.floor(room / pitch));
  const storey = Math.max(LOWEST_ROW, height / rows.length);
  const total = storey * rows.length;
  const shelves = rows.flatMap((nodes, level) =>
    nodes.map((node, i): Shelf => {
      const share = (width - FIGURES) / nodes.length;
      const y = total - storey * (level + 1);
      const x = FIGURES + i * share;
      const box = { x, y: y + HEAD.up, width: share - 6, height: Math.max(1, storey - HEAD.up - 8) };
      return { ...placePosts(node, level, box, pitch, most), heading: { x, y, width: share } };
    }),
  );
  return { shelves, direction: 'up', pitch, height: Math.max(height, total) };
}

/** Where a value stands on a shelf. */
export function heightOf({ box }: Shelf, value: number, span: number): number {
  const middle = box.y + box.height / 2;
  return middle - (value / span) * halfOf(box.height);
}

/** What a pixel upwards is worth. */
export const valuePerPixel = ({ box }: Shelf, span: number): number => span / halfOf(box.height);

const halfOf = (height: number): number => Math.max(1, height / 2 - MARGIN);
