import { cholesky, solveWith } from '#core/math/cholesky.ts';
import type { ConnectionId, NodeId, Parameters, Preparation } from '#core/network/network.ts';
import { isFree } from '#core/network/topology.ts';
import { type Comparison, comparisonOf } from '#core/telemetry/agreement.ts';
import { figuresOf } from './figures.ts';
import {
  asked,
  backpropErrors,
  errorsOf,
  forward,
  type LinearNetwork,
  linearNetwork,
  type State,
} from './linear-network.ts';
import { holds, type Said, silent } from './said.ts';

/** Neurons whose values are solved for at most: n³/3 multiplications. */
const MOST = 256;

/** Rows of data, flattened [row][unit]. */
export interface Samples {
  readonly count: number;
  readonly inputs: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
  readonly inputUnits: number;
  readonly targetUnits: number;
}

/** Where a linear network rests, and what it would learn there. */
export interface Equilibrium {
  /** [sample][unit] */
  readonly values: Readonly<Record<NodeId, Float64Array>>;
  readonly errors: Readonly<Record<NodeId, Float64Array>>;
  /** Means over the samples, of every predicted node, and their sum F*. */
  readonly energy: Readonly<Record<NodeId, number>>;
  readonly total: number;
  /** Of the forward pass. */
  readonly loss: number;
  /** d(mean F*)/dW, [out][in]. */
  readonly gradients: Readonly<Record<ConnectionId, Float64Array>>;
  /** With backprop's at the forward pass. */
  readonly comparison: Comparison;
}

/** Where the values that may move lie in one vector. */
function unknownsOf(network: LinearNetwork): readonly (readonly [NodeId, number])[] {
  return network
    .filter(isFree)
    .flatMap(({ id, moves }) => Array.from(moves, (it, i) => [id, i, it] as const))
    .filter(([, , moves]) => moves === 1)
    .map(([id, i]) => [id, i] as const);
}

/** H = Σ Rᵀ Π R over the unknowns, R = ∂(x − μ)/∂x; row-major. */
function curvature(network: LinearNetwork, unknowns: readonly (readonly [NodeId, number])[]): Float64Array {
  const n = unknowns.length;
  const column = new Map(unknowns.map(([id, i], k) => [`${id} ${i}`, k]));
  const hessian = new Float64Array(n * n);
  for (const { id, alive, precision, terms, bias } of network) {
    if (!bias) continue;
    for (let o = 0; o < alive.length; o++) {
      if (alive[o] === 0) continue;
      const row: (readonly [number, number])[] = [];
      const own = column.get(`${id} ${o}`);
      if (own !== undefined) row.push([own, 1]);
      for (const { from, weights } of terms) {
        const width = weights.length / alive.length;
        for (let i = 0; i < width; i++) {
          const source = column.get(`${from} ${i}`);
          if (source !== undefined) row.push([source, -weights[o * width + i]!]);
        }
      }
      for (const [r, a] of row) for (const [c, b] of row) hessian[r * n + c]! += precision * a * b;
    }
  }
  return hessian;
}

/** Sums over samples of −ε uᵀ per connection. */
function addGradients(
  network: LinearNetwork,
  values: State,
  errors: State,
  into: Readonly<Record<ConnectionId, Float64Array>>,
): void {
  for (const { id, terms } of network)
    for (const { connection, from, mask } of terms) {
      const [delta, u, sum] = [errors[id], values[from]!, into[connection]!];
      if (!delta) continue;
      for (let o = 0; o < delta.length; o++)
        for (let i = 0; i < u.length; i++)
          sum[o * u.length + i]! -= mask[o * u.length + i]! * delta[o]! * u[i]!;
    }
}

/** The state of least energy for one row, from any other: F is quadratic, so one Newton step is exact; a second takes off its rounding. */
function rested(
  network: LinearNetwork,
  unknowns: readonly (readonly [NodeId, number])[],
  factor: Float64Array,
  from: State,
): State {
  const values = Object.fromEntries(Object.entries(from).map(([id, it]) => [id, Float64Array.from(it)]));
  for (let pass = 0; pass < 2; pass++) {
    const errors = errorsOf(network, values);
    const wishes = asked(network, errors);
    const slope = Float64Array.from(unknowns, ([id, i]) => wishes[id]![i]! - (errors[id]?.[i] ?? 0));
    const step = solveWith(factor, slope);
    for (const [k, [id, i]] of unknowns.entries()) values[id]![i]! += step[k]!;
  }
  return values;
}

/**
 * The equilibrium of strict (or incremental) predictive coding on a linear network of any graph, with pins, removed units and
 * precisions: F is quadratic in the free values, H x = what is asked of them, and every error follows. On a chain this is
 * ε_L = S⁻¹(y − ŷ), S = Σ_l P_l P_lᵀ / π_l, P_l = W_L … W_{l+1}, ε_l = P_lᵀ ε_L, F* = ½ rᵀ S⁻¹ r. Its gradient is that of F*
 * (envelope theorem). Settling reaches it where η stays below 2/λ_max(H). Source: Whittington and Bogacz (2017); Millidge, Tschantz
 * and Buckley (2022) for the equilibrium; the S⁻¹ form by elimination.
 */
export function equilibriumOf(
  preparation: Preparation,
  parameters: Parameters,
  samples: Samples,
): Said<Equilibrium> {
  const linear = linearNetwork(preparation, parameters);
  if (!linear.value) return linear;
  const network = linear.value;
  const unknowns = unknownsOf(network);
  if (unknowns.length > MOST) return silent(`more than ${MOST} neurons are too many to solve for at once`);
  const factor = cholesky(curvature(network, unknowns), unknowns.length);
  if (!factor) return silent('more than one state has the least energy');
  return holds(overSamples(network, samples, (start) => rested(network, unknowns, factor, start)));
}

function overSamples(network: LinearNetwork, samples: Samples, rest: (start: State) => State): Equilibrium {
  const { count, inputs, targets, inputUnits, targetUnits } = samples;
  const predicted = network.filter((it) => it.bias);
  const zeros = () =>
    Object.fromEntries(
      network.flatMap((it) => it.terms.map((term) => [term.connection, new Float64Array(term.mask.length)])),
    );
  const perNode = (of: LinearNetwork) =>
    Object.fromEntries(of.map(({ id, units }) => [id, new Float64Array(count * units)]));
  const [values, errors] = [perNode(network), perNode(predicted)];
  const energy = Object.fromEntries(predicted.map(({ id }) => [id, 0]));
  const [gradients, backprop] = [zeros(), zeros()];
  let loss = 0;
  for (let s = 0; s < count; s++) {
    const row = (of: ArrayLike<number>, units: number) =>
      Float64Array.from({ length: units }, (_, i) => of[s * units + i]!);
    const start = forward(network, row(inputs, inputUnits), row(targets, targetUnits));
    const state = rest(start);
    const found = errorsOf(network, state);
    for (const { id, units } of network) values[id]!.set(state[id]!, s * units);
    for (const { id, units, precision } of predicted) {
      errors[id]!.set(found[id]!, s * units);
      energy[id]! += squares(found[id]!) / (2 * precision * count);
    }
    const output = predicted.find((it) => it.clamp.learning === 'target')!;
    loss += squares(errorsOf(network, start)[output.id]!) / (2 * output.precision * count);
    addGradients(network, state, found, gradients);
    addGradients(network, start, backpropErrors(network, start), backprop);
  }
  for (const sums of [gradients, backprop])
    for (const sum of Object.values(sums)) for (let i = 0; i < sum.length; i++) sum[i]! /= count;
  const total = Object.values(energy).reduce((sum, it) => sum + it, 0);
  const comparison = comparisonOf(Object.keys(gradients), figuresOf(gradients, backprop));
  return { values, errors, energy, total, loss, gradients, comparison };
}

const squares = (of: Float64Array): number => of.reduce((sum, it) => sum + it * it, 0);
