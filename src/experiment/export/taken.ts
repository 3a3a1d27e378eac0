import type { ConnectionId, NodeId, Parameters } from '#core/network/network.ts';
import type { Experiment } from '../experiment.ts';

export type Numbers = ArrayLike<number>;
export type PerNode = Readonly<Record<NodeId, Numbers>>;
export type PerConnection = Readonly<Record<ConnectionId, Numbers>>;
export interface Gradients {
  readonly weights: PerConnection;
  readonly biases: PerNode;
}

/** What the page's engine made of the experiment, flattened [sample][unit] and [out][in]. */
export interface Screen {
  /** In words, e.g. “WebGPU, SwiftShader”. */
  readonly engine: string;
  /** Of the rows shown: the mean loss of the forward pass, and mean energies at 0 … T of every predicted node. */
  readonly loss: number;
  readonly energy: Readonly<Record<NodeId, Numbers>>;
  readonly values: PerNode;
  readonly errors: PerNode;
  readonly gradients: Gradients;
  readonly backprop: Gradients;
  /** After an update from each batch. */
  readonly learned: Gradients;
  /** Of each batch before its update. */
  readonly losses: Numbers;
}

/** An experiment at a moment, with everything that a program needs to do it again. */
export interface Taken {
  readonly experiment: Experiment;
  /** As trained so far. */
  readonly parameters: Parameters;
  readonly count: number;
  /** [row][unit] */
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  /** Of every free node [row][unit]; empty unless settlings start at random. */
  readonly noise: PerNode;
  /** Whether these are all rows that train, or only those settled together on screen. */
  readonly isWhole: boolean;
  /** Which of the rows are settled together on screen. */
  readonly shown: readonly number[];
  /** Rows of the first updates from here. */
  readonly batches: readonly (readonly number[])[];
  readonly screen: Screen;
}
