import type { Issue } from '#core/issue.ts';
import type { NodeId, ValueNode } from '#core/network/network.ts';
import { describe } from '../describe.ts';
import type { Experiment } from '../experiment.ts';
import { isFiniteNumber } from '../read-array.ts';
import { type Edited, edited, refused, refusedFor } from './edited.ts';
import { checkUnit, findUnits, isIssue } from './found.ts';

/** Holds a unit at a value, in every sample. A removed unit cannot be held. */
export function pinUnit(experiment: Experiment, id: NodeId, unit: number, value: number): Edited {
  const node = findUnits(experiment, id, 'pinned');
  if (isIssue(node)) return refusedFor(experiment, node);
  const issue = checkUnit(unit, node, `pins.${id}`) ?? checkPin(experiment, node, unit, value);
  if (issue) return refusedFor(experiment, issue);
  if (experiment.pins[id]?.[unit] === value) return edited(experiment);
  return withPins(experiment, id, { ...experiment.pins[id], [unit]: value + 0 });
}

/** Lets a unit move again; one that is not held stays as it is. */
export function unpinUnit(experiment: Experiment, id: NodeId, unit: number): Edited {
  const node = findUnits(experiment, id, 'pinned');
  if (isIssue(node)) return refusedFor(experiment, node);
  const issue = checkUnit(unit, node, `pins.${id}`);
  if (issue) return refusedFor(experiment, issue);
  const { [unit]: held, ...others } = experiment.pins[id] ?? {};
  return held === undefined ? edited(experiment) : withPins(experiment, id, others);
}

/** Holds a whole layer, one value a unit. Removed units are passed over. */
export function pinUnits(experiment: Experiment, id: NodeId, values: ArrayLike<number>): Edited {
  const node = findUnits(experiment, id, 'pinned');
  if (isIssue(node)) return refusedFor(experiment, node);
  if (values.length !== node.units) {
    const message = `${id} has ${node.units} units, so it is held by as many values; found ${values.length}.`;
    return refused(experiment, 'shape', `pins.${id}`, message);
  }
  const there = Array.from(values, (value, unit) => ({ value, unit })).filter(
    ({ unit }) => !isRemoved(experiment, id, unit),
  );
  for (const { value, unit } of there) {
    const issue = checkPin(experiment, node, unit, value);
    if (issue) return refusedFor(experiment, issue);
  }
  return withPins(
    experiment,
    id,
    Object.fromEntries(there.map(({ value, unit }) => [String(unit), value + 0])),
  );
}

/** Lets every unit of a layer move again. */
export function unpinUnits(experiment: Experiment, id: NodeId): Edited {
  const node = findUnits(experiment, id, 'pinned');
  if (isIssue(node)) return refusedFor(experiment, node);
  return experiment.pins[id] ? withPins(experiment, id, {}) : edited(experiment);
}

const isRemoved = ({ lesions }: Experiment, id: NodeId, unit: number): boolean =>
  lesions.units[id]?.includes(unit) ?? false;

function checkPin(experiment: Experiment, { id }: ValueNode, unit: number, value: number): Issue | null {
  const at = `pins.${id}.${unit}`;
  if (isRemoved(experiment, id, unit))
    return {
      code: 'unknown-value',
      at,
      message: `Unit ${unit} of ${id} is removed: bring it back to hold it.`,
    };
  if (isFiniteNumber(value)) return null;
  const message = `A unit is held at a finite number; found ${describe(value)}.`;
  return { code: 'out-of-range', at, message };
}

/** A node with nothing held is left out of the record. */
export function withPins(experiment: Experiment, id: NodeId, held: Readonly<Record<string, number>>): Edited {
  const { [id]: _, ...others } = experiment.pins;
  const pins = Object.keys(held).length > 0 ? { ...others, [id]: held } : others;
  return edited({ ...experiment, pins });
}
