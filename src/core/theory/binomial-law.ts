import type { NodeId, Preparation } from '#core/network/network.ts';
import { depths, isFree, nodeOf, outgoing } from '#core/network/topology.ts';
import { holds, type Said, silent } from './said.ts';
import { otherSource, type Settling } from './settling.ts';

/** Two roads to one node bring the same share when they differ by no more than rounding. */
const ROUNDING = 1e-12;

/**
 * One layer's share of backprop's error at t = 0 … T, from that of the layer below, at the effective rate p = ηπ of its node:
 * c(t + 1) = (1 − p) c(t) + p c_below(t), c(0) = 0.
 */
function layerAbove(below: Float64Array, rate: number): Float64Array {
  const share = new Float64Array(below.length);
  for (let t = 1; t < share.length; t++) share[t] = (1 - rate) * share[t - 1]! + rate * below[t - 1]!;
  return share;
}

/**
 * The share c(t) of backprop's error that has come to each node under fixed prediction, t = 0 … `steps`. Errors, and the
 * gradients of the weights into the node, are c(t) times backprop's in every sample: their angle is 0, their norm ratio |c|, their
 * relative error |1 − c|. Where all nodes move at one rate p = ηπ < 1, k of them on the way, this is Pascal's recursion of
 * c_k(t) = P[Binomial(t, p) ≥ k]; beyond p = 1 it overshoots, and at p ≥ 2 it has no limit.
 *
 * Assumes frozen predictions, a forward start and no source of errors but the target. Nodes that errors reach over roads of unlike
 * rates or lengths are absent: their errors are no multiple of backprop's on the way. Source: follows from the dynamics of
 * Millidge, Tschantz and Buckley (2022), which are linear in the errors while predictions stay.
 */
export function arrivedShares(
  preparation: Preparation,
  { rule, inferenceRate, start }: Settling,
  steps: number,
): Said<ReadonlyMap<NodeId, Float64Array>> {
  if (rule !== 'fixed-prediction') return silent('predictions are not frozen while errors spread at a rate');
  if (start !== 'forward') return silent('errors did not begin at zero, as they do from the forward pass');
  const source = otherSource(preparation);
  if (source) return silent(source);
  const { network } = preparation;
  const shares = new Map<NodeId, Float64Array>();
  const byDepth = [...depths(network)].sort((a, b) => a[1] - b[1]);
  const reaching = new Set(byDepth.map(([id]) => id));
  for (const [id, depth] of byDepth) {
    const node = nodeOf(network, id);
    if (depth === 0) shares.set(id, new Float64Array(steps + 1).fill(1));
    if (depth === 0 || !isFree(node)) continue;
    const below = outgoing(network, id)
      .filter((it) => reaching.has(it.to))
      .map((it) => shares.get(it.to));
    const [first] = below;
    const isOneRoad = first && below.every((it) => it?.every((c, t) => Math.abs(c - first[t]!) <= ROUNDING));
    if (isOneRoad) shares.set(id, layerAbove(first, inferenceRate * node.precision));
  }
  return holds(shares);
}

/** Updates until a share is, and stays, within so much of 1; null where it is not by the end. */
export function updatesUntil(share: ArrayLike<number>, within: number): number | null {
  let t = share.length;
  while (t > 0 && Math.abs(1 - share[t - 1]!) <= within) t--;
  return t === share.length ? null : t;
}
