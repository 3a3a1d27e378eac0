import type { Connection, NodeId, Parameters, Preparation, ValueNode } from '#core/network/network.ts';

/*
 * Nothing in this folder knows plans, kernels or engines: it says once more, from the definitions, what they should
 * compute. Slow and in double precision. Shared with them are only the activations and the description of a network.
 */

/** A network, what holds it, and its parameters. */
export interface Model extends Preparation {
  readonly parameters: Parameters;
}

export const unitsOf = ({ network }: Model, id: NodeId): number =>
  network.nodes.find((it) => it.id === id)!.units;

export const isAlive = ({ lesions }: Model, id: NodeId, unit: number): boolean =>
  !lesions.units[id]?.includes(unit);

/** What every unit is held at: 0 where it is removed, null where nothing holds it. */
export const holdsOf = (model: Model, { id, units }: ValueNode): readonly (number | null)[] =>
  Array.from({ length: units }, (_, i) => (isAlive(model, id, i) ? (model.pins[id]?.[i] ?? null) : 0));

/** Whether a synapse is there: it and the units at both its ends. */
export const isThere = (model: Model, { id, from, to }: Connection, out: number, source: number): boolean =>
  isAlive(model, to, out) &&
  isAlive(model, from, source) &&
  !model.lesions.weights[id]?.some(([o, i]) => o === out && i === source);

/** Weights [out][in] as they act: 0 where the synapse is removed. */
export function actingWeights(model: Model, connection: Connection): Float64Array {
  const columns = unitsOf(model, connection.from);
  return Float64Array.from(model.parameters.weights[connection.id]!, (w, at) =>
    isThere(model, connection, Math.floor(at / columns), at % columns) ? w : 0,
  );
}
