import { activation } from '#core/activations/index.ts';
import { largestEigenvalue } from '#core/math/lanczos.ts';
import { holding, synapses } from '#core/network/holding.ts';
import type { NodeId, Parameters, Preparation, ValueNode } from '#core/network/network.ts';
import { incoming, isFree, isPredicted, topologicalOrder } from '#core/network/topology.ts';

interface Term {
  readonly from: number;
  readonly weights: Float64Array;
  readonly f: (x: number) => number;
  readonly df: (x: number) => number;
  /** f′(x) of the source at the present sample. */
  readonly slopes: Float64Array;
  /** Of the source's units, for a product. */
  readonly scratch: Float64Array;
}

/** out + sign · W x. Sums stay in a register and rows of W are read in order: most of the time of a limit is spent here. */
function addProduct(weights: Float64Array, x: Float64Array, sign: 1 | -1, out: Float64Array): void {
  for (let o = 0, at = 0; o < out.length; o++) {
    let sum = 0;
    for (let i = 0; i < x.length; i++, at++) sum += weights[at]! * x[i]!;
    out[o]! += sign * sum;
  }
}

/** Wᵀ r. */
function transposed(weights: Float64Array, r: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let o = 0, at = 0; o < r.length; o++) {
    const it = r[o]!;
    for (let i = 0; i < out.length; i++, at++) out[i]! += weights[at]! * it;
  }
}

interface Part {
  readonly node: ValueNode;
  readonly moves: Float64Array;
  readonly alive: Float64Array;
  readonly bias: Float64Array | null;
  readonly terms: readonly Term[];
  /** g′(a) at the present sample; p = softmax(a) for a categorical node. */
  readonly slopes: Float64Array;
  readonly residual: Float64Array;
  /** Where the node's units begin in a vector over those of all free nodes; null where the node is clamped. */
  readonly offset: number | null;
}

/**
 * The Gauss–Newton Hessian of F in the free values at one sample, H = Σ Rᵀ Π R with R = ∂(x − μ)/∂x (categorical:
 * π Jᵀ(diag p − ppᵀ)J), as a product with vectors. Never formed.
 */
class Hessian {
  /** Length of the vectors. */
  readonly size: number;
  readonly #parts: readonly Part[];

  constructor(preparation: Preparation, parameters: Parameters) {
    const { network } = preparation;
    const order = topologicalOrder(network);
    const offsets = new Map<NodeId, number>();
    let size = 0;
    for (const { id, units } of order.filter(isFree)) {
      offsets.set(id, size);
      size += units;
    }
    this.size = size;
    const position = new Map(order.map((it, i) => [it.id, i]));
    this.#parts = order.map((node) => {
      const { moves, alive } = holding(preparation, node);
      const terms = incoming(network, node.id).map((connection): Term => {
        const source = order[position.get(connection.from)!]!;
        const mask = synapses(preparation, connection);
        return {
          from: position.get(connection.from)!,
          weights: parameters.weights[connection.id]!.map((w, i) => w * mask[i]!),
          f: activation(connection.activation).f,
          df: activation(connection.activation).df,
          slopes: new Float64Array(source.units),
          scratch: new Float64Array(source.units),
        };
      });
      const vector = () => new Float64Array(node.units);
      return {
        node,
        moves,
        alive,
        bias: isPredicted(network, node.id) ? parameters.biases[node.id]! : null,
        terms,
        slopes: vector(),
        residual: vector(),
        offset: offsets.get(node.id) ?? null,
      };
    });
  }

  /** Linearises at one sample's values. */
  at(values: Readonly<Record<NodeId, ArrayLike<number>>>, sample: number): void {
    for (const part of this.#parts) {
      if (!part.bias) continue;
      const a = new Float64Array(part.bias);
      for (const term of part.terms) {
        const source = this.#parts[term.from]!.node;
        const xs = values[source.id]!;
        for (let i = 0; i < source.units; i++) {
          const x = xs[sample * source.units + i]!;
          term.scratch[i] = term.f(x);
          term.slopes[i] = term.df(x);
        }
        addProduct(term.weights, term.scratch, 1, a);
      }
      if (part.node.likelihood === 'categorical') {
        const highest = Math.max(...a);
        const total = a.reduce((sum, v) => sum + Math.exp(v - highest), 0);
        for (let o = 0; o < a.length; o++) part.slopes[o] = Math.exp(a[o]! - highest) / total;
      } else {
        const { df } = activation(part.node.activation);
        for (let o = 0; o < a.length; o++) part.slopes[o] = df(a[o]!) * part.alive[o]!;
      }
    }
  }

  /** Writes Hv into `out`; entries of units that do not move stay zero. */
  apply(v: Float64Array, out: Float64Array): void {
    out.fill(0);
    for (const part of this.#parts) if (part.bias) this.#addTerm(part, v, out);
    for (const { offset, moves } of this.#parts)
      if (offset !== null) for (let i = 0; i < moves.length; i++) out[offset + i]! *= moves[i]!;
  }

  /** Adds Rᵀ Π R v of one predicted node. */
  #addTerm(
    { node, alive, terms, slopes, residual: r, offset }: Part,
    v: Float64Array,
    out: Float64Array,
  ): void {
    r.fill(0);
    for (const { from, weights, slopes: f, scratch } of terms) {
      const source = this.#parts[from]!.offset;
      if (source === null) continue;
      for (let i = 0; i < f.length; i++) scratch[i] = f[i]! * v[source + i]!;
      addProduct(weights, scratch, -1, r);
    }
    if (node.likelihood === 'categorical') {
      const mean = r.reduce((sum, it, o) => sum + slopes[o]! * it, 0);
      for (let o = 0; o < r.length; o++) r[o] = node.precision * slopes[o]! * (r[o]! - mean);
    } else
      for (let o = 0; o < r.length; o++) {
        const own = offset === null ? 0 : alive[o]! * v[offset + o]!;
        const e = node.precision * (own + slopes[o]! * r[o]!);
        if (offset !== null) out[offset + o]! += e;
        r[o] = slopes[o]! * e;
      }
    for (const { from, weights, slopes: f, scratch } of terms) {
      const source = this.#parts[from]!.offset;
      if (source === null) continue;
      transposed(weights, r, scratch);
      for (let i = 0; i < f.length; i++) out[source + i]! -= f[i]! * scratch[i]!;
    }
  }
}

/**
 * 2/λ_max of the Gauss–Newton Hessian of F in the free values at the given state, worst sample, to 1 %: below it a
 * synchronous settling step cannot raise the energy of a linear network. Infinity where nothing is free. Yields
 * between samples so that the caller may pause.
 * @param values per node [sample][unit]
 */
export function* stabilityLimit(
  preparation: Preparation,
  parameters: Parameters,
  values: Readonly<Record<NodeId, ArrayLike<number>>>,
  samples: number,
): Generator<void, number> {
  const hessian = new Hessian(preparation, parameters);
  let lambda = 0;
  for (let s = 0; s < samples; s++) {
    hessian.at(values, s);
    const largest = yield* largestEigenvalue(hessian.size, (v, out) => hessian.apply(v, out));
    if (!Number.isFinite(largest)) return 0;
    lambda = Math.max(lambda, largest);
  }
  return lambda === 0 ? Number.POSITIVE_INFINITY : 2 / lambda;
}
