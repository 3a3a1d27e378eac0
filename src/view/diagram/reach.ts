import type { Network, NodeId } from '#core/network/network.ts';
import { connect } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';

/** What would come of synapses from one layer to another. */
export interface Offer {
  readonly to: NodeId;
  /** The connection there is already; null where there is none. */
  readonly connection: string | null;
  /** Why it cannot be made; empty where it can, or is there. */
  readonly refusal: string;
}

/** Every other layer, as a target of synapses from this one. */
export const offersFrom = (experiment: Experiment, from: NodeId): readonly Offer[] =>
  experiment.network.nodes.filter((it) => it.id !== from).map((it) => offer(experiment, from, it.id));

export function offer(experiment: Experiment, from: NodeId, to: NodeId): Offer {
  const connection = joining(experiment.network, from, to);
  const refusal = connection ? '' : (connect(experiment, from, to).issues[0]?.message ?? '');
  const made = connect(experiment, from, to).experiment !== experiment;
  return { to, connection, refusal: made ? '' : refusal };
}

const joining = ({ connections }: Network, from: NodeId, to: NodeId): string | null =>
  connections.find((it) => it.from === from && it.to === to)?.id ?? null;
