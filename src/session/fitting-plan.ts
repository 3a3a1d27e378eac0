import type { Rows } from '#core/datasets/rows.ts';
import { carryOver } from '#core/network/carry-over.ts';
import { initialize } from '#core/network/initialize.ts';
import type { Network, Parameters, Preparation } from '#core/network/network.ts';
import type { CompileOptions } from '#core/plan/compile.ts';
import type { Experiment } from '#experiment/experiment.ts';

/** Floats the per-sample state may take: about a quarter of the 128 MiB that every WebGPU device binds. */
const STATE_BUDGET = 8_000_000;
/** Tensors a node keeps per sample, in both worlds together. */
const TENSORS_PER_UNIT = 14;
/** A whole grid of probes in one go. */
const LARGEST_BATCH = 2304;

/** What an experiment is run on: its rows, and points at which the network is only asked for its answer. */
export interface Material {
  readonly rows: Rows;
  /** [point][input unit] */
  readonly probes: Float64Array;
  /** Where the rows are one row of a set, by itself and in somebody's hands: its number in the set. */
  readonly alone?: number;
}

/** One training row of a set, as rows of its own. */
export function rowAlone({ rows }: Material, row: number): Material {
  const { inputs, targets, inputUnits, targetUnits, classes } = rows;
  return {
    rows: {
      count: 1,
      training: 1,
      inputs: inputs.slice(row * inputUnits, (row + 1) * inputUnits),
      targets: targets.slice(row * targetUnits, (row + 1) * targetUnits),
      inputUnits,
      targetUnits,
      classes,
    },
    probes: new Float64Array(0),
    alone: row,
  };
}

/** The part of an experiment that a plan is compiled from. */
export const preparationOf = ({ network, pins, lesions }: Experiment): Preparation => ({
  network,
  pins,
  lesions,
});

/** Samples the arena is laid out for: the batch, or as many more as make long passes cheap within the budget. */
function capacityFor({ network, learning }: Experiment, material: Material): number {
  const units = network.nodes.reduce((sum, it) => sum + it.units, 0);
  const affordable = Math.floor(STATE_BUDGET / (units * TENSORS_PER_UNIT));
  const longest = Math.max(material.rows.count, probeCountOf(material));
  const batch = Math.min(learning.batchSize, material.rows.training);
  return Math.max(1, batch, Math.min(longest, affordable, LARGEST_BATCH));
}

/** A power of two above the settling, so that dragging T rarely compiles anew. */
const longestFor = (settleSteps: number): number => Math.max(256, 2 ** Math.ceil(Math.log2(settleSteps + 1)));

export const probeCountOf = ({ rows, probes }: Material): number => probes.length / rows.inputUnits;

/** How an experiment's plan is compiled, for settlings of so many steps. */
export function optionsFor(experiment: Experiment, material: Material, settleSteps: number): CompileOptions {
  return {
    rule: experiment.inference.rule,
    start: experiment.inference.start,
    optimizer: experiment.learning.optimizer,
    capacity: capacityFor(experiment, material),
    longestSettling: longestFor(settleSteps),
    rows: material.rows.count + probeCountOf(material),
    classes: material.rows.classes,
    ...(material.alone !== undefined && { handled: true }),
  };
}

/** Two experiments of the same key run on the same plan: precisions, pins and rates are only written. */
export function planKey({ network, lesions }: Experiment, options: CompileOptions): string {
  const nodes = network.nodes.map(({ precision: _, ...node }) => node);
  return JSON.stringify([nodes, network.connections, lesions, options]);
}

/** Parameters that an experiment goes on with: of another network's what still fits, the rest as the document gives or the seed draws it. */
export const carriedInto = (
  { network, seed, parameters }: Experiment,
  before: Network,
  present: Parameters,
): Parameters => carryOver(before, network, present, initialize(network, seed, parameters));
