import type { NodeId } from '#core/network/network.ts';
import type { LayerErrors } from './errors.ts';

/** Where one layer's row is drawn and, if it is open, its neurons below it. Pixels from the top. */
export interface Row {
  readonly layer: LayerErrors;
  readonly top: number;
  readonly height: number;
  readonly neurons: { readonly top: number; readonly height: number } | null;
}

/** No row is a banner; with little room rows get thin, and not every name is written. */
const MOST = 96;
const LEAST = 3;
/** Beside an open row the others are as tall as a name, where that leaves its neurons this much. */
const NAME = 15;
const LEAST_OPEN = 48;
const MOST_NEURON = 22;

export function arrangeRows(
  layers: readonly LayerErrors[],
  open: NodeId | null,
  room: number,
): readonly Row[] {
  const opened = layers.find((it) => it.id === open);
  const share = (room - (opened ? LEAST_OPEN : 0)) / Math.max(1, layers.length);
  const height = Math.max(LEAST, Math.min(opened ? NAME : MOST, Math.floor(share)));
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

/** Every which row's name is written, so that none touches the next. */
export const nameEvery = (rows: readonly Row[]): number =>
  Math.max(1, Math.ceil((NAME - 2) / Math.max(1, rows[0]?.height ?? NAME)));
