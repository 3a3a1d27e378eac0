import type { NodeId, Preparation } from '#core/network/network.ts';
import { depths, isFree, nodeOf } from '#core/network/topology.ts';
import { holds, type Said, silent } from './said.ts';
import { otherSource, type Settling } from './settling.ts';

/** An effective rate this close to 1 is 1: it came about as a product. */
const ROUNDING = 1e-12;

/**
 * The settling step from which the gradients of the weights into each node are backprop's to rounding: the connections on the
 * longest path from the node to the target. After the last of them, L − 1, the whole gradient is.
 *
 * Fixed prediction: where every node on the way moves at ηπ = 1, so that it lands where its error equals what is asked of it
 * (Millidge, Tschantz and Buckley, 2022). Zero-divergence: each connection at its own time (Song et al., 2020). Both: no
 * source of errors but the target. Strict and incremental predictions follow the values, and never are.
 */
export function exactFrom(
  preparation: Preparation,
  { rule, inferenceRate }: Settling,
): Said<ReadonlyMap<NodeId, number>> {
  const { network } = preparation;
  const depth = depths(network);
  if (rule === 'strict' || rule === 'incremental')
    return silent('predictions follow the moving values, so that their slopes are no longer backprop’s');
  const source = rule === 'backprop' ? null : otherSource(preparation);
  if (source) return silent(source);
  const isFull = [...depth.keys()].every((id) => {
    const node = nodeOf(network, id);
    return !isFree(node) || Math.abs(inferenceRate * node.precision - 1) <= ROUNDING;
  });
  if (rule === 'fixed-prediction' && !isFull)
    return silent('a step of ηπ other than 1 brings only a share of the error at a time');
  return holds(depth);
}
