import { gathered } from '#core/datasets/gathered.ts';
import { isFree } from '#core/network/topology.ts';
import * as tensor from '#core/plan/tensors.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { PerNode, Taken } from '#experiment/export/taken.ts';
import type { Material } from '../../fitting-plan.ts';
import { Laboratory } from '../../laboratory.ts';
import { lossAndAccuracy } from '../../readings.ts';
import { settle } from '../../settle.ts';
import { refuseBroken } from '../soundness.ts';
import type { Bench } from '../study.ts';

/** Weight updates that are taken along. */
export const UPDATES = 5;
/** Numbers of rows (inputs, targets, noise of free neurons) up to which all that train are taken, not only those on screen. */
const MOST_NUMBERS = 60_000;

/** The page's experiment at this moment, and what its engine makes of it: a settling of the rows on screen and some updates. */
export async function takeAway(bench: Bench<Taken>, updates = UPDATES): Promise<Taken> {
  // What cannot be written down is said before anything is computed.
  refuseBroken(bench.parameters);
  if (bench.experiment.network.connections.length === 0) throw new Error('The network has no connections.');
  const { engine, material, parameters, rows: onScreen, progress } = bench;
  const experiment: Experiment = { ...bench.experiment, parameters };
  const isWhole = material.rows.training * numbersOfRow(experiment) <= MOST_NUMBERS;
  const rows = isWhole ? range(material.rows.training) : onScreen;
  const shown = isWhole ? Array.from(onScreen) : Array.from(range(onScreen.length));

  await progress(0.1, 'settling the rows on screen');
  const laboratory = await Laboratory.open(engine, experiment, material);
  const noise = await noiseOf(laboratory, rows);
  const settlement = await settle(laboratory, onScreen, experiment.inference.settleSteps);
  const { loss } = await laboratory.evaluate(onScreen);

  await progress(0.5, 'learning from a few batches');
  const batches = isWhole
    ? firstBatches(laboratory, updates)
    : inTurn(rows.length, experiment.learning.batchSize, updates);
  const learner = await Laboratory.open(engine, experiment, material);
  const losses: number[] = [];
  for (const [i, batch] of batches.entries()) {
    learner.learn([Uint32Array.from(batch, (it) => rows[it]!)]);
    const read = await learner.read({ outcomes: lossAndAccuracy(1) });
    losses.push(read.outcomes.loss![0]!);
    await progress(0.5 + (0.5 * (i + 1)) / batches.length, 'learning from a few batches');
  }
  const { energy, values, errors, gradients, backprop } = settlement;
  return {
    experiment,
    parameters,
    count: rows.length,
    ...rowsOf(material, rows),
    noise,
    isWhole,
    shown,
    batches,
    screen: {
      engine: [engine.kind === 'webgpu' ? 'WebGPU' : 'CPU', engine.adapter]
        .filter((it) => it !== '')
        .join(', '),
      loss,
      energy,
      values,
      errors,
      gradients,
      backprop,
      learned: await learner.parameters(),
      losses,
    },
  };
}

const range = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);

function numbersOfRow({ network, inference }: Experiment): number {
  const counted = network.nodes.filter((it) => !isFree(it) || inference.start === 'random');
  return counted.reduce((sum, it) => sum + it.units, 0);
}

const rowsOf = ({ rows: { inputs, targets, inputUnits, targetUnits } }: Material, rows: Uint32Array) => ({
  inputs: gathered(inputs, inputUnits, rows),
  targets: gathered(targets, targetUnits, rows),
});

/** The noise that free neurons start from, as the engine has it. */
async function noiseOf(laboratory: Laboratory, rows: Uint32Array): Promise<PerNode> {
  const { network, inference } = laboratory.experiment;
  if (inference.start !== 'random') return {};
  const free = network.nodes.filter(isFree);
  const noise = Object.fromEntries(free.map(({ id, units }) => [id, new Float64Array(rows.length * units)]));
  let done = 0;
  for (const chunk of laboratory.chunks(rows)) {
    laboratory.present(chunk);
    const parts = await laboratory.engine.read(
      free.map(({ id, units }) => ({ tensor: tensor.nodeTensor('noise', id), length: chunk.length * units })),
    );
    for (const [i, { id, units }] of free.entries()) noise[id]!.set(parts[i]!, done * units);
    done += chunk.length;
  }
  return noise;
}

/** The first batches, in the order drawn from the seed, across the ends of epochs. */
function firstBatches(laboratory: Laboratory, updates: number): number[][] {
  const batches: number[][] = [];
  while (batches.length < updates)
    batches.push(...laboratory.nextBatches(updates - batches.length).map((it) => Array.from(it)));
  return batches;
}

/** Rows in batches as they come. */
const inTurn = (count: number, size: number, updates: number): number[][] =>
  Array.from({ length: Math.min(updates, Math.ceil(count / size)) }, (_, k) =>
    Array.from(range(count).subarray(k * size, (k + 1) * size)),
  );
