import type { Network, NodeId } from './network.ts';
import { incoming, outgoing, targetOf } from './topology.ts';

/**
 * The settling step at which a node's error can first differ from zero, when all begin at zero but the target's. A node
 * moves a step after the error of any that it predicts; its error changes as it moves and, unless predictions are frozen,
 * as one moves that predicts it. Nodes no error reaches are absent.
 */
export function arrivals(network: Network, frozen: boolean): ReadonlyMap<NodeId, number> {
  const arrival = new Map<NodeId, number>([[targetOf(network).id, 0]]);
  const moves = new Map<NodeId, number>();
  const earliest = (of: ReadonlyMap<NodeId, number>, ids: readonly NodeId[]): number =>
    Math.min(...ids.map((id) => of.get(id) ?? Number.POSITIVE_INFINITY));
  const free = network.nodes.filter((it) => it.clamp.learning === 'free');
  for (let t = 1; t <= network.nodes.length; t++) {
    for (const { id } of free) {
      const asked = earliest(
        arrival,
        outgoing(network, id).map((it) => it.to),
      );
      if (!moves.has(id) && asked < t) moves.set(id, t);
    }
    for (const { id } of network.nodes) {
      const sources = incoming(network, id).map((it) => it.from);
      if (sources.length === 0 || arrival.has(id)) continue;
      const own = moves.get(id) ?? Number.POSITIVE_INFINITY;
      const reached = Math.min(own, frozen ? Number.POSITIVE_INFINITY : earliest(moves, sources));
      if (reached <= t) arrival.set(id, t);
    }
  }
  return arrival;
}
