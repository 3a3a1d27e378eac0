import type { ActivationId } from '#core/activations/index.ts';
import type { LikelihoodId } from '#core/likelihoods/index.ts';
import type { Clamp, Connection, Network, Parameters, ValueNode } from '#core/network/network.ts';
import { nodeOf } from '#core/network/topology.ts';
import type {
  Experiment,
  InferenceSettings,
  LearningSettings,
  NamedData,
  OwnRows,
  StartId,
} from './experiment.ts';
import { settings } from './schema.ts';

type Matrix = readonly (readonly number[])[];

export interface NodeDocument {
  readonly id: string;
  readonly units: number;
  readonly activation?: ActivationId;
  readonly precision?: number;
  readonly likelihood?: LikelihoodId;
  readonly clamp?: Partial<Clamp>;
}

export interface ConnectionDocument {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly activation?: ActivationId;
}

export interface NetworkDocument {
  readonly nodes: readonly NodeDocument[];
  readonly connections: readonly ConnectionDocument[];
}

export interface RowsDocument {
  readonly name: 'rows';
  readonly inputs: Matrix;
  readonly targets: Matrix;
  readonly split?: number;
  readonly seed?: number;
}

/** The JSON form of an experiment: what files, links and presets hold and `parse` reads. */
export interface ExperimentDocument {
  readonly version: 1;
  readonly title?: string;
  readonly seed?: number;
  readonly network: NetworkDocument;
  readonly pins?: Experiment['pins'];
  readonly lesions?: Partial<Experiment['lesions']>;
  readonly parameters?: {
    readonly weights?: Readonly<Record<string, Matrix>>;
    readonly biases?: Readonly<Record<string, readonly number[]>>;
  };
  readonly data?: (Pick<NamedData, 'name'> & Partial<NamedData>) | RowsDocument;
  readonly inference?: Partial<Omit<InferenceSettings, 'start'>> & { readonly start?: StartId };
  readonly learning?: Partial<LearningSettings>;
  readonly view?: Experiment['view'];
}

/**
 * The experiment as plain JSON, sharing nothing with it, defaults left out where that is easier to read; with
 * `parameters` instead of its own where given. `parse` gives the experiment back, without issues.
 */
export function toDocument(
  experiment: Experiment,
  parameters: Experiment['parameters'] = experiment.parameters,
): ExperimentDocument {
  const { version, title, seed, network, pins, lesions, data, inference, learning, view } = experiment;
  return {
    version,
    title,
    seed,
    network: { nodes: network.nodes.map(toNode), connections: network.connections.map(toConnection) },
    ...(!isEmpty(pins) && { pins: structuredClone(pins) }),
    ...(!(isEmpty(lesions.units) && isEmpty(lesions.weights)) && {
      lesions: structuredClone(withoutEmpty(lesions)),
    }),
    ...(!isEmpty(parameters) && { parameters: toParameters(parameters, network) }),
    data: data.name === 'rows' ? toRows(data) : { ...data },
    inference: { ...inference },
    learning: { ...learning },
    ...(!isEmpty(view) && { view: structuredClone(view) }),
  };
}

const isEmpty = (record: object): boolean => Object.keys(record).length === 0;

const withoutEmpty = <T extends object>(records: T): Partial<T> =>
  Object.fromEntries(Object.entries(records).filter(([, record]) => !isEmpty(record))) as Partial<T>;

function toNode({ id, units, activation, precision, likelihood, clamp }: ValueNode): NodeDocument {
  return {
    id,
    units,
    ...(activation !== 'identity' && { activation }),
    ...(precision !== settings.precision.default && { precision }),
    ...(likelihood !== 'gaussian' && { likelihood }),
    ...((clamp.learning !== 'free' || clamp.testing !== 'free') && { clamp: { ...clamp } }),
  };
}

function toConnection({ id, from, to, activation }: Connection): ConnectionDocument {
  return { id, from, to, ...(activation !== 'identity' && { activation }) };
}

function toParameters(
  { weights = {}, biases = {} }: Experiment['parameters'] | Parameters,
  network: Network,
): NonNullable<ExperimentDocument['parameters']> {
  const units = new Map(network.connections.map((it) => [it.id, nodeOf(network, it.to).units]));
  return withoutEmpty({
    weights: mapRecord(weights, (flat, id) => toMatrix(flat, units.get(id)!)),
    biases: mapRecord(biases, (flat) => Array.from(flat)),
  });
}

function toRows({ count, inputs, targets, split, seed }: OwnRows): RowsDocument {
  return {
    name: 'rows',
    inputs: toMatrix(inputs, count),
    targets: toMatrix(targets, count),
    ...(split !== settings.split.default && { split }),
    ...(seed !== settings.dataSeed.default && { seed }),
  };
}

/** Row by row into `rows` rows. */
function toMatrix(flat: Float64Array, rows: number): Matrix {
  const columns = flat.length / rows;
  return Array.from({ length: rows }, (_, row) =>
    Array.from(flat.subarray(row * columns, (row + 1) * columns)),
  );
}

const mapRecord = <T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
