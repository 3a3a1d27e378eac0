import { activation } from '#core/activations/index.ts';
import type { Connection, NodeId, ValueNode } from '#core/network/network.ts';
import { actingWeights, holdsOf, isAlive, type Model } from './model.ts';

/** Connections into a layer. */
export interface Synapses {
  readonly connection: Connection;
  readonly source: Layer;
  readonly target: Layer;
  /** [out][in]; may be nudged. */
  readonly weights: Float64Array;
}

export interface Layer {
  readonly node: ValueNode;
  readonly holds: readonly (number | null)[];
  /** Null where nothing predicts the layer; may be nudged. */
  readonly bias: Float64Array | null;
  readonly incoming: Synapses[];
  readonly outgoing: Synapses[];
}

/** One sample's forward pass, per node. */
export interface Pass {
  readonly values: ReadonlyMap<NodeId, Float64Array>;
  readonly preactivations: ReadonlyMap<NodeId, Float64Array>;
}

/** log softmax(a), without overflow. */
export function logSoftmax(a: ArrayLike<number>): Float64Array {
  const highest = Math.max(...Array.from(a));
  const total = Array.from(a).reduce((sum, it) => sum + Math.exp(it - highest), 0);
  return Float64Array.from(a, (it) => it - highest - Math.log(total));
}

/** A network as a textbook draws it: layers in an order in which every source comes before what it predicts. */
export class Textbook {
  readonly layers: readonly Layer[];
  readonly synapses: readonly Synapses[];
  readonly target: Layer;
  readonly model: Model;

  constructor(model: Model) {
    this.model = model;
    const { network, parameters } = model;
    const byId = new Map<NodeId, Layer>();
    const ordered: Layer[] = [];
    const visit = (node: ValueNode): Layer => {
      const known = byId.get(node.id);
      if (known) return known;
      const into = network.connections.filter((it) => it.to === node.id);
      const sources = into.map((it) => visit(network.nodes.find(({ id }) => id === it.from)!));
      const bias = into.length > 0 ? Float64Array.from(parameters.biases[node.id]!) : null;
      const layer: Layer = { node, holds: holdsOf(model, node), bias, incoming: [], outgoing: [] };
      into.forEach((connection, i) => {
        const source = sources[i]!;
        const synapses = { connection, source, target: layer, weights: actingWeights(model, connection) };
        layer.incoming.push(synapses);
        source.outgoing.push(synapses);
      });
      byId.set(node.id, layer);
      ordered.push(layer);
      return layer;
    };
    for (const node of network.nodes) visit(node);
    this.layers = ordered;
    this.synapses = network.connections.map(
      (connection) => byId.get(connection.to)!.incoming.find((it) => it.connection === connection)!,
    );
    this.target = ordered.find((it) => it.node.clamp.learning === 'target')!;
  }

  /** a = b + Σ W f(x) of a layer, given the values of those that predict it. */
  preactivation({ node, bias, incoming }: Layer, valuesOf: (id: NodeId) => ArrayLike<number>): Float64Array {
    const a = bias ? Float64Array.from(bias) : new Float64Array(node.units);
    for (const { connection, source, weights } of incoming) {
      const { f } = activation(connection.activation);
      const u = Float64Array.from(valuesOf(source.node.id), f);
      for (let out = 0, at = 0; out < a.length; out++)
        for (let i = 0; i < u.length; i++, at++) a[out]! += weights[at]! * u[i]!;
    }
    return a;
  }

  /** μ = g(a); probabilities at a categorical layer. */
  prediction({ node }: Layer, a: ArrayLike<number>): Float64Array {
    return node.likelihood === 'categorical'
      ? logSoftmax(a).map(Math.exp)
      : Float64Array.from(a, activation(node.activation).f);
  }

  /** Nothing is clamped but the input, what is pinned or removed, and the target where it is given. */
  forward(input: ArrayLike<number>, target?: ArrayLike<number>): Pass {
    const values = new Map<NodeId, Float64Array>();
    const preactivations = new Map<NodeId, Float64Array>();
    for (const layer of this.layers) {
      const { node, holds, bias } = layer;
      const a = this.preactivation(layer, (id) => values.get(id)!);
      preactivations.set(node.id, a);
      let x = bias ? this.prediction(layer, a) : new Float64Array(node.units);
      if (node.clamp.learning === 'input') x = Float64Array.from(input);
      if (node.clamp.learning !== 'target') x = x.map((it, i) => holds[i] ?? it);
      else if (target) x = this.goal(target);
      values.set(node.id, x);
    }
    return { values, preactivations };
  }

  /** What the target is held at. */
  goal(row: ArrayLike<number>): Float64Array {
    return Float64Array.from(row, (y, i) => this.target.holds[i] ?? y);
  }

  /**
   * E of a layer's values against the prediction from preactivations a: ½π|x − g(a)|², of a categorical target
   * −π Σ y log softmax(a). Removed units count for nothing.
   */
  energyOf({ node }: Layer, x: ArrayLike<number>, a: ArrayLike<number>): number {
    const isCategorical = node.likelihood === 'categorical';
    if (isCategorical && node.clamp.learning !== 'target') return 0;
    const expected = isCategorical ? logSoftmax(a) : Float64Array.from(a, activation(node.activation).f);
    return expected.reduce((sum, it, i) => {
      if (!isAlive(this.model, node.id, i)) return sum;
      if (!isCategorical) return sum + 0.5 * node.precision * (x[i]! - it) ** 2;
      return x[i] === 0 ? sum : sum - node.precision * x[i]! * it;
    }, 0);
  }

  /** The energy of the target's layer, its precision included. */
  loss({ preactivations }: Pass, row: ArrayLike<number>): number {
    return this.energyOf(this.target, this.goal(row), preactivations.get(this.target.node.id)!);
  }
}
