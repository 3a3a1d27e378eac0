import { synapses } from '#core/network/holding.ts';
import type { Preparation } from '#core/network/network.ts';
import { nodeOf } from '#core/network/topology.ts';
import type { NodeFrame } from '#session/frame.ts';
import type { Selection } from '#session/session.ts';
import { heightOf, type Rack, type Shelf } from './rack.ts';

/** A synapse as a rod: from the knob of its source to the platform that it carries with others. */
export interface Rod {
  readonly connection: string;
  readonly out: number;
  readonly in: number;
  readonly weight: number;
  /** Taken out, by itself or with a neuron at either end. */
  readonly removed: boolean;
  readonly from: Shelf;
  readonly to: Shelf;
}

/** Most that are drawn of a neuron. */
export const ROD_BUDGET = 80;

/** The synapses of the chosen neuron, or all that carry the platform of the chosen synapse: the strongest of them. */
export function rodsOf(
  experiment: Preparation,
  { shelves }: Rack,
  weights: Readonly<Record<string, ArrayLike<number>>>,
  selection: Selection | null,
): readonly Rod[] {
  if (!selection) return [];
  const shelfOf = new Map(shelves.map((it) => [it.node.id, it]));
  const { network } = experiment;
  const rods = network.connections.flatMap((connection) => {
    const { id, from, to } = connection;
    const [pre, post, values] = [shelfOf.get(from)!, shelfOf.get(to)!, weights[id]];
    if (!values) return [];
    const columns = nodeOf(network, from).units;
    const there = synapses(experiment, connection);
    const rod = (out: number, source: number): Rod[] =>
      out < post.units.length && source < pre.units.length
        ? [
            {
              connection: id,
              out,
              in: source,
              weight: values[out * columns + source]!,
              removed: there[out * columns + source] === 0,
              from: pre,
              to: post,
            },
          ]
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

/** From the knob of the source to the platform of what it predicts: x and y of both, in pixels. */
export function endsOf(
  { from, to, in: source, out }: Rod,
  nodes: ReadonlyMap<string, NodeFrame>,
  spanOf: (id: string) => number,
): [number, number, number, number] {
  return [
    from.units[source]!,
    standing(from, nodes.get(from.node.id)?.values[source], spanOf(from.node.id)),
    to.units[out]!,
    standing(to, nodes.get(to.node.id)?.predictions?.[out], spanOf(to.node.id)),
  ];
}

/** The height of a value, inside its shelf whatever it is. */
export function standing(shelf: Shelf, value: number | undefined, span: number): number {
  const { y, height } = shelf.box;
  const at = heightOf(shelf, value ?? 0, span);
  return Number.isFinite(at) ? Math.min(y + height, Math.max(y, at)) : y + height / 2;
}

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
