import { activation } from '#core/activations/index.ts';
import { stream } from '#core/math/random.ts';
import { holding, synapses } from '#core/network/holding.ts';
import type { NodeId, Parameters, Preparation, ValueNode } from '#core/network/network.ts';
import { incoming, isFree, isPredicted, topologicalOrder } from '#core/network/topology.ts';
import type { RuleId } from '#core/rules/index.ts';

/** Every sample is looked at this long; those whose λ is then still below `CONTENDER` of the largest are left. */
const SURVEY = 20;
const CONTENDER = 0.8;
const TOLERANCE = 1e-4;
const MOST_ITERATIONS = 500;

interface Term {
  readonly from: number;
  readonly sourceUnits: number;
  readonly weights: Float64Array;
  readonly f: (x: number) => number;
  readonly df: (x: number) => number;
  /** f′(x) of the source at the present sample. */
  readonly slopes: Float64Array;
  readonly sourceMoves: boolean;
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
  readonly input: Float64Array;
  readonly output: Float64Array;
}

/**
 * The Gauss–Newton Hessian of F in the free values at one sample, H = Σ Rᵀ Π R with R = ∂(x − μ)/∂x (categorical:
 * π Jᵀ(diag p − ppᵀ)J), as a product with vectors. Never formed.
 */
class Hessian {
  readonly #parts: readonly Part[];

  constructor(preparation: Preparation, parameters: Parameters) {
    const { network } = preparation;
    const order = topologicalOrder(network);
    const position = new Map(order.map((it, i) => [it.id, i]));
    this.#parts = order.map((node) => {
      const { moves, alive } = holding(preparation, node);
      if (!isFree(node)) moves.fill(0);
      const terms = incoming(network, node.id).map((connection): Term => {
        const source = order[position.get(connection.from)!]!;
        const mask = synapses(preparation, connection);
        return {
          from: position.get(connection.from)!,
          sourceUnits: source.units,
          weights: parameters.weights[connection.id]!.map((w, i) => w * mask[i]!),
          f: activation(connection.activation).f,
          df: activation(connection.activation).df,
          slopes: new Float64Array(source.units),
          sourceMoves: isFree(source),
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
        input: vector(),
        output: vector(),
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
        const activity = Float64Array.from({ length: term.sourceUnits }, (_, i) =>
          term.f(xs[sample * source.units + i]!),
        );
        for (let i = 0; i < term.sourceUnits; i++) term.slopes[i] = term.df(xs[sample * source.units + i]!);
        for (let o = 0; o < a.length; o++)
          for (let i = 0; i < term.sourceUnits; i++)
            a[o]! += term.weights[o * term.sourceUnits + i]! * activity[i]!;
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

  /** A start vector with a share in every direction; its squared length. */
  begin(): number {
    const random = stream(1, 'power iteration');
    return this.#each((part, i) => {
      part.input[i] = part.moves[i]! * (random() + 0.5);
      return part.input[i]! ** 2;
    });
  }

  /** Replaces v by Hv/‖Hv‖ (v of length 1) and returns ‖Hv‖. */
  iterate(): number {
    for (const part of this.#parts) part.output.fill(0);
    for (const part of this.#parts) if (part.bias) this.#addTerm(part);
    const length = Math.sqrt(this.#each((part, i) => (part.moves[i]! * part.output[i]!) ** 2));
    this.#each((part, i) => {
      part.input[i] = length === 0 ? 0 : (part.moves[i]! * part.output[i]!) / length;
      return 0;
    });
    return length;
  }

  normalize(squaredLength: number): void {
    this.#each((part, i) => {
      part.input[i]! /= Math.sqrt(squaredLength);
      return 0;
    });
  }

  /** Adds Rᵀ Π R v of one predicted node. */
  #addTerm({ node, moves, alive, terms, slopes, residual: r, input, output }: Part): void {
    r.fill(0);
    for (const { from, sourceUnits, weights, slopes: f, sourceMoves } of terms) {
      if (!sourceMoves) continue;
      const v = this.#parts[from]!.input;
      for (let o = 0; o < r.length; o++)
        for (let i = 0; i < sourceUnits; i++) r[o]! -= weights[o * sourceUnits + i]! * f[i]! * v[i]!;
    }
    if (node.likelihood === 'categorical') {
      const mean = r.reduce((sum, v, o) => sum + slopes[o]! * v, 0);
      for (let o = 0; o < r.length; o++) r[o] = node.precision * slopes[o]! * (r[o]! - mean);
    } else
      for (let o = 0; o < r.length; o++) {
        const e = node.precision * (alive[o]! * input[o]! + slopes[o]! * r[o]!);
        output[o]! += moves[o]! * e;
        r[o] = slopes[o]! * e;
      }
    for (const { from, sourceUnits, weights, slopes: f, sourceMoves } of terms) {
      if (!sourceMoves) continue;
      const out = this.#parts[from]!.output;
      for (let o = 0; o < r.length; o++)
        for (let i = 0; i < sourceUnits; i++) out[i]! -= weights[o * sourceUnits + i]! * f[i]! * r[o]!;
    }
  }

  #each(visit: (part: Part, unit: number) => number): number {
    let sum = 0;
    for (const part of this.#parts) for (let i = 0; i < part.node.units; i++) sum += visit(part, i);
    return sum;
  }
}

/** Largest eigenvalue at a sample by power iteration: up to `iterations`, or until λ stands still. */
function largestEigenvalue(hessian: Hessian, iterations: number): number {
  const squared = hessian.begin();
  if (squared === 0) return 0;
  hessian.normalize(squared);
  let lambda = 0;
  for (let k = 0; k < iterations; k++) {
    const next = hessian.iterate();
    if (next === 0 || !Number.isFinite(next)) return next;
    if (Math.abs(next - lambda) <= TOLERANCE * next) return next;
    lambda = next;
  }
  return lambda;
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
  const survey = new Float64Array(samples);
  for (let s = 0; s < samples; s++) {
    hessian.at(values, s);
    survey[s] = largestEigenvalue(hessian, SURVEY);
    yield;
  }
  const best = survey.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a), 0);
  if (!Number.isFinite(best)) return 0;
  let lambda = best;
  for (let s = 0; s < samples; s++) {
    if (survey[s]! < CONTENDER * best) continue;
    hessian.at(values, s);
    lambda = Math.max(lambda, largestEigenvalue(hessian, MOST_ITERATIONS));
    yield;
  }
  return lambda === 0 ? Number.POSITIVE_INFINITY : 2 / lambda;
}

/** The step size a rule tolerates: `strict` is 2/λ_max; null where the rule sets its own steps. */
export function limitOf(rule: RuleId, strict: number, nodes: readonly ValueNode[]): number | null {
  if (rule === 'strict' || rule === 'incremental') return strict;
  if (rule === 'fixed-prediction') return 2 / Math.max(...nodes.filter(isFree).map((it) => it.precision));
  return null;
}
