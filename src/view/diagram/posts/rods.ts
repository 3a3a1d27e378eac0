import type { Network } from '#core/network/network.ts';
import { nodeOf } from '#core/network/topology.ts';
import type { Selection } from '#session/session.ts';
import type { Rack, Shelf } from './rack.ts';

/** A synapse as a rod: from the knob of its source to the platform that it carries with others. */
export interface Rod {
  readonly connection: string;
  readonly out: number;
  readonly in: number;
  readonly weight: number;
  readonly from: Shelf;
  readonly to: Shelf;
}

/** Most that are drawn of a neuron. */
export const ROD_BUDGET = 80;

/** The synapses of the chosen neuron, or all that carry the platform of the chosen synapse: the strongest of them. */
export function rodsOf(
  network: Network,
  { shelves }: Rack,
  weights: Readonly<Record<string, ArrayLike<number>>>,
  selection: Selection | null,
): readonly Rod[] {
  if (!selection) return [];
  const shelfOf = new Map(shelves.map((it) => [it.node.id, it]));
  const rods = network.connections.flatMap(({ id, from, to }) => {
    const [pre, post, values] = [shelfOf.get(from)!, shelfOf.get(to)!, weights[id]];
    if (!values) return [];
    const columns = nodeOf(network, from).units;
    const rod = (out: number, source: number): Rod[] =>
      out < post.units.length && source < pre.units.length
        ? [{ connection: id, out, in: source, weight: values[out * columns + source]!, from: pre, to: post }]
        : [];
    const arriving = (out: number): Rod[] => pre.units.flatMap((_, source) => rod(out, source));
    if (selection.kind === 'weight') return selection.connection === id ? arriving(selection.out) : [];
    if (to === selection.node) return arriving(selection.unit);
    if (from === selection.node) return post.units.flatMap((_, out) => rod(out, selection.unit));
    return [];
  });
  if (rods.length <= ROD_BUDGET) return rods;
  return rods.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, ROD_BUDGET);
}

export const isChosen = (rod: Rod, selection: Selection | null): boolean =>
  selection?.kind === 'weight' &&
  selection.connection === rod.connection &&
  selection.out === rod.out &&
  selection.in === rod.in;

/** A rod between two points, leaving and arriving level, or upright where layers lie above each other. */
export function bend(x1: number, y1: number, x2: number, y2: number, direction: Rack['direction']): string {
  const f = (value: number): string => value.toFixed(1);
  const ends = `M${f(x1)},${f(y1)}C`;
  if (direction === 'up') {
    const middle = f((y1 + y2) / 2);
    return `${ends}${f(x1)},${middle} ${f(x2)},${middle} ${f(x2)},${f(y2)}`;
  }
  const middle = f((x1 + x2) / 2);
  return `${ends}${middle},${f(y1)} ${middle},${f(y2)} ${f(x2)},${f(y2)}`;
}
