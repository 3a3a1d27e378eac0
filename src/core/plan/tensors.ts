import type { ConnectionId, NodeId } from '#core/network/network.ts';
import type { TensorName } from './plan.ts';

/** What is kept per node and sample. */
export type NodeTensor =
  | 'value'
  | 'forward'
  | 'preactivation'
  | 'prediction'
  | 'error'
  | 'delta'
  | 'drive'
  | 'energy'
  | 'correct'
  | 'noise';

/** What is kept per node, whatever the sample. */
export type UnitTensor =
  | 'bias'
  | 'biasGradient'
  | 'moves'
  | 'held'
  | 'alive'
  /** Never written: 0 for every unit. */
  | 'uncounted'
  | 'precision'
  | 'rate'
  | 'trace';
export type ConnectionTensor = 'weight' | 'gradient' | 'mask' | 'activity';

/** The state of the network proper, or of the backprop rival that runs beside it on the same parameters. */
export type World = 'settling' | 'rival';

const prefix = (world: World) => (world === 'rival' ? 'rival ' : '');

/** Names of tensors in the arena. Different kinds of things never share a first word, so ids cannot clash. */
export const nodeTensor = (
  what: NodeTensor | UnitTensor,
  id: NodeId,
  world: World = 'settling',
): TensorName => `${prefix(world)}${what}(${id})`;
export const connectionTensor = (
  what: ConnectionTensor,
  id: ConnectionId,
  world: World = 'settling',
): TensorName => `${prefix(world)}${what}(${id})`;
export const optimizerTensor = (what: string, parameter: TensorName): TensorName => `${what} of ${parameter}`;

export const INPUTS = 'data inputs';
export const TARGETS = 'data targets';
/** Which rows of the data the batch holds. */
export const ROWS = 'batch rows';
/** Settling updates since the start. */
export const CLOCK = 'clock';
/** Weight updates whose outcome was recorded, and batches whose evaluation was, since either was set to 0. */
export const UPDATES = 'updates';
export const EVALUATIONS = 'evaluations';
export const UPDATE_LOSS = 'loss of updates';
export const UPDATE_ACCURACY = 'accuracy of updates';
export const EVALUATED_LOSS = 'loss of evaluations';
export const EVALUATED_ACCURACY = 'accuracy of evaluations';
/** Per connection, then of all together: the figures of `core/telemetry/agreement.ts`; sums of parts on the way to them. */
export const AGREEMENT = 'agreement';
export const LENGTH_SUMS = 'lengths of parts';
export const LEG_SUMS = 'legs of parts';
export const LEG_SUMS_OF_ALL = 'legs of parts, units of all';
export const CORRECTIONS = 'adam corrections';

/** Entries of the outcome traces, unless a plan asks for fewer: read at least this often. */
export const OUTCOMES = 4096;
