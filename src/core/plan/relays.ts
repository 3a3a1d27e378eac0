import { RELAY_SIGN } from '#core/network/check.ts';
import type { Connection, Network, ValueNode } from '#core/network/network.ts';
import { depths, nodeOf } from '#core/network/topology.ts';

function relayed(connection: Connection, source: ValueNode, count: number): Network {
  const nodes = Array.from(
    { length: count },
    (_, k): ValueNode => ({
      ...source,
      id: `${RELAY_SIGN}${connection.id}.${k}`,
      activation: 'identity',
      precision: 1,
      clamp: { learning: 'free', testing: 'free' },
    }),
  );
  const chain = nodes.map(
    (node, k): Connection => ({
      id: node.id,
      from: k === 0 ? source.id : nodes[k - 1]!.id,
      to: node.id,
      activation: 'identity',
      op: 'relay',
    }),
  );
  return { nodes, connections: [...chain, { ...connection, from: nodes[count - 1]!.id }] };
}

/**
 * The same function with every path from a free node to the target equally long: a connection that skips k levels
 * passes k relays first. Connections out of clamped nodes carry no error back and stay as they are.
 */
export function withRelays(network: Network): Network {
  const depth = depths(network);
  const parts = network.connections.map((connection): Network => {
    const source = nodeOf(network, connection.from);
    const from = depth.get(connection.from);
    const to = depth.get(connection.to);
    const skipped = from === undefined || to === undefined ? 0 : from - to - 1;
    const unequal = source.clamp.learning === 'free' && skipped > 0;
    return unequal ? relayed(connection, source, skipped) : { nodes: [], connections: [connection] };
  });
  return {
    nodes: [...network.nodes, ...parts.flatMap((it) => it.nodes)],
    connections: parts.flatMap((it) => it.connections),
  };
}

/** The relays that `withRelays` inserts. */
export const relaysOf = (network: Network): readonly ValueNode[] =>
  withRelays(network).nodes.slice(network.nodes.length);
