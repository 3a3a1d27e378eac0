import type { ActivationId } from '#core/activations/index.ts';
import type { LikelihoodId } from '#core/likelihoods/index.ts';
import type { OpId } from '#core/ops/index.ts';

export type NodeId = string;
export type ConnectionId = string;

/** What holds a node's value: a row of the data, its target, or nothing. */
export type ClampSource = 'input' | 'target' | 'free';
export interface Clamp {
  readonly learning: ClampSource;
  readonly testing: ClampSource;
}

/** A layer of value neurons x, predicted by μ = g(a), a = b + Σ W f(x of the source). */
export interface ValueNode {
  readonly id: NodeId;
  readonly units: number;
  /** g: applied to the summed input (activation after the weights). */
  readonly activation: ActivationId;
  /** π > 0: weight of this node's squared error in the energy. */
  readonly precision: number;
  readonly likelihood: LikelihoodId;
  readonly clamp: Clamp;
}

/** Synapses from one node to another. */
export interface Connection {
  readonly id: ConnectionId;
  readonly from: NodeId;
  readonly to: NodeId;
  /** f: applied to the source value (activation before the weights). */
  readonly activation: ActivationId;
  readonly op: OpId;
}

/** A directed acyclic graph of value nodes. */
export interface Network {
  readonly nodes: readonly ValueNode[];
  readonly connections: readonly Connection[];
}

/** Single units held at a value: node → unit index → value. */
export type Pins = Readonly<Record<NodeId, Readonly<Record<string, number>>>>;

/** Removed units (per node) and removed synapses (per connection, as [out, in]). */
export interface Lesions {
  readonly units: Readonly<Record<NodeId, readonly number[]>>;
  readonly weights: Readonly<Record<ConnectionId, readonly (readonly [number, number])[]>>;
}

/** Weights [out][in] and biases [unit], flattened row by row. */
export interface Parameters {
  readonly weights: Readonly<Record<ConnectionId, Float64Array>>;
  readonly biases: Readonly<Record<NodeId, Float64Array>>;
}

/** A network with everything that holds it: what a plan is compiled from. */
export interface Preparation {
  readonly network: Network;
  readonly pins: Pins;
  readonly lesions: Lesions;
}
