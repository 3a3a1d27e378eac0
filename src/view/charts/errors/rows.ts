import type { NodeId } from '#core/network/network.ts';
import type { LayerErrors } from './errors.ts';

/** Where one layer's row is drawn and, if it is open, its neurons below it. Pixels from the top. */
export interface Row {
  readonly layer: LayerErrors;
  readonly top: number;
  readonly height: number;
  readonly neurons: { readonly top: number; readonly height: number } | null;
}

/** A row is at least as tall as its name, and no banner. */
const LEAST = 15;
const MOST = 96;
/** An open row's neurons get what the others leave, and at least this. */
const LEAST_OPEN = 56;
const MOST_NEURON = 22;

export function arrangeRows(
  layers: readonly LayerErrors[],
  open: NodeId | null,
  room: number,
): readonly Row[] {
  const opened = layers.find((it) => it.id === open);
  const height = opened
    ? LEAST
    : Math.min(MOST, Math.max(LEAST, Math.floor(room / Math.max(1, layers.length))));
  const left = room - layers.length * height;
  const block = opened ? Math.min(opened.units * MOST_NEURON, Math.max(LEAST_OPEN, left)) : 0;
  let top = 0;
  return layers.map((layer) => {
    const own = top;
    top += height;
    if (layer !== opened) return { layer, top: own, height, neurons: null };
    top += block;
    return { layer, top: own, height, neurons: { top: own + height, height: block } };
  });
}

/** Below the last row. */
export function bottomOf(rows: readonly Row[]): number {
  const last = rows.at(-1);
  if (!last) return 0;
  return last.neurons ? last.neurons.top + last.neurons.height : last.top + last.height;
}

/** The arrival front as a staircase: SVG path data along the left edges of the first cells an error can reach. */
export function staircase(
  rows: readonly Row[],
  front: ReadonlyMap<NodeId, number>,
  edge: (t: number) => number,
): string {
  let path = '';
  for (const { layer, top, height, neurons } of rows) {
    const t = front.get(layer.id);
    if (t === undefined) break;
    const bottom = neurons ? neurons.top + neurons.height : top + height;
    path += `${path === '' ? 'M' : 'L'}${edge(t)},${top}L${edge(t)},${bottom}`;
  }
  return path;
}
