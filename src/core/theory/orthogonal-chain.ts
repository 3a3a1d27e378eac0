import type { Parameters, Preparation } from '#core/network/network.ts';
import { isFree, longestPath } from '#core/network/topology.ts';
import { linearNetwork } from './linear-network.ts';
import { holds, type Said, silent } from './said.ts';

/*
 * A chain of L linear layers whose weights, from the second on, are orthogonal, π = 1 on hidden nodes. Up to rotations its
 * curvature is the tridiagonal matrix (−1, 2, −1) of L − 1 rows, whose eigenvalues are 2 − 2 cos(iπ/L).
 */

/** Largest η at which strict settling is stable, 2/λ_max = 1/(1 + cos(π/L)): 1, .586, .520, .505 for L = 2, 4, 8, 16, towards ½. Output precision 1. */
export const orthogonalLimit = (layers: number): number => 1 / (1 + Math.cos(Math.PI / layers));

/** λ_max/λ_min = cot²(π/2L) ≈ 4L²/π²: settling times grow as the square of the depth. */
export const orthogonalCondition = (layers: number): number => 1 / Math.tan(Math.PI / (2 * layers)) ** 2;

/** What settling leaves of the loss, 1/(1 + π(L − 1)), from S = I/π + (L − 1)I; equal in every layer for output precision π = 1. */
export const orthogonalShare = (layers: number, precision = 1): number => 1 / (1 + precision * (layers - 1));

const ROUNDING = 1e-6;

/** L, where a network is such a chain. Parameters may be rounded to float32. */
export function orthogonalLayers(preparation: Preparation, parameters: Parameters): Said<number> {
  const linear = linearNetwork(preparation, parameters);
  if (!linear.value) return linear;
  const { network } = preparation;
  const layers = longestPath(network);
  const isChain = network.connections.length === layers && network.nodes.length === layers + 1;
  if (!isChain) return silent('the network is not a chain');
  const isHeld = linear.value.some((it) => isFree(it) && it.moves.includes(0));
  if (isHeld) return silent('a neuron is pinned or removed');
  if (linear.value.some((it) => isFree(it) && it.precision !== 1))
    return silent('a hidden precision is not 1');
  const isTurned = linear.value
    .slice(2)
    .every(({ units, terms: [term] }) => isOrthogonal(term!.weights, units));
  return isTurned ? holds(layers) : silent('its weights are not orthogonal');
}

function isOrthogonal(weights: Float64Array, rows: number): boolean {
  if (weights.length !== rows * rows) return false;
  for (let a = 0; a < rows; a++)
    for (let b = 0; b <= a; b++) {
      let dot = 0;
      for (let i = 0; i < rows; i++) dot += weights[a * rows + i]! * weights[b * rows + i]!;
      if (Math.abs(dot - (a === b ? 1 : 0)) > ROUNDING) return false;
    }
  return true;
}
