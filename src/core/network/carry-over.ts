import type { ConnectionId, Network, NodeId, Parameters } from './network.ts';
import { isPredicted } from './topology.ts';

/** The first rows (units out) and columns (units of the source) of a connection's weights. */
export interface Block {
  readonly rows: number;
  readonly columns: number;
}

const NOTHING: Block = { rows: 0, columns: 0 };

/** Shape of a connection's weights; nothing where there is no such connection. */
export function shapeOf({ nodes, connections }: Network, id: ConnectionId): Block {
  const connection = connections.find((it) => it.id === id);
  if (!connection) return NOTHING;
  const units = (end: NodeId) => nodes.find((it) => it.id === end)!.units;
  return { rows: units(connection.to), columns: units(connection.from) };
}

/**
 * Which weights of a connection keep their values when one network becomes another. Between the same two nodes: those of
 * the units that both networks have. Between others: all of them where the shape is the same, else none.
 */
export function keptWeights(before: Network, after: Network, id: ConnectionId): Block {
  const old = before.connections.find((it) => it.id === id);
  const now = after.connections.find((it) => it.id === id);
  if (!old || !now) return NOTHING;
  const [was, is] = [shapeOf(before, id), shapeOf(after, id)];
  if (was.rows === is.rows && was.columns === is.columns) return is;
  if (old.from !== now.from || old.to !== now.to) return NOTHING;
  return { rows: Math.min(was.rows, is.rows), columns: Math.min(was.columns, is.columns) };
}

/** How many biases of a node, from the first, keep their values. */
export function keptBiases(before: Network, after: Network, id: NodeId): number {
  const unitsIn = (network: Network) =>
    isPredicted(network, id) ? network.nodes.find((it) => it.id === id)!.units : 0;
  return Math.min(unitsIn(before), unitsIn(after));
}

/** Parameters of the network after: what can be kept of the present ones, where there are any, and the rest from fresh ones. */
export function carryOver(
  before: Network,
  after: Network,
  present: Partial<Parameters>,
  fresh: Parameters,
): Parameters {
  const weights = Object.entries(fresh.weights).map(([id, drawn]) => {
    const old = present.weights?.[id];
    return [id, old ? inlay(old, drawn, before, after, id) : drawn] as const;
  });
  const biases = Object.entries(fresh.biases).map(([id, drawn]) => {
    const kept = present.biases?.[id]?.subarray(0, keptBiases(before, after, id));
    return [id, kept ? joined(kept, drawn) : drawn] as const;
  });
  return { weights: Object.fromEntries(weights), biases: Object.fromEntries(biases) };
}

function inlay(old: Float64Array, drawn: Float64Array, before: Network, after: Network, id: ConnectionId) {
  const { rows, columns } = keptWeights(before, after, id);
  if (rows * columns === drawn.length && drawn.length === old.length) return old;
  const [was, is] = [shapeOf(before, id).columns, shapeOf(after, id).columns];
  const inlaid = drawn.slice();
  for (let row = 0; row < rows; row++) inlaid.set(old.subarray(row * was, row * was + columns), row * is);
  return inlaid;
}

function joined(kept: Float64Array, drawn: Float64Array): Float64Array {
  const all = drawn.slice();
  all.set(kept);
  return all;
}
