import { activation } from '../activations/index.ts';
import type { Connection, Network, NodeId, Parameters, ValueNode } from '../network/network.ts';
import { incoming, isFree, isPredicted, outgoing, targetOf, topologicalOrder } from '../network/topology.ts';

/** What strict settling comes to at rest as the output precision π goes to zero: both grow like π. */
export interface WeakOutput {
  /** Share of the energy released, per π. */
  readonly releasedPerPrecision: number;
  /** Angle of all weights' gradients to backprop's, in degrees, per π. */
  readonly degreesPerPrecision: number;
}

type Layers = Readonly<Record<NodeId, Float64Array>>;

/** π at which the turn of the gradient is measured: its square is lost in rounding, it is not. */
const SMALL = 1e-5;

/** Whether every free node is predicted, and nothing but the target and what is free: the expansion starts at a forward pass with F = loss. */
const isForward = (network: Network): boolean => {
  const target = targetOf(network);
  return network.nodes.every((it) => isPredicted(network, it.id) === (isFree(it) || it === target));
};

/** One network on paper: values from the input on, errors from the target back. Shapes as in the plan; one sample. */
class Sketch {
  readonly #order: readonly ValueNode[];
  readonly #network: Network;
  readonly #parameters: Parameters;

  constructor(network: Network, parameters: Parameters) {
    this.#network = network;
    this.#parameters = parameters;
    this.#order = topologicalOrder(network);
  }

  /** μ of every predicted node, and x = μ + shift of those that are free; the target's is its prediction. */
  forward(input: ArrayLike<number>, shift: Layers | null): { values: Layers; preactivations: Layers } {
    const values: Record<NodeId, Float64Array> = {};
    const preactivations: Record<NodeId, Float64Array> = {};
    for (const node of this.#order) {
      const { id } = node;
      if (!isPredicted(this.#network, id)) {
        values[id] = Float64Array.from(input);
        continue;
      }
      const a = Float64Array.from(this.#parameters.biases[id]!);
      for (const connection of incoming(this.#network, id)) this.#push(connection, values, a);
      preactivations[id] = a;
      const own = isFree(node) ? shift?.[id] : undefined;
      values[id] =
        node.likelihood === 'categorical'
          ? softmax(a)
          : a.map((it, i) => activation(node.activation).f(it) + (own?.[i] ?? 0));
    }
    return { values, preactivations };
  }

  #push({ id, from, activation: f }: Connection, values: Layers, a: Float64Array): void {
    const [w, x] = [this.#parameters.weights[id]!, values[from]!];
    const u = x.map((it) => activation(f).f(it));
    for (let o = 0; o < a.length; o++)
      for (let i = 0; i < u.length; i++) a[o]! += w[o * u.length + i]! * u[i]!;
  }

  /** Errors per π and what the connections feel of them, with every free node at the error that its drive asks for. */
  backward(
    { values, preactivations }: { values: Layers; preactivations: Layers },
    target: ArrayLike<number>,
  ): { errors: Layers; deltas: Layers } {
    const errors: Record<NodeId, Float64Array> = {};
    const deltas: Record<NodeId, Float64Array> = {};
    for (const node of [...this.#order].reverse()) {
      const { id, units } = node;
      if (!isPredicted(this.#network, id)) continue;
      const error = new Float64Array(units);
      if (isFree(node))
        for (const connection of outgoing(this.#network, id)) this.#pull(connection, values, deltas, error);
      else for (let i = 0; i < units; i++) error[i] = target[i]! - values[id]![i]!;
      errors[id] = error;
      const { df } = activation(node.activation);
      deltas[id] =
        node.likelihood === 'categorical' ? error : error.map((it, i) => it * df(preactivations[id]![i]!));
    }
    return { errors, deltas };
  }

  #pull(
    { id, from, to, activation: f }: Connection,
    values: Layers,
    deltas: Layers,
    error: Float64Array,
  ): void {
    const [w, x, delta] = [this.#parameters.weights[id]!, values[from]!, deltas[to]!];
    for (let i = 0; i < error.length; i++) {
      let drive = 0;
      for (let o = 0; o < delta.length; o++) drive += w[o * error.length + i]! * delta[o]!;
      error[i]! += activation(f).df(x[i]!) * drive;
    }
  }

  /** Adds what a descent step subtracts from the weights, per π, connection after connection. */
  addGradient(values: Layers, deltas: Layers, gradient: Float64Array): void {
    let at = 0;
    for (const { from, to, activation: f } of this.#network.connections) {
      const u = values[from]!.map((it) => activation(f).f(it));
      for (const delta of deltas[to]!) for (const it of u) gradient[at++]! -= delta * it;
    }
  }

  /** −log p of a categorical target, ½|y − μ|² of another, per π. */
  loss(values: Layers, target: ArrayLike<number>): number {
    const { id, likelihood } = targetOf(this.#network);
    return values[id]!.reduce((sum, it, i) => {
      const y = target[i]!;
      if (likelihood === 'categorical') return y === 0 ? sum : sum - y * Math.log(it);
      return sum + 0.5 * (y - it) ** 2;
    }, 0);
  }
}

function softmax(a: Float64Array): Float64Array {
  const highest = Math.max(...a);
  const powers = a.map((it) => Math.exp(it - highest));
  const total = powers.reduce((sum, it) => sum + it, 0);
  return powers.map((it) => it / total);
}

/** Of as many weights as there are: a call takes no more than some 100,000 arguments. */
const lengthOf = (vector: Float64Array): number => Math.sqrt(vector.reduce((sum, it) => sum + it * it, 0));

/** Angle between two vectors in degrees (Kahan). */
function angleBetween(a: Float64Array, b: Float64Array): number {
  const [m, n] = [lengthOf(a), lengthOf(b)];
  const [minus, plus] = [new Float64Array(a.length), new Float64Array(a.length)];
  for (let i = 0; i < a.length; i++) {
    minus[i] = a[i]! / m - b[i]! / n;
    plus[i] = a[i]! / m + b[i]! / n;
  }
  return (2 * Math.atan2(lengthOf(minus), lengthOf(plus)) * 180) / Math.PI;
}

/**
 * Strict predictive coding at rest under a weak output, to first order in its precision π. Every error is π e of the
 * unweighted loss, e = backprop's, and holds its node at μ + π e / π_j: F(0) − F* = ½ π² Σ |e_j|² / π_j of F(0) = π · loss,
 * and the gradient is π · backprop's taken at the values so displaced. Null where the forward pass is no start with
 * F = loss, or nothing is to be released. One row of a batch after the other; costs about two updates by backprop.
 * @param inputs [row][unit]
 * @param targets [row][unit]
 */
export function* weakOutput(
  network: Network,
  parameters: Parameters,
  inputs: readonly ArrayLike<number>[],
  targets: readonly ArrayLike<number>[],
): Generator<void, WeakOutput | null> {
  if (!isForward(network)) return null;
  const sketch = new Sketch(network, parameters);
  const size = network.connections.reduce((sum, it) => sum + parameters.weights[it.id]!.length, 0);
  const [exact, turned] = [new Float64Array(size), new Float64Array(size)];
  let [loss, energy] = [0, 0];
  for (const [row, input] of inputs.entries()) {
    const target = targets[row]!;
    const forward = sketch.forward(input, null);
    const { errors, deltas } = sketch.backward(forward, target);
    loss += sketch.loss(forward.values, target);
    sketch.addGradient(forward.values, deltas, exact);
    const shift: Record<NodeId, Float64Array> = {};
    for (const { id, precision } of network.nodes.filter(isFree)) {
      shift[id] = errors[id]!.map((it) => (SMALL * it) / precision);
      energy += errors[id]!.reduce((sum, it) => sum + (0.5 * it * it) / precision, 0);
    }
    const displaced = sketch.forward(input, shift);
    sketch.addGradient(displaced.values, sketch.backward(displaced, target).deltas, turned);
    yield;
  }
  if (!(loss > 0) || !(energy > 0)) return null;
  return {
    releasedPerPrecision: energy / loss,
    degreesPerPrecision: angleBetween(turned, exact) / SMALL,
  };
}
