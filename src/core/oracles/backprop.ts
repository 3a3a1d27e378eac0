import { activation } from '#core/activations/index.ts';
import type { NodeId } from '#core/network/network.ts';
import { isAlive, isThere, type Model } from './model.ts';
import { type Layer, type Pass, Textbook } from './textbook.ts';

/*
 * Backpropagation as a textbook has it: the chain rule, one sample at a time, from the loss back through the layers.
 * Knows nothing of errors as state, of settling or of rules.
 */

export interface Backprop {
  /** Mean over samples. */
  readonly loss: number;
  /** Per node, [sample][unit]: the forward pass (the target's prediction included). */
  readonly values: Readonly<Record<string, number[][]>>;
  /** Per node, [sample][unit]: −dL/dx, at the target −dL/dμ (categorical: −dL/da). */
  readonly errors: Readonly<Record<string, number[][]>>;
  /** d(mean L)/dθ, flat as [out][in]. */
  readonly weights: Readonly<Record<string, number[]>>;
  readonly biases: Readonly<Record<string, number[]>>;
}

/** dL/dx (at the target dL/dμ or dL/da) and dL/da of every node, one sample. */
interface Slopes {
  readonly pulls: ReadonlyMap<NodeId, Float64Array>;
  readonly deltas: ReadonlyMap<NodeId, Float64Array>;
}

function lossSlope(book: Textbook, pass: Pass, row: ArrayLike<number>): Float64Array {
  const { node } = book.target;
  const y = book.goal(row);
  return pass.values
    .get(node.id)!
    .map((mu, i) => (isAlive(book.model, node.id, i) ? node.precision * (mu - y[i]!) : 0));
}

/** Σ f′(x) Wᵀ dL/da over all that a layer predicts. */
function chainRule(layer: Layer, pass: Pass, deltas: Slopes['deltas']): Float64Array {
  const x = pass.values.get(layer.node.id)!;
  const pull = new Float64Array(x.length);
  for (const { connection, target, weights } of layer.outgoing) {
    const delta = deltas.get(target.node.id)!;
    const { df } = activation(connection.activation);
    const slopes = x.map(df);
    for (let out = 0, at = 0; out < delta.length; out++)
      for (let i = 0; i < x.length; i++, at++) pull[i]! += slopes[i]! * weights[at]! * delta[out]!;
  }
  return pull;
}

/** dL/da: nothing passes through what is held. */
function deltaOf(layer: Layer, pull: Float64Array, pass: Pass): Float64Array {
  const { node, holds } = layer;
  if (node.clamp.learning === 'input') return new Float64Array(node.units);
  if (node.likelihood === 'categorical') return node.clamp.learning === 'target' ? pull : pull.map(() => 0);
  const { df } = activation(node.activation);
  const a = pass.preactivations.get(node.id)!;
  const isTarget = node.clamp.learning === 'target';
  return pull.map((it, i) => (isTarget || holds[i] === null ? df(a[i]!) * it : 0));
}

function backward(book: Textbook, pass: Pass, row: ArrayLike<number>): Slopes {
  const pulls = new Map<NodeId, Float64Array>();
  const deltas = new Map<NodeId, Float64Array>();
  for (const layer of [...book.layers].reverse()) {
    const pull = layer === book.target ? lossSlope(book, pass, row) : chainRule(layer, pass, deltas);
    pulls.set(layer.node.id, pull);
    deltas.set(layer.node.id, deltaOf(layer, pull, pass));
  }
  return { pulls, deltas };
}

/** Mean over samples of dL/da f(x)ᵀ, zero where a synapse is removed. */
function weightGradients(book: Textbook, samples: readonly (Slopes & Pass)[]): Backprop['weights'] {
  return Object.fromEntries(
    book.synapses.map(({ connection, source, target, weights }) => {
      const { f } = activation(connection.activation);
      const columns = source.node.units;
      const sum = new Float64Array(weights.length);
      for (const { values, deltas } of samples) {
        const u = values.get(source.node.id)!.map(f);
        const delta = deltas.get(target.node.id)!;
        for (let at = 0; at < sum.length; at++)
          sum[at]! += delta[Math.floor(at / columns)]! * u[at % columns]!;
      }
      const mean = Array.from(sum, (it, at) =>
        isThere(book.model, connection, Math.floor(at / columns), at % columns) ? it / samples.length : 0,
      );
      return [connection.id, mean];
    }),
  );
}

/** Loss, forward pass and gradients over all rows. */
export function backprop(
  model: Model,
  inputs: readonly ArrayLike<number>[],
  targets: readonly ArrayLike<number>[],
): Backprop {
  const book = new Textbook(model);
  const samples = inputs.map((input, s) => {
    const pass = book.forward(input);
    return { ...pass, ...backward(book, pass, targets[s]!), loss: book.loss(pass, targets[s]!) };
  });
  const mean = (of: (sample: (typeof samples)[number]) => number) =>
    samples.reduce((sum, it) => sum + of(it), 0) / samples.length;
  const perNode = (of: (sample: (typeof samples)[number], id: NodeId) => number[]) =>
    Object.fromEntries(book.layers.map(({ node }) => [node.id, samples.map((it) => of(it, node.id))]));
  const biases = book.layers
    .filter((it) => it.bias)
    .map(({ node, bias }) => [
      node.id,
      Array.from(bias!, (_, i) => mean((it) => it.deltas.get(node.id)![i]!)),
    ]);
  return {
    loss: mean((it) => it.loss),
    values: perNode((it, id) => Array.from(it.values.get(id)!)),
    errors: perNode((it, id) => Array.from(it.pulls.get(id)!, (v) => -v)),
    weights: weightGradients(book, samples),
    biases: Object.fromEntries(biases),
  };
}
