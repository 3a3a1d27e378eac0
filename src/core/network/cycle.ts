import type { Network, NodeId } from './network.ts';

/**
 * The nodes of one cycle in the direction of its connections, or null where there is none. Linear in nodes and
 * connections, without recursion: it is the first look at a graph from outside. Assumes that both ends exist.
 */
export function findCycle({ nodes, connections }: Network): readonly NodeId[] | null {
  const targets = new Map<NodeId, NodeId[]>(nodes.map((it) => [it.id, []]));
  const sources = new Map<NodeId, NodeId[]>(nodes.map((it) => [it.id, []]));
  const waiting = new Map<NodeId, number>(nodes.map((it) => [it.id, 0]));
  for (const { from, to } of connections) {
    targets.get(from)!.push(to);
    sources.get(to)!.push(from);
    waiting.set(to, waiting.get(to)! + 1);
  }
  const ready = nodes.map((it) => it.id).filter((id) => waiting.get(id) === 0);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    waiting.delete(id);
    for (const to of targets.get(id)!) {
      const left = waiting.get(to)! - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  // What still waits has a source that waits: walking back must close a circle.
  const trail: NodeId[] = [];
  const seen = new Map<NodeId, number>();
  let id = waiting.keys().next().value;
  while (id !== undefined && !seen.has(id)) {
    seen.set(id, trail.push(id) - 1);
    id = sources.get(id)!.find((it) => waiting.has(it));
  }
  return id === undefined ? null : trail.slice(seen.get(id)).reverse();
}
