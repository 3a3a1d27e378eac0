import { holding, synapses } from '#core/network/holding.ts';
import type { ConnectionId, NodeId, Parameters, Preparation, ValueNode } from '#core/network/network.ts';
import { depths, isFree, isPredicted, topologicalOrder } from '#core/network/topology.ts';
import { holds, type Said, silent } from './said.ts';

/** One sample of every node, or something per unit of it. */
export type State = Readonly<Record<NodeId, Float64Array>>;

interface Term {
  readonly connection: ConnectionId;
  readonly from: NodeId;
  /** [out][in], removed synapses 0. */
  readonly weights: Float64Array;
  readonly mask: Float64Array;
}

export interface LinearNode extends ValueNode {
  readonly moves: Float64Array;
  readonly held: Float64Array;
  readonly alive: Float64Array;
  /** Null where nothing predicts the node. */
  readonly bias: Float64Array | null;
  readonly terms: readonly Term[];
  readonly reachesTarget: boolean;
}

/** A network whose predictions are linear in its values, sources first. */
export type LinearNetwork = readonly LinearNode[];

export function linearNetwork(preparation: Preparation, parameters: Parameters): Said<LinearNetwork> {
  const { network } = preparation;
  const isBent =
    network.nodes.some((it) => isPredicted(network, it.id) && it.activation !== 'identity') ||
    network.connections.some((it) => it.activation !== 'identity');
  if (isBent) return silent('an activation is not the identity');
  if (network.nodes.some((it) => it.likelihood !== 'gaussian')) return silent('the output is a softmax');
  const depth = depths(network);
  return holds(
    topologicalOrder(network).map((node) => ({
      ...node,
      ...holding(preparation, node),
      bias: isPredicted(network, node.id) ? parameters.biases[node.id]! : null,
      terms: network.connections
        .filter((it) => it.to === node.id)
        .map((connection) => {
          const mask = synapses(preparation, connection);
          const weights = parameters.weights[connection.id]!.map((w, i) => w * mask[i]!);
          return { connection: connection.id, from: connection.from, weights, mask };
        }),
      reachesTarget: depth.has(node.id),
    })),
  );
}

/** μ = b + Σ W x */
function predictionOf({ bias, terms, units }: LinearNode, values: State): Float64Array {
  const mu = Float64Array.from(bias!);
  for (const { from, weights } of terms) {
    const x = values[from]!;
    for (let o = 0; o < units; o++)
      for (let i = 0; i < x.length; i++) mu[o]! += weights[o * x.length + i]! * x[i]!;
  }
  return mu;
}

/** Free nodes at their predictions (without any, at zero), clamped ones at their row; pins and removed units where they are held. */
export function forward(network: LinearNetwork, input: ArrayLike<number>, target: ArrayLike<number>): State {
  const values: Record<NodeId, Float64Array> = {};
  for (const node of network) {
    const { clamp, moves, held, bias, units } = node;
    const free = bias ? predictionOf(node, values) : new Float64Array(units);
    const wish = clamp.learning === 'input' ? input : clamp.learning === 'target' ? target : free;
    values[node.id] = held.map((at, i) => (moves[i] === 1 ? wish[i]! : at));
  }
  return values;
}

/** ε = π(x − μ) of every predicted node; of removed units 0. */
export function errorsOf(network: LinearNetwork, values: State): State {
  const predicted = network.filter((it) => it.bias);
  return Object.fromEntries(
    predicted.map((node) => {
      const mu = predictionOf(node, values);
      const x = values[node.id]!;
      return [node.id, mu.map((it, i) => node.alive[i]! * node.precision * (x[i]! - it))];
    }),
  );
}

/** Σ Wᵀ δ: what those it predicts ask of every node. */
export function asked(network: LinearNetwork, errors: State): Readonly<Record<NodeId, Float64Array>> {
  const wishes = Object.fromEntries(network.map((it) => [it.id, new Float64Array(it.units)]));
  for (const node of network) {
    const delta = errors[node.id];
    if (!delta) continue;
    for (const { from, weights } of node.terms) {
      const wish = wishes[from]!;
      for (let o = 0; o < delta.length; o++)
        for (let i = 0; i < wish.length; i++) wish[i]! += weights[o * wish.length + i]! * delta[o]!;
    }
  }
  return wishes;
}

/** Backprop's errors at the forward pass: the target's, pulled back through whatever may move. */
export function backpropErrors(network: LinearNetwork, values: State): State {
  const output = errorsOf(network, values);
  const errors: Record<NodeId, Float64Array> = {};
  for (const node of [...network].reverse()) {
    if (!node.bias || !node.reachesTarget) continue;
    if (node.clamp.learning === 'target') errors[node.id] = output[node.id]!;
    if (isFree(node)) errors[node.id] = asked(network, errors)[node.id]!.map((it, i) => it * node.moves[i]!);
  }
  return errors;
}
