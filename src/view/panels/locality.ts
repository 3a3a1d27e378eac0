import type { ConnectionId, NodeId, Preparation } from '#core/network/network.ts';
import { incoming, nodeOf, outgoing, targetOf, topologicalOrder } from '#core/network/topology.ts';
import type { Lens } from '../page.svelte.ts';

/** Neurons by layer. */
export type Neurons = ReadonlyMap<NodeId, ReadonlySet<number>>;

interface Synapse {
  readonly connection: ConnectionId;
  /** Units of the node it predicts and of its source. */
  readonly out: number;
  readonly in: number;
}

/**
 * The neurons whose state the update of a synapse is made of. By the rule of predictive coding: its two ends. By backprop:
 * those and every neuron through which it acts on the output; what is pinned or removed passes nothing on.
 */
export function neededBy(preparation: Preparation, synapse: Synapse, lens: Lens): Neurons {
  const { from, to } = preparation.network.connections.find((it) => it.id === synapse.connection)!;
  const needed = new Map<NodeId, Set<number>>();
  const add = (id: NodeId, unit: number): void => {
    needed.set(id, (needed.get(id) ?? new Set()).add(unit));
  };
  add(from, synapse.in);
  add(to, synapse.out);
  if (lens === 'rule') return needed;
  const behind = reachedFrom(preparation, to, synapse.out);
  const before = leadingToTarget(preparation);
  for (const [id, units] of behind) for (const unit of units) if (before.get(id)?.has(unit)) add(id, unit);
  return needed;
}

export const countOf = (neurons: Neurons): number =>
  [...neurons.values()].reduce((sum, it) => sum + it.size, 0);

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Neurons that pass on what they are told. */
const passing = ({ network, pins, lesions }: Preparation, id: NodeId): readonly number[] =>
  range(nodeOf(network, id).units).filter(
    (it) => pins[id]?.[it] === undefined && !lesions.units[id]?.includes(it),
  );

/** Whether two neurons are joined by a synapse that was not removed. */
function joined(
  { lesions }: Preparation,
  connection: ConnectionId,
): (out: number, source: number) => boolean {
  const removed = new Set((lesions.weights[connection] ?? []).map(([out, source]) => `${out},${source}`));
  return (out, source) => removed.size === 0 || !removed.has(`${out},${source}`);
}

function reachedFrom(preparation: Preparation, id: NodeId, unit: number): Neurons {
  const { network } = preparation;
  const reached = new Map<NodeId, Set<number>>();
  for (const node of topologicalOrder(network)) {
    const sources = incoming(network, node.id).map(
      (it) => [joined(preparation, it.id), [...(reached.get(it.from) ?? [])]] as const,
    );
    const units = passing(preparation, node.id).filter(
      (out) =>
        (node.id === id && out === unit) ||
        sources.some(([join, units]) => units.some((source) => join(out, source))),
    );
    if (units.length > 0) reached.set(node.id, new Set(units));
  }
  return reached;
}

function leadingToTarget(preparation: Preparation): Neurons {
  const { network } = preparation;
  const target = targetOf(network).id;
  const leading = new Map<NodeId, Set<number>>();
  for (const node of [...topologicalOrder(network)].reverse()) {
    const next = outgoing(network, node.id).map(
      (it) => [joined(preparation, it.id), [...(leading.get(it.to) ?? [])]] as const,
    );
    const units = passing(preparation, node.id).filter(
      (source) => node.id === target || next.some(([join, units]) => units.some((out) => join(out, source))),
    );
    leading.set(node.id, new Set(units));
  }
  return leading;
}
