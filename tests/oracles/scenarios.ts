import { gaussian, type Random, stream } from '#core/math/random.ts';
import type { Network, Parameters, Preparation } from '#core/network/network.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine } from '#engine/engine.ts';
import type { ConnectionDocument, ExperimentDocument, NodeDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { fixedInference } from '#experiment/parse-inference.ts';
import { Laboratory } from '#session/laboratory.ts';
import { materialOf } from '#session/material.ts';
import { type Settlement, settle } from '#session/settle.ts';

/*
 * Experiments for laws: random networks as documents, and the shortest way from a document to what it settles to.
 */

export type Activation = NonNullable<NodeDocument['activation']>;
export const smooth: readonly Activation[] = ['tanh', 'sigmoid', 'gelu', 'softplus'];
export const offered: readonly Activation[] = ['identity', 'relu', 'leaky-relu', ...smooth];

export interface Traits {
  /** Drawn from for nodes and connections. */
  readonly activations: readonly Activation[];
  /** π is 1 everywhere, 1 on all but the target, or anything. */
  readonly precisions: 'one' | 'target' | 'any';
  readonly likelihoods: readonly ('gaussian' | 'categorical')[];
  /**
   * `equal`: every path from a free node to the target is equally long (the input may skip). `any`: free nodes skip
   * too, in parallel, and there are free roots, dead ends and nodes below the target.
   */
  readonly paths: 'equal' | 'any';
  /** Hidden levels, from and to. */
  readonly hidden: readonly [number, number];
  readonly units: readonly [number, number];
  readonly samples: readonly [number, number];
}

const anything: Traits = {
  activations: offered,
  precisions: 'any',
  likelihoods: ['gaussian', 'gaussian', 'categorical'],
  paths: 'any',
  hidden: [0, 4],
  units: [1, 5],
  samples: [1, 4],
};

/** Numbers and choices drawn from one stream. */
export class Draw {
  readonly uniform: Random;
  readonly normal: Random;

  constructor(seed: number, what: string) {
    this.uniform = stream(seed, 'scenario', what);
    this.normal = gaussian(stream(seed, 'scenario normal', what));
  }

  whole([from, to]: readonly [number, number]): number {
    return from + Math.floor(this.uniform() * (to - from + 1));
  }

  one<T>(items: readonly T[]): T {
    return items[Math.floor(this.uniform() * items.length)]!;
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  normals(count: number, scale = 1): number[] {
    return Array.from({ length: count }, () => scale * this.normal());
  }

  matrix(rows: number, columns: number, scale = 1): number[][] {
    return Array.from({ length: rows }, () => this.normals(columns, scale));
  }

  /** A row of probabilities. */
  distribution(units: number): number[] {
    const shares = Array.from({ length: units }, () => this.uniform() + 0.05);
    const total = shares.reduce((a, b) => a + b, 0);
    return shares.map((it) => it / total);
  }
}

interface Growing {
  readonly nodes: NodeDocument[];
  readonly connections: ConnectionDocument[];
}

/** A random network with random biases and rows; weights are drawn from the document's own seed. */
export function randomExperiment(seed: number, traits: Partial<Traits> = {}): ExperimentDocument {
  const all = { ...anything, ...traits };
  const draw = new Draw(seed, 'experiment');
  const network = randomNetwork(draw, all);
  const units = (role: string) => network.nodes.find((it) => it.clamp?.learning === role)!.units;
  const target = network.nodes.find((it) => it.clamp?.learning === 'target')!;
  const samples = draw.whole(all.samples);
  const targets =
    target.likelihood === 'categorical'
      ? Array.from({ length: samples }, () => draw.distribution(target.units))
      : draw.matrix(samples, target.units);
  const predicted = network.nodes.filter((it) => network.connections.some(({ to }) => to === it.id));
  return {
    version: 1,
    seed,
    network,
    parameters: {
      biases: Object.fromEntries(predicted.map((it) => [it.id, draw.normals(it.units, 0.3)])),
    },
    data: { name: 'rows', inputs: draw.matrix(samples, units('input')), targets },
  };
}

function randomNetwork(draw: Draw, traits: Traits): Growing {
  const hidden = draw.whole(traits.hidden);
  const precision = (isTarget: boolean) => {
    const free = traits.precisions === 'any' || (isTarget && traits.precisions === 'target');
    return free ? Math.round(1000 * Math.exp(2 * (draw.uniform() - 0.5))) / 1000 : 1;
  };
  const levels: NodeDocument[][] = [
    [{ id: 'in', units: draw.whole(traits.units), clamp: { learning: 'input', testing: 'input' } }],
  ];
  for (let l = 1; l <= hidden; l++)
    levels.push(
      Array.from({ length: draw.chance(0.3) ? 2 : 1 }, (_, k) => ({
        id: `h${l}${'ab'[k]}`,
        units: draw.whole(traits.units),
        activation: draw.one(traits.activations),
        precision: precision(false),
      })),
    );
  const likelihood = draw.one(traits.likelihoods);
  levels.push([
    {
      id: 'out',
      units: draw.whole(traits.units),
      activation: likelihood === 'categorical' ? 'identity' : draw.one(traits.activations),
      precision: precision(true),
      likelihood,
      clamp: { learning: 'target', testing: 'free' },
    },
  ]);
  const growing: Growing = { nodes: levels.flat(), connections: [] };
  connectLevels(draw, traits, levels, growing);
  if (traits.paths === 'any') complicate(draw, traits, levels, growing, likelihood === 'gaussian');
  return growing;
}

function connect(draw: Draw, traits: Traits, { connections }: Growing, from: string, to: string): void {
  const activation = draw.chance(0.5) ? draw.one(traits.activations) : 'identity';
  connections.push({ id: `${from}>${to}#${connections.length}`, from, to, activation });
}

/** Every node is predicted from the level above it and predicts one below; the input may skip levels. */
function connectLevels(
  draw: Draw,
  traits: Traits,
  levels: readonly NodeDocument[][],
  growing: Growing,
): void {
  for (let l = 1; l < levels.length; l++) {
    const above = levels[l - 1]!;
    for (const { id } of levels[l]!) {
      connect(draw, traits, growing, draw.one(above).id, id);
      if (l > 1 && draw.chance(0.3)) connect(draw, traits, growing, 'in', id);
    }
    for (const { id } of above)
      if (!growing.connections.some((it) => it.from === id))
        connect(draw, traits, growing, id, draw.one(levels[l]!).id);
  }
}

/** Adds what a graph may have besides layers: skips, twins, free roots, dead ends, something below the target. */
function complicate(
  draw: Draw,
  traits: Traits,
  levels: readonly NodeDocument[][],
  growing: Growing,
  targetMayPredict: boolean,
): void {
  const add = (id: string) => {
    growing.nodes.push({ id, units: draw.whole(traits.units), activation: draw.one(traits.activations) });
    return id;
  };
  for (let l = 1; l < levels.length - 1; l++) {
    const { id } = draw.one(levels[l]!);
    if (draw.chance(0.5))
      connect(draw, traits, growing, id, draw.one(levels[draw.whole([l + 1, levels.length - 1])]!).id);
    if (draw.chance(0.25)) connect(draw, traits, growing, id, add(`dead end of ${id}`));
  }
  if (draw.chance(0.25)) connect(draw, traits, growing, draw.one(levels[0]!).id, draw.one(levels[1]!).id);
  if (draw.chance(0.25))
    connect(draw, traits, growing, add('free root'), draw.one(levels.slice(1).flat()).id);
  if (targetMayPredict && draw.chance(0.25)) connect(draw, traits, growing, 'out', add('below the target'));
}

/** Numbered cases for `test.each`. */
export const seeds = (count: number, from = 1): readonly number[] =>
  Array.from({ length: count }, (_, k) => from + k);

/** What a document says, which must be without fault. */
export function understood(document: ExperimentDocument): Experiment {
  const { value, issues } = parse(document);
  if (!value || issues.length > 0) throw new Error(JSON.stringify(issues));
  return value;
}

export async function open(
  document: ExperimentDocument,
  engine: Engine = new CpuEngine('float64'),
): Promise<Laboratory> {
  const experiment = understood(document);
  const material = await materialOf(experiment, () =>
    Promise.reject(new Error('these scenarios need no file')),
  );
  return Laboratory.open(engine, experiment, material);
}

/** The same document under other inference settings; those that a rule fixes are left out. */
export const under = (
  document: ExperimentDocument,
  inference: NonNullable<ExperimentDocument['inference']>,
): ExperimentDocument => ({ ...document, inference });

/** A network with what holds it and its parameters: what the oracles compute from. */
export interface Case extends Preparation {
  readonly parameters: Parameters;
}

export async function caseOf(laboratory: Laboratory): Promise<Case> {
  return { ...laboratory.preparation, parameters: await laboratory.parameters() };
}

export interface Settled extends Settlement {
  readonly laboratory: Laboratory;
  readonly model: Case;
  readonly inputs: readonly number[][];
  readonly targets: readonly number[][];
}

/** The steps asked for, or those that the rule fixes. */
function stepsOf({ network, inference }: Experiment, asked = inference.settleSteps): number {
  return fixedInference(inference.rule, network)?.settleSteps ?? asked;
}

/** Rows of a document, settled from the start state for T steps. */
export const settleRows = (
  laboratory: Laboratory,
  rows: ArrayLike<number>,
  settleSteps?: number,
): Promise<Settlement> => settle(laboratory, rows, stepsOf(laboratory.experiment, settleSteps));

/** All rows of a document, settled from the start state for T steps (or those of its rule) on the float64 reference. */
export async function settled(document: ExperimentDocument, settleSteps?: number): Promise<Settled> {
  const laboratory = await open(document);
  const rows = laboratory.rows;
  const all = Array.from({ length: rows.count }, (_, row) => row);
  return {
    ...(await settleRows(laboratory, all, settleSteps)),
    laboratory,
    model: await caseOf(laboratory),
    inputs: split(rows.inputs, rows.inputUnits),
    targets: split(rows.targets, rows.targetUnits),
  };
}

/** A flat array as rows of so many columns. */
export const split = (flat: ArrayLike<number>, columns: number): number[][] =>
  Array.from({ length: flat.length / columns }, (_, row) =>
    Array.from({ length: columns }, (_, column) => flat[row * columns + column]!),
  );

/** One sample of every node. */
export function sampleOf(
  network: Network,
  arrays: Readonly<Record<string, ArrayLike<number>>>,
  sample: number,
): Record<string, number[]> {
  const nodes = network.nodes.filter((it) => it.id in arrays);
  return Object.fromEntries(nodes.map(({ id, units }) => [id, split(arrays[id]!, units)[sample]!]));
}

/** Sum over the nodes of their traces, at 0 … T. */
export function totalEnergy({ energy }: Pick<Settlement, 'energy'>): number[] {
  const traces = Object.values(energy);
  return traces[0]!.map((_, t) => traces.reduce((sum, it) => sum + it[t]!, 0));
}

/** Largest difference relative to the largest entry expected; 0 where both are all zero. */
export function deviation(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    most = Math.max(most, difference);
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return most === 0 ? 0 : most / scale;
}

type Arrays = Readonly<Record<string, ArrayLike<number>>>;
interface Gradients {
  readonly weights: Arrays;
  readonly biases: Arrays;
}

/** The largest deviation of any weight's or bias's gradient, relative to the largest entry of all of them. */
export function gradientDeviation(actual: Gradients, expected: Gradients): number {
  const flat = (it: Gradients) => [it.weights, it.biases].flatMap((part) => concatenated(part));
  return deviation(flat(actual), flat(expected));
}

/** All numbers of a record, in the order of its keys' names. */
export const concatenated = (arrays: Arrays): number[] =>
  Object.keys(arrays)
    .sort()
    .flatMap((id) => Array.from(arrays[id]!));
