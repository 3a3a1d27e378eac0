import type { ValueNode } from '#core/network/network.ts';
import { isFree } from '#core/network/topology.ts';
import type { RuleId } from './index.ts';

/** The step size a rule tolerates: `strict` is 2/λ_max; null where the rule sets its own steps. */
export function limitOf(rule: RuleId, strict: number, nodes: readonly ValueNode[]): number | null {
  if (rule === 'strict' || rule === 'incremental') return strict;
  if (rule === 'fixed-prediction') return 2 / Math.max(...nodes.filter(isFree).map((it) => it.precision));
  return null;
}
