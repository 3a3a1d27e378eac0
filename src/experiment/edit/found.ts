import type { Issue } from '#core/issue.ts';
import type { ValueNode } from '#core/network/network.ts';
import { isFree } from '#core/network/topology.ts';
import { describe } from '../describe.ts';
import type { Experiment } from '../experiment.ts';

const noNode = (id: unknown): Issue => ({
  code: 'unknown-id',
  at: 'network.nodes',
  message: `No node is called ${describe(id)}.`,
});

export const findNode = ({ network }: Experiment, id: string): ValueNode | Issue =>
  network.nodes.find((it) => it.id === id) ?? noNode(id);

/** The node, if single units of it can be held and removed: a categorical target is one distribution. */
export function findUnits(experiment: Experiment, id: string, what: 'pinned' | 'removed'): ValueNode | Issue {
  const node = findNode(experiment, id);
  if (isIssue(node) || node.likelihood !== 'categorical') return node;
  const i = experiment.network.nodes.indexOf(node);
  const message = `The units of ${id} are one distribution: none of them can be ${what} by itself.`;
  return { code: 'unknown-value', at: `network.nodes[${i}].likelihood`, message };
}

export function findHidden(
  { network }: Experiment,
  id: string,
  what: 'removed' | 'moved',
): ValueNode | Issue {
  const hidden = network.nodes.filter(isFree);
  const layer = hidden.find((it) => it.id === id);
  if (layer) return layer;
  const ids = hidden.map((it) => it.id).join(', ') || 'none';
  const message = `Only a hidden layer can be ${what} (${ids}); found ${describe(id)}.`;
  return { code: 'unknown-id', at: 'network.nodes', message };
}

/** Why there is no such unit, or null. */
export function checkUnit(unit: number, { id, units }: ValueNode, at: string): Issue | null {
  if (Number.isInteger(unit) && unit >= 0 && unit < units) return null;
  const accepted = units === 1 ? 'unit 0 only' : `units 0 to ${units - 1}`;
  return { code: 'unknown-id', at, message: `${id} has ${accepted}; found ${describe(unit)}.` };
}

export const isIssue = (it: object): it is Issue => 'message' in it;
