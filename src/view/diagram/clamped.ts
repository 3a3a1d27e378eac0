import { nodeOf } from '#core/network/topology.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Answer, Spot } from '#session/session.ts';

/** What keeps a neuron's value where it is: a pin of the document, or the data; null for one that is free to move. */
export type Holder = 'pin' | 'data' | null;

export function holderOf(experiment: Experiment, answer: Answer, { node, unit }: Spot): Holder {
  if (experiment.pins[node]?.[String(unit)] !== undefined) return 'pin';
  const { learning } = nodeOf(experiment.network, node).clamp;
  if (learning === 'input') return 'data';
  return learning === 'target' && answer === 'clamped' ? 'data' : null;
}

export const isRemoved = ({ lesions }: Experiment, { node, unit }: Spot): boolean =>
  lesions.units[node]?.includes(unit) ?? false;
