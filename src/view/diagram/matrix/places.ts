import type { Connection, Network, ValueNode } from '#core/network/network.ts';
import { levels, nodeOf } from '#core/network/topology.ts';
import { imageSide } from '../layout.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle of cells, row by row from the top left. */
export interface Cells {
  readonly columns: number;
  readonly rows: number;
}

/** A layer: its value, prediction and error side by side, a cell a neuron; of an image only the value. Lengths in CSS pixels. */
export interface LayerBlock {
  readonly node: ValueNode;
  readonly level: number;
  readonly hidden: 0;
  readonly box: Box;
  /** Of one quantity. */
  readonly cells: Cells;
  readonly isImage: boolean;
  readonly heading: { readonly x: number; readonly y: number; readonly width: number };
}

/** The synapses of a connection: a cell each, outputs down and sources across; or, from an image, a small image an output. */
export interface SynapseBlock {
  readonly connection: Connection;
  readonly box: Box;
  readonly outputs: number;
  readonly sources: number;
  /** Pixels a side of what each output sees, and how many of them stand side by side; null where cells are drawn. */
  readonly fields: { readonly side: number; readonly across: number } | null;
}

export interface Places {
  readonly layers: readonly LayerBlock[];
  readonly synapses: readonly SynapseBlock[];
  /** At least the room: more where the layers stand in several rows on a small screen. */
  readonly height: number;
}

const HEAD = 44;
const FOOT = 22;
const GAP = 10;
const STRIPS = 54;
const LARGEST_IMAGE = 150;
const LEAST_SYNAPSES = 50;
const MOST_SYNAPSES = 300;
const LOWEST_ROW = 124;
const LARGEST_CELL = 20;
/** Below this many pixels a cell, strips fold into several columns. */
const SMALLEST_CELL = 3;

/** Layers from left to right, each after the synapses that predict it, in as few rows as will do. */
export function places(network: Network, width: number, height: number): Places {
  const level = levels(network);
  const last = Math.max(...level.values());
  const at = (n: number): readonly ValueNode[] => network.nodes.filter((it) => level.get(it.id) === n);
  const widthAt = (n: number): number =>
    at(n).some((it) => imageSide(network, it) !== null) ? LARGEST_IMAGE : STRIPS;
  const each = levelsInARow(last + 1, width, widthAt);
  const rows = Math.ceil((last + 1) / each);
  const tall = Math.max(LOWEST_ROW, height / rows);
  const layers: LayerBlock[] = [];
  const synapses: SynapseBlock[] = [];
  for (let row = 0; row < rows; row++) {
    const members = Array.from({ length: Math.min(each, last + 1 - row * each) }, (_, i) => row * each + i);
    const taken = members.reduce((sum, n) => sum + widthAt(n) + GAP, 0);
    const shared = members.filter((n) => n > 0).length;
    const wide = Math.max(24, Math.min(MOST_SYNAPSES, (width - taken - 4) / Math.max(1, shared) - GAP));
    let x = Math.max(2, (width - taken - shared * (wide + GAP)) / 2);
    for (const n of members) {
      const arriving = network.connections.filter((it) => level.get(it.to) === n);
      if (n > 0) {
        stack(arriving, row * tall, tall).forEach(([connection, y, share]) => {
          synapses.push(
            placeSynapses(network, connection, { x, y: y + HEAD, width: wide, height: share - HEAD - FOOT }),
          );
        });
        x += wide + GAP;
      }
      stack(at(n), row * tall, tall).forEach(([node, y, share]) => {
        const box = { x, y: y + HEAD, width: widthAt(n), height: share - HEAD - FOOT };
        layers.push(placeLayer(network, node, n, box));
      });
      x += widthAt(n) + GAP;
    }
  }
  return { layers, synapses, height: Math.max(height, rows * tall) };
}

function levelsInARow(count: number, width: number, widthAt: (level: number) => number): number {
  for (let rows = 1; rows < count; rows++) {
    const each = Math.ceil(count / rows);
    const need = Array.from({ length: each }, (_, i) => widthAt(i) + GAP + LEAST_SYNAPSES + GAP);
    if (need.reduce((sum, it) => sum + it, 0) <= width + LEAST_SYNAPSES) return each;
  }
  return 1;
}

/** Things above each other, each with the top and the height of its share. */
const stack = <T>(
  things: readonly T[],
  top: number,
  height: number,
): readonly (readonly [T, number, number])[] =>
  things.map((it, i) => [it, top + (i * height) / things.length, height / things.length] as const);

/** The largest box of this shape in the middle of another. */
function fitted(room: Box, { columns, rows }: Cells, largest = LARGEST_CELL): Box {
  const cell = Math.max(0.1, Math.min(room.width / columns, room.height / rows, largest));
  const [width, height] = [Math.max(1, cell * columns), Math.max(1, cell * rows)];
  return {
    x: room.x + (room.width - width) / 2,
    y: room.y + Math.max(0, (room.height - height) / 2),
    width,
    height,
  };
}

function placeLayer(network: Network, node: ValueNode, level: number, room: Box): LayerBlock {
  const heading = { x: room.x - GAP / 2, y: room.y - HEAD, width: room.width + GAP };
  const side = imageSide(network, node);
  if (side !== null) {
    const cells = { columns: side, rows: side };
    return { node, level, hidden: 0, box: fitted(room, cells), cells, isImage: true, heading };
  }
  const columns = Math.ceil((node.units * SMALLEST_CELL) / Math.max(SMALLEST_CELL, room.height));
  const rows = Math.ceil(node.units / columns);
  const height = Math.max(1, Math.min(room.height, rows * LARGEST_CELL));
  const box = { ...room, y: room.y + Math.max(0, (room.height - height) / 2), height };
  return { node, level, hidden: 0, box, cells: { columns, rows }, isImage: false, heading };
}

function placeSynapses(network: Network, connection: Connection, room: Box): SynapseBlock {
  const [pre, post] = [nodeOf(network, connection.from), nodeOf(network, connection.to)];
  const side = imageSide(network, pre);
  const size = { connection, outputs: post.units, sources: pre.units };
  if (side === null)
    return { ...size, box: fitted(room, { columns: pre.units, rows: post.units }), fields: null };
  let across = 1;
  const edge = (n: number): number => Math.min(room.width / n, room.height / Math.ceil(post.units / n));
  for (let n = 2; n <= post.units; n++) if (edge(n) > edge(across)) across = n;
  const grid = { columns: across, rows: Math.ceil(post.units / across) };
  return { ...size, box: fitted(room, grid, 64), fields: { side, across } };
}

/** The cell under a point, as shares of the width and the height. */
export function cellAt({ columns, rows }: Cells, across: number, down: number): number {
  const column = Math.min(columns - 1, Math.max(0, Math.floor(across * columns)));
  return Math.min(rows - 1, Math.max(0, Math.floor(down * rows))) * columns + column;
}
