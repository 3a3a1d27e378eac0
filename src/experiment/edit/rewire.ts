import type { Network } from '#core/network/network.ts';
import { topologicalOrder } from '#core/network/topology.ts';
import type { Experiment } from '../experiment.ts';
import type { Edited } from './edited.ts';
import { keepPlacement } from './placement.ts';
import { reshape } from './reshape.ts';

/**
 * The experiment with other connections, which must not form a cycle: nodes come in the order of prediction, and
 * activations stay on the side of the weights where the others are.
 */
export function rewire(experiment: Experiment, network: Network): Edited {
  const placed = keepPlacement(experiment.network, network);
  return reshape(experiment, { ...placed, nodes: topologicalOrder(placed) });
}
