import type { NodeId } from '#core/network/network.ts';
import { topologicalOrder } from '#core/network/topology.ts';
import { connect } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';

/** Where a new connection from a node can end, in the order of prediction. */
export const endsFor = (experiment: Experiment, from: NodeId): readonly NodeId[] =>
  topologicalOrder(experiment.network)
    .map((it) => it.id)
    .filter((to) => connect(experiment, from, to).experiment !== experiment);
