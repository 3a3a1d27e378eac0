import type { Network } from '#core/network/network.ts';
import { isFree, isPredicted } from '#core/network/topology.ts';
import type { RuleId } from './index.ts';

/**
 * The step size a rule tolerates: `strict` is 2/λ_max. Under frozen predictions only a node's own error pulls it back, if it
 * has one. Infinity where nothing is pulled back; null where the rule sets its own steps.
 */
export function limitOf(rule: RuleId, strict: number, network: Network): number | null {
  if (rule === 'strict' || rule === 'incremental') return strict;
  if (rule !== 'fixed-prediction') return null;
  const pulled = network.nodes.filter((it) => isFree(it) && isPredicted(network, it.id));
  return 2 / Math.max(0, ...pulled.map((it) => it.precision));
}
