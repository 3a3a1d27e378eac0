import type { ConnectionId, Lesions, NodeId } from '#core/network/network.ts';
import { nodeOf } from '#core/network/topology.ts';
import { describe } from '../describe.ts';
import type { Experiment } from '../experiment.ts';
import { type Edited, edited, refused, refusedFor } from './edited.ts';
import { checkUnit, findUnits, isIssue } from './found.ts';
import { withPins } from './pins.ts';

/** Removes a unit, with the pin that held it, or brings it back, free. */
export function toggleUnit(experiment: Experiment, id: NodeId, unit: number): Edited {
  const node = findUnits(experiment, id, 'removed');
  if (isIssue(node)) return refusedFor(experiment, node);
  const issue = checkUnit(unit, node, `lesions.units.${id}`);
  if (issue) return refusedFor(experiment, issue);
  const before = experiment.lesions.units[id] ?? [];
  const removed = before.includes(unit)
    ? before.filter((it) => it !== unit)
    : [...before, unit].sort((a, b) => a - b);
  const { [unit]: held, ...others } = experiment.pins[id] ?? {};
  const freed = held === undefined ? experiment : withPins(experiment, id, others).experiment;
  return withLesions(freed, { units: withEntry(experiment.lesions.units, id, removed) });
}

/** Removes one synapse or brings it back; its weight waits meanwhile. */
export function toggleSynapse(experiment: Experiment, id: ConnectionId, out: number, source: number): Edited {
  const { network, lesions } = experiment;
  const connection = network.connections.find((it) => it.id === id);
  if (!connection)
    return refused(
      experiment,
      'unknown-id',
      'network.connections',
      `No connection is called ${describe(id)}.`,
    );
  const at = `lesions.weights.${id}`;
  const issue =
    checkUnit(out, nodeOf(network, connection.to), at) ??
    checkUnit(source, nodeOf(network, connection.from), at);
  if (issue) return refusedFor(experiment, issue);
  const before = lesions.weights[id] ?? [];
  const others = before.filter(([row, column]) => row !== out || column !== source);
  const removed =
    others.length < before.length
      ? others
      : [...before, [out, source] as const].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return withLesions(experiment, { weights: withEntry(lesions.weights, id, removed) });
}

const withLesions = (experiment: Experiment, changes: Partial<Lesions>): Edited =>
  edited({ ...experiment, lesions: { ...experiment.lesions, ...changes } });

/** An empty list is left out of the record. */
function withEntry<T>(
  record: Readonly<Record<string, readonly T[]>>,
  id: string,
  list: readonly T[],
): Readonly<Record<string, readonly T[]>> {
  const { [id]: _, ...others } = record;
  return list.length > 0 ? { ...others, [id]: list } : others;
}
