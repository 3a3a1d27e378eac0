import type { DatasetId } from '#core/datasets/index.ts';
import type { ConnectionId, Lesions, Network, NodeId, Parameters, Pins } from '#core/network/network.ts';
import type { OptimizerId } from '#core/optimizers/index.ts';
import type { RuleId } from '#core/rules/index.ts';

export type StartId = 'forward' | 'zero' | 'random' | 'keep';

export interface InferenceSettings {
  readonly rule: RuleId;
  /** η, the size of a settling step. */
  readonly inferenceRate: number;
  /** T, how many steps a settling takes. */
  readonly settleSteps: number;
  readonly start: StartId;
}

export interface LearningSettings {
  readonly optimizer: OptimizerId;
  readonly learningRate: number;
  /** Samples per weight update; at least the number of rows means all of them. */
  readonly batchSize: number;
}

/** A generated or bundled data set, by name. */
export interface NamedData {
  readonly name: DatasetId;
  readonly samples: number;
  /** Standard deviation of the noise, in data units. */
  readonly noise: number;
  readonly seed: number;
  /** Share of the rows that trains, in (0, 1]. */
  readonly split: number;
}

/** The document's own rows, flattened [row][unit]. */
export interface OwnRows {
  readonly name: 'rows';
  readonly count: number;
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly split: number;
  readonly seed: number;
}

/**
 * The whole state of the page as one immutable value: link, file, preset and undo step. Complete: every default
 * is filled in. Field by field it is the document of the contract (version 1), arrays flattened.
 */
export interface Experiment {
  readonly version: 1;
  readonly title: string;
  readonly seed: number;
  readonly network: Network;
  readonly pins: Pins;
  readonly lesions: Lesions;
  /** Given parameters; what is missing is drawn from the seed. */
  readonly parameters: Partial<{
    readonly weights: Readonly<Record<ConnectionId, Float64Array>>;
    readonly biases: Readonly<Record<NodeId, Float64Array>>;
  }>;
  readonly data: NamedData | OwnRows;
  readonly inference: InferenceSettings;
  readonly learning: LearningSettings;
  /** What is shown; free-form. */
  readonly view: Readonly<Record<string, unknown>>;
}

export type { Parameters };
