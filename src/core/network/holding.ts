import type { Connection, Preparation, ValueNode } from './network.ts';
import { nodeOf } from './topology.ts';

/** Per unit: may its value be set or move (1), what is it held at, is it there at all (1). */
export interface Holding {
  readonly moves: Float64Array;
  readonly held: Float64Array;
  readonly alive: Float64Array;
}

/** Pins hold a unit at a value; removed units are held at zero and count for nothing. */
export function holding(
  { pins, lesions }: Preparation,
  { id, units }: Pick<ValueNode, 'id' | 'units'>,
): Holding {
  const moves = new Float64Array(units).fill(1);
  const held = new Float64Array(units);
  const alive = new Float64Array(units).fill(1);
  for (const [unit, value] of Object.entries(pins[id] ?? {})) {
    moves[Number(unit)] = 0;
    held[Number(unit)] = value;
  }
  for (const unit of lesions.units[id] ?? []) {
    moves[unit] = 0;
    held[unit] = 0;
    alive[unit] = 0;
  }
  return { moves, held, alive };
}

/** Which synapses [out][in] of a connection are there (1) or removed (0), by themselves or with a unit at either end. */
export function synapses({ network, lesions }: Preparation, { id, from, to }: Connection): Float64Array {
  const columns = nodeOf(network, from).units;
  const rows = nodeOf(network, to).units;
  const mask = new Float64Array(rows * columns).fill(1);
  for (const [out, source] of lesions.weights[id] ?? []) mask[out * columns + source] = 0;
  for (const out of lesions.units[to] ?? []) mask.fill(0, out * columns, (out + 1) * columns);
  for (const source of lesions.units[from] ?? [])
    for (let out = 0; out < rows; out++) mask[out * columns + source] = 0;
  return mask;
}
