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
const NARROWEST_PITCH = 5;
/** Below this, layers stand in several rows instead. */
const COMFORTABLE_PITCH = 5.5;
/** Narrower than this there is room for one layer beside another only where both are small. */
const NARROW = 500;
/** Between the shelves of two layers. */
const GAP = 12;
/** Beside the first shelf of each scale, for its figures. */
export const FIGURES = 28;
/** Room below the posts, where connections that skip a layer pass. */
const FOOT = 14;
/** For a layer's name: above its posts, or beside them. */
const HEAD = 42;
const SIDE = 66;
const NARROWEST_SHELF = 58;
const LOWEST_ROW = 74;
const LOWEST_STOREY = 106;
/** Posts rise to the end of the scale less this: knobs have a size. */
export const MARGIN = 12;

/** Stands every neuron’s post on the shelf of its layer: from left to right, in as few rows as will do, or a row a level. */
export function rack(network: Network, width: number, height: number): Rack {
  const isNarrow = width < NARROW || width < 1.15 * height;
  return isNarrow ? up(network, width, height) : across(network, width, height);
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
  const levelsOf = byLevel(network);
  const peers = Math.max(...levelsOf.map((it) => it.length));
  const columns = levelsOf.map((nodes) => Math.max(...nodes.map((it) => it.units)));
  // Figures stand before the input, before the first layer it predicts, and nowhere else; as much is left free at the end.
  const room = width - 3 * FIGURES;
  const inRows = (count: number) => {
    const each = Math.ceil(columns.length / count);
    const rows = Array.from({ length: Math.ceil(columns.length / each) }, (_, row) =>
      columns.slice(row * each, (row + 1) * each),
    );
    const fits = rows.map((it) => fit(it, room - GAP * (it.length - 1), NARROWEST_SHELF));
    const pitch = Math.min(...fits.map((it) => it.pitch));
    const isWhole = fits.every((it, i) => it.most >= Math.max(...rows[i]!));
    const isComfortable =
      isWhole && pitch >= COMFORTABLE_PITCH && each * (NARROWEST_SHELF + GAP) <= room + GAP;
    const isInSight = rows.length * peers * LOWEST_STOREY <= height;
    return {
      rows,
      each,
      pitch,
      most: Math.min(...fits.map((it) => it.most)),
      isWhole,
      isComfortable,
      isInSight,
    };
  };
  const tries = [1, 2, 3, 4].map(inRows);
  const { rows, each, pitch, most } =
    tries.find((it) => it.isComfortable && it.isInSight) ??
    tries.find((it) => it.isComfortable) ??
    tries.find((it) => it.isWhole) ??
    tries[0]!;
  const storey = Math.max(LOWEST_STOREY, height / (rows.length * peers));
  const shelves = rows.flatMap((row, r) => {
    const widths = row.map((units) => Math.max(NARROWEST_SHELF, shownOf(units, most) * pitch));
    // What is left over goes between the layers and beside them.
    const spare = (room - widths.reduce((sum, it) => sum + it, 0)) / row.length;
    let x = FIGURES + spare / 2;
    return widths.flatMap((wide, i) => {
      const level = r * each + i;
      const nodes = levelsOf[level]!;
      const left = x;
      x += wide + spare + (level === 0 ? FIGURES : 0);
      return nodes.map((node, peer): Shelf => {
        const y = (r * peers + (peers - nodes.length) / 2 + peer) * storey;
        const box = { x: left, y: y + HEAD, width: wide, height: storey - HEAD - FOOT };
        const heading = { x: left - spare / 2, y, width: wide + spare };
        return { ...placePosts(node, level, box, pitch, most), heading };
      });
    });
  });
  return { shelves, direction: 'across', pitch, height: Math.max(height, storey * rows.length * peers) };
}

function up(network: Network, width: number, height: number): Rack {
  const rows = byLevel(network);
  const peers = Math.max(...rows.map((it) => it.length));
  const room = Math.max(NARROWEST_PITCH, width / peers - SIDE - FIGURES - 10);
  const widest = Math.max(...network.nodes.map((it) => it.units));
  const pitch = Math.min(WIDEST_PITCH, Math.max(NARROWEST_PITCH, room / widest));
  const most = Math.max(1, Math.floor(room / pitch + 1e-9));
  const storey = Math.max(LOWEST_ROW, height / rows.length);
  const total = storey * rows.length;
  const shelves = rows.flatMap((nodes, level) =>
    nodes.map((node, i): Shelf => {
      const lane = width / nodes.length;
      const y = total - storey * (level + 1);
      const x = i * lane + SIDE + FIGURES;
      const box = { x, y, width: Math.max(1, lane - SIDE - FIGURES), height: storey };
      const heading = { x: i * lane, y: y + storey / 2 - 26, width: SIDE };
      return { ...placePosts(node, level, box, pitch, most), heading };
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
