import type { Parameters } from '#core/network/network.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { EpochRecord } from './frame.ts';

/** How far a network has come: what an edit that changes its parameters leaves behind, and undo brings back. */
export interface Standing {
  readonly parameters: Parameters;
  readonly epoch: number;
  readonly batch: number;
  readonly updates: number;
  readonly history: readonly EpochRecord[];
}

/** Whether an experiment cannot go on with the parameters of another: others are given, drawn, or of other shape. */
export const needsOthers = (before: Experiment, after: Experiment): boolean =>
  after.seed !== before.seed || after.parameters !== before.parameters || shapeOf(after) !== shapeOf(before);

const shapeOf = ({ network }: Experiment): string =>
  JSON.stringify([
    network.nodes.map(({ id, units }) => [id, units]),
    network.connections.map(({ id, from, to }) => [id, from, to]),
  ]);
