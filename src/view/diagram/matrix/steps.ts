import type { Spot } from '#session/session.ts';
import type { LayerBlock } from './places.ts';

type Standing = Pick<LayerBlock, 'node' | 'level' | 'cells'>;

const ways: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where an arrow key leads from a cell: to the next one, or over the side into the next layer at about the same height. Null elsewhere. */
export function step(layers: readonly Standing[], { node, unit }: Spot, key: string): Spot | null {
  const inOrder = layers.toSorted((a, b) => a.level - b.level);
  const at = inOrder.findIndex((it) => it.node.id === node);
  const way = ways[key];
  const here = inOrder[at];
  if (!here || !way) return null;
  const { columns, rows } = here.cells;
  const [column, row] = [(unit % columns) + way[0], Math.floor(unit / columns) + way[1]];
  const to = row * columns + column;
  if (column >= 0 && column < columns && row >= 0 && to < here.node.units) return { node, unit: to };
  const next = way[0] === 0 ? undefined : inOrder[at + way[0]];
  if (!next) return null;
  const level = Math.floor(((row + 0.5) / rows) * next.cells.rows);
  const entered = level * next.cells.columns + (way[0] > 0 ? 0 : next.cells.columns - 1);
  return { node: next.node.id, unit: Math.min(next.node.units - 1, entered) };
}
