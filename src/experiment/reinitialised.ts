import { keptBiases, keptWeights, shapeOf } from '#core/network/carry-over.ts';
import type { ConnectionId, NodeId } from '#core/network/network.ts';
import { isPredicted } from '#core/network/topology.ts';
import type { Experiment } from './experiment.ts';

/** How many parameters of one kind keep their values, and how many begin anew. */
export interface Share {
  readonly kept: number;
  readonly anew: number;
}

export interface Reinitialised {
  readonly weights: Readonly<Record<ConnectionId, Share>>;
  /** Of every node that is predicted. */
  readonly biases: Readonly<Record<NodeId, Share>>;
  readonly all: Share;
}

/**
 * What an edit leaves of learned weights and biases, in the connections and nodes of the experiment after it: what
 * `carryOver` keeps, and what is drawn from the seed. Another seed draws everything.
 */
export function reinitialised(before: Experiment, after: Experiment): Reinitialised {
  const sameSeed = before.seed === after.seed;
  const share = (kept: number, all: number): Share =>
    sameSeed ? { kept, anew: all - kept } : { kept: 0, anew: all };
  const size = ({ rows, columns }: { rows: number; columns: number }) => rows * columns;
  const { nodes, connections } = after.network;
  const weights = connections.map(
    ({ id }) =>
      [
        id,
        share(size(keptWeights(before.network, after.network, id)), size(shapeOf(after.network, id))),
      ] as const,
  );
  const biases = nodes
    .filter((it) => isPredicted(after.network, it.id))
    .map(({ id, units }) => [id, share(keptBiases(before.network, after.network, id), units)] as const);
  const shares = [...weights, ...biases].map(([, it]) => it);
  const sum = (of: keyof Share) => shares.reduce((total, it) => total + it[of], 0);
  return {
    weights: Object.fromEntries(weights),
    biases: Object.fromEntries(biases),
    all: { kept: sum('kept'), anew: sum('anew') },
  };
}
