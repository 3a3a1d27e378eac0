import type { Experiment } from '#experiment/experiment.ts';
import type { Selection } from '#session/session.ts';
import type { Lens } from '../page.svelte.ts';
import { type Neurons, neededBy } from '../panels/locality.ts';

/** The neurons that the update of what is looked at needs; null where that is no synapse of this network. */
export function neededFor(experiment: Experiment, looked: Selection | null, lens: Lens): Neurons | null {
  if (looked?.kind !== 'weight') return null;
  const isThere = experiment.network.connections.some((it) => it.id === looked.connection);
  return isThere ? neededBy(experiment, looked, lens) : null;
}

const NONE: ReadonlySet<number> = new Set();

/** Those of one layer that are lit; null where all are, because no synapse is looked at. */
export const litIn = (needed: Neurons | null, node: string): ReadonlySet<number> | null =>
  needed && (needed.get(node) ?? NONE);
