import type { ConnectionId, Network, NodeId } from '#core/network/network.ts';
import type { Comparison } from '#core/telemetry/agreement.ts';
import type { Stamp } from './stamp.ts';

/** One layer of the chosen sample at one settling step. Arrays have one entry a unit. */
export interface NodeFrame {
  readonly id: NodeId;
  readonly values: ArrayLike<number>;
  /** μ and ε = π(x − μ); null where nothing predicts the node. */
  readonly predictions: ArrayLike<number> | null;
  readonly errors: ArrayLike<number> | null;
  /** Σ f′(x) ∘ Wᵀδ: what those it predicts ask of it. A free unit rests where drive = ε. Null where nothing asks. */
  readonly drives: ArrayLike<number> | null;
}

/** The parts of one settling step, in the order in which they happen. */
export type Phase = 'predict' | 'compare' | 'move';

/** The chosen sample at one settling step, or within one; made from engine readings only. */
export interface Moment {
  readonly t: number;
  /** The part of the step towards t that is just done; null where the step is whole. */
  readonly phase: Phase | null;
  readonly nodes: readonly NodeFrame[];
  /** Energy of this sample alone, of every predicted node. */
  readonly energy: Readonly<Record<NodeId, number>>;
  /** Their sum. */
  readonly total: number;
}

/** What happened to the chosen sample and how far back one can look: at most `MOST_RECORDED` settling steps. */
export interface Recorded {
  /** First and last recorded step. */
  readonly first: number;
  readonly last: number;
  at(t: number): Moment | null;
  /** Steps at which a hand held, kicked or let go: from there on the sample is not what its batch is. */
  readonly touched: readonly number[];
}

export const nodeFrames = (
  { nodes }: Network,
  read: Readonly<Record<'values' | 'predictions' | 'errors', Readonly<Record<NodeId, ArrayLike<number>>>>>,
): readonly NodeFrame[] =>
  nodes.map(({ id }) => ({
    id,
    values: read.values[id]!,
    predictions: read.predictions[id] ?? null,
    errors: read.errors[id] ?? null,
    drives: null,
  }));

/** Everything the screen shows of one moment of settling; made from engine readings only, never changed afterwards. */
export interface Frame {
  /** Settling updates made since the start state. */
  readonly t: number;
  /** Rows the energies and gradients are means over. */
  readonly samples: number;
  /** Index of the chosen row among the training rows. */
  readonly sample: number;
  readonly nodes: readonly NodeFrame[];
  /** Energy of the chosen row alone, of every predicted node. */
  readonly energyOfSample: Readonly<Record<NodeId, number>>;
  /** Mean energy of every predicted node, at 0 … t. */
  readonly energy: readonly { readonly id: NodeId; readonly trace: ArrayLike<number> }[];
  /** Sum of the traces at 0 … t: the free energy F (for fixed prediction: the total error). */
  readonly total: ArrayLike<number>;
  /** Flattened [out][in]. */
  readonly weights: Readonly<Record<ConnectionId, ArrayLike<number>>>;
  /** Of the parameters, with the weights that removed synapses return with. */
  readonly stamp: Stamp;
  /** Of the weights: predictive coding's, and backprop's at the forward pass. Empty unless `Session.showGradients` asked. */
  readonly gradients: Readonly<Record<ConnectionId, ArrayLike<number>>>;
  readonly backprop: Readonly<Record<ConnectionId, ArrayLike<number>>>;
  readonly comparison: Comparison;
  /** The settling step `gradients` belong to: t, or an earlier one while a large network is moving. */
  readonly gradientsAt: number;
  /** Further steps would change next to nothing. */
  readonly atRest: boolean;
  /** Energies left every sensible range. */
  readonly diverged: boolean;
}

/** Which stretch of the training rows is settled together: rows on screen are others once it is another. */
export const windowOf = ({ sample, samples }: Pick<Frame, 'sample' | 'samples'>): number =>
  Math.floor(sample / samples);

/** Which of three classes or more the network answers with over the input plane; rows from the top. */
export interface Regions {
  readonly kind: 'regions';
  readonly size: number;
  readonly extent: readonly [number, number];
  readonly classes: number;
  /** Class of the largest output, from 0; −1 where the answer is not a number. */
  readonly winners: ArrayLike<number>;
  /** By how much the largest output is ahead of the second: of a softmax, a difference of probabilities. */
  readonly margins: ArrayLike<number>;
}

/** The network's answer over the input plane (2 inputs) or line (1 input), from the engine's forward pass. */
export type Landscape =
  | {
      readonly kind: 'surface';
      readonly size: number;
      readonly extent: readonly [number, number];
      readonly values: ArrayLike<number>;
    }
  | Regions
  | { readonly kind: 'curve'; readonly xs: ArrayLike<number>; readonly ys: ArrayLike<number> };

/** How often rows of each class were answered with each class, by the forward pass. */
export interface Confusion {
  /** Which rows were asked: the test rows, or the training rows where there are no others. */
  readonly part: 'test' | 'training';
  readonly classes: number;
  /** [class of the row][class answered]; rows whose answer is not a number are left out. */
  readonly counts: ArrayLike<number>;
}

/** Loss and accuracy after an epoch (epoch 0: before any); accuracy null where the rows have no classes. */
export interface EpochRecord {
  readonly epoch: number;
  readonly trainingLoss: number;
  readonly testLoss: number | null;
  readonly trainingAccuracy: number | null;
  readonly testAccuracy: number | null;
  /** Null where the rows have no one-hot classes, or asking for it would cost too much. */
  readonly confusion: Confusion | null;
}

/** Whether what is shown has just the layers of a network. */
export const hasLayersOf = ({ nodes }: Pick<Moment, 'nodes'>, network: Network): boolean =>
  nodes.length === network.nodes.length &&
  network.nodes.every(({ id, units }, i) => nodes[i]!.id === id && nodes[i]!.values.length === units);

/** Whether a frame shows a network of just this shape. */
export function fits(frame: Frame, network: Network): boolean {
  const { weights } = frame;
  const ids = Object.keys(weights);
  return (
    hasLayersOf(frame, network) &&
    ids.length === network.connections.length &&
    network.connections.every((it) => it.id in weights)
  );
}
