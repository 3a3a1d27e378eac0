import type { Connection, ConnectionId, Network, NodeId, ValueNode } from '#core/network/network.ts';
import { incoming, outgoing } from '#core/network/topology.ts';

/** A layer that would come, and those that would stand before and behind it. */
export interface NewLayer {
  readonly node: ValueNode;
  readonly sources: readonly NodeId[];
  readonly targets: readonly NodeId[];
}

/** Neurons that a layer would gain at its end, or lose there. */
export interface Resized {
  readonly id: NodeId;
  readonly from: number;
  readonly to: number;
}

type Ends = Pick<Connection, 'from' | 'to'>;

/** What comes and goes between two networks. Connections of a layer that comes or goes, or that it takes the place of, are not listed. */
export interface Changes {
  readonly newLayers: readonly NewLayer[];
  readonly goneLayers: readonly NodeId[];
  readonly resized: readonly Resized[];
  readonly newConnections: readonly Ends[];
  readonly goneConnections: readonly (Ends & { readonly id: ConnectionId })[];
}

export function changesBetween(before: Network, after: Network): Changes {
  const came = without(after.nodes, before.nodes);
  const gone = without(before.nodes, after.nodes);
  return {
    newLayers: came.map((node) => ({
      node,
      sources: incoming(after, node.id).map((it) => it.from),
      targets: outgoing(after, node.id).map((it) => it.to),
    })),
    goneLayers: gone.map((it) => it.id),
    resized: before.nodes.flatMap(({ id, units: from }) => {
      const to = after.nodes.find((it) => it.id === id)?.units ?? from;
      return to === from ? [] : [{ id, from, to }];
    }),
    newConnections: joinedOnlyIn(after, before, gone),
    goneConnections: joinedOnlyIn(before, after, came),
  };
}

const without = (nodes: readonly ValueNode[], others: readonly ValueNode[]): readonly ValueNode[] =>
  nodes.filter(({ id }) => !others.some((it) => it.id === id));

/** Connections between layers of both networks that the other lacks, unless it joins them through one of `between`. */
function joinedOnlyIn(
  network: Network,
  other: Network,
  between: readonly ValueNode[],
): readonly (Ends & { readonly id: ConnectionId })[] {
  const joins = (from: NodeId, to: NodeId): boolean =>
    other.connections.some((it) => it.from === from && it.to === to);
  const has = (id: NodeId): boolean => other.nodes.some((it) => it.id === id);
  return network.connections
    .filter(({ from, to }) => has(from) && has(to) && !joins(from, to))
    .filter(({ from, to }) => !between.some(({ id }) => joins(from, id) && joins(id, to)))
    .map(({ id, from, to }) => ({ id, from, to }));
}
