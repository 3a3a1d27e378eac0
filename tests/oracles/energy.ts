import { activation } from '#core/activations/index.ts';
import { layerEnergy } from '#core/oracles/energy.ts';
import { logSoftmax, Textbook } from '#core/oracles/textbook.ts';
import type { Case } from './scenarios.ts';

/*
 * Derivatives of the energy, written down straight from its definition, by central differences; one sample.
 */

/** One value per unit of every node. */
export type State = Readonly<Record<string, readonly number[]>>;

const books = new WeakMap<Case, Textbook>();

function bookOf(model: Case): Textbook {
  const book = books.get(model) ?? new Textbook(model);
  books.set(model, book);
  return book;
}

/** a = b + Σ W f(x) of a predicted node. */
export function preactivation(model: Case, state: State, id: string): number[] {
  const book = bookOf(model);
  const layer = book.layers.find((it) => it.node.id === id)!;
  return Array.from(book.preactivation(layer, (it) => state[it]!));
}

/** F = Σ_j E_j; removed units count for nothing. */
export function energy(model: Case, state: State): number {
  const book = bookOf(model);
  return book.layers.reduce((sum, it) => sum + layerEnergy(book, it, (id) => state[id]!), 0);
}

export type Unit = readonly [id: string, unit: number];

/** Every unit whose value may move. */
export function movingUnits({ network, pins, lesions }: Case): Unit[] {
  return network.nodes
    .filter((it) => it.clamp.learning === 'free')
    .flatMap(({ id, units }) => Array.from({ length: units }, (_, i): Unit => [id, i]))
    .filter(([id, i]) => pins[id]?.[i] === undefined && !lesions.units[id]?.includes(i));
}

export const moved = (state: State, [id, unit]: Unit, by: number): State => ({
  ...state,
  [id]: state[id]!.map((x, i) => (i === unit ? x + by : x)),
});

const STEP = 1e-5;

/** ∂F/∂x of every unit that may move, to about ten digits. */
export const slopes = (model: Case, state: State): number[] =>
  movingUnits(model).map(
    (unit) =>
      (energy(model, moved(state, unit, STEP)) - energy(model, moved(state, unit, -STEP))) / (2 * STEP),
  );

/** Smallest distance of any argument of a piecewise linear activation from its kink. */
export function distanceToKinks(model: Case, state: State): number {
  const { network } = model;
  const distance = (id: Parameters<typeof activation>[0], arguments_: readonly number[]) =>
    Math.min(Infinity, ...activation(id).kinks.flatMap((kink) => arguments_.map((a) => Math.abs(a - kink))));
  return Math.min(
    ...network.nodes
      .filter((it) => model.parameters.biases[it.id])
      .map((it) => distance(it.activation, preactivation(model, state, it.id))),
    ...network.connections.map((it) => distance(it.activation, state[it.from]!)),
  );
}

/**
 * The Gauss–Newton Hessian Σ Rᵀ Π R in the units that may move, R = ∂(x − μ)/∂x by central differences; a categorical
 * target adds π Jᵀ(diag p − ppᵀ)J with J = ∂a/∂x.
 */
export function gaussNewton(model: Case, state: State): number[][] {
  const units = movingUnits(model);
  const hessian = units.map(() => units.map(() => 0));
  for (const { id, precision, likelihood, activation: g } of model.network.nodes) {
    if (!model.parameters.biases[id]) continue;
    const linear = likelihood === 'categorical';
    const outcome = (at: State) => {
      const a = preactivation(model, at, id);
      return linear ? a : at[id]!.map((x, i) => x - activation(g).f(a[i]!));
    };
    const columns = units.map((unit) => {
      const up = outcome(moved(state, unit, STEP));
      const down = outcome(moved(state, unit, -STEP));
      return up.map((it, i) => (it - down[i]!) / (2 * STEP));
    });
    const p = logSoftmax(preactivation(model, state, id)).map(Math.exp);
    const metric = (v: readonly number[]) => {
      const mean = v.reduce((sum, it, i) => sum + p[i]! * it, 0);
      return v.map((it, i) => {
        if (model.lesions.units[id]?.includes(i)) return 0;
        return precision * (linear ? p[i]! * (it - mean) : it);
      });
    };
    columns.forEach((right, c) => {
      const weighed = metric(right);
      columns.forEach((left, r) => {
        hessian[r]![c]! += left.reduce((sum, it, i) => sum + it * weighed[i]!, 0);
      });
    });
  }
  return hessian;
}
