import type { ValueNode } from '#core/network/network.ts';
import { isFree } from '#core/network/topology.ts';
import { targetUnitsFor } from '#experiment/data-fit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { settings } from '#experiment/schema.ts';

/** How many neurons a layer may have; null where the data leaves no choice. */
export function unitsRange(
  { data }: Experiment,
  node: ValueNode,
): { readonly least: number; readonly most: number } | null {
  if (isFree(node)) return { least: 1, most: settings.units.max };
  if (node.clamp.learning === 'input' || data.name === 'rows') return null;
  const fitting = targetUnitsFor(data.name, node.likelihood === 'categorical');
  const [least, most] = [Math.min(...fitting), Math.max(...fitting)];
  return most > least ? { least, most } : null;
}
