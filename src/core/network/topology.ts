import type { Connection, Network, NodeId, ValueNode } from './network.ts';

export const nodeOf = (network: Network, id: NodeId): ValueNode => network.nodes.find((it) => it.id === id)!;
export const inputOf = (network: Network): ValueNode =>
  network.nodes.find((it) => it.clamp.learning === 'input')!;
export const targetOf = (network: Network): ValueNode =>
  network.nodes.find((it) => it.clamp.learning === 'target')!;
export const incoming = (network: Network, id: NodeId): readonly Connection[] =>
  network.connections.filter((it) => it.to === id);
export const outgoing = (network: Network, id: NodeId): readonly Connection[] =>
  network.connections.filter((it) => it.from === id);
/** Something predicts the node: it has an error, an energy and biases. */
export const isPredicted = (network: Network, id: NodeId): boolean =>
  network.connections.some((it) => it.to === id);
export const isFree = (node: ValueNode): boolean => node.clamp.learning === 'free';

/** Edges of the longest path from any root to each node: a node's level is above those of all its sources. Assumes no cycle. */
export function levels(network: Network): ReadonlyMap<NodeId, number> {
  const level = new Map<NodeId, number>();
  const visit = (id: NodeId): number => {
    const known = level.get(id);
    if (known !== undefined) return known;
    const found = Math.max(0, ...incoming(network, id).map((it) => visit(it.from) + 1));
    level.set(id, found);
    return found;
  };
  for (const node of network.nodes) visit(node.id);
  return level;
}

/** Edges of the longest path from each node down to the target; nodes that do not reach it are absent. */
export function depths(network: Network): ReadonlyMap<NodeId, number> {
  const depth = new Map<NodeId, number>();
  const target = targetOf(network).id;
  const order = [...levels(network)].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  for (const id of order) {
    const below = outgoing(network, id).flatMap((it) => depth.get(it.to) ?? []);
    if (id === target) depth.set(id, 0);
    else if (below.length > 0) depth.set(id, Math.max(...below) + 1);
  }
  return depth;
}

/** Nodes in an order in which every source comes before what it predicts; document order within a level. */
export function topologicalOrder(network: Network): readonly ValueNode[] {
  const level = levels(network);
  return [...network.nodes].sort((a, b) => level.get(a.id)! - level.get(b.id)!);
}

/** Edges of the longest path from any root to the target. */
export const longestPath = (network: Network): number => Math.max(0, ...depths(network).values());
