import type { Parameters } from '#core/network/network.ts';
import { targetOf } from '#core/network/topology.ts';
import type { Engine } from '#engine/engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { epochRecord } from '../../epoch-record.ts';
import { Epochs } from '../../epochs.ts';
import type { Material } from '../../fitting-plan.ts';
import type { EpochRecord, Landscape } from '../../frame.ts';
import { Laboratory } from '../../laboratory.ts';
import { landscapeOf } from '../../landscape.ts';
import { learnBatches, type Outcome } from '../../learn.ts';
import { type Alignment, alignmentOf } from './alignment.ts';
import { type Answered, answeredOf, rowsAsked } from './answers.ts';
import { type Separation, separationOf } from './separation.ts';
import { type TwinSettings, twinOf } from './twin.ts';

/** Something of either run: of the first, then of the second. */
export type Both<T> = readonly [T, T];

const both = <T, U>(pair: Both<T>, of: (it: T, side: 0 | 1) => U): Both<U> => [
  of(pair[0], 0),
  of(pair[1], 1),
];
const bothOf = async <T, U>(pair: Both<T>, of: (it: T, side: 0 | 1) => Promise<U>): Promise<Both<U>> =>
  Promise.all(both(pair, of)) as Promise<[U, U]>;

/** What one weight update did in either run. */
export interface PairUpdate {
  /** Epochs made with it. */
  readonly at: number;
  /** The rows both learned from. */
  readonly batch: Uint32Array;
  /** Of the batch, before the update. */
  readonly before: Both<Outcome>;
  readonly alignment: Both<Alignment>;
  readonly diverged: Both<boolean>;
}

/** How both runs stand. */
export interface PairRecord {
  /** Epochs made: a whole number at the end of one. */
  readonly at: number;
  readonly runs: Both<EpochRecord>;
  readonly separation: Separation;
  /** Null where rows have no classes. */
  readonly answered: Answered | null;
  readonly landscapes: Both<Landscape | null>;
}

/** Parameters of a network whose epochs can be gone back to. */
const MOST_RECORDED_PARAMETERS = 200_000;

/**
 * Two runs of one network from one start: each on an engine of its own, under its own settings, from the same weights, by
 * the same batches in the same order. One call at a time.
 */
export class Pair {
  readonly laboratories: Both<Laboratory>;
  readonly #start: Parameters;
  readonly #epochs: Both<Epochs>;

  private constructor(laboratories: Both<Laboratory>, start: Parameters) {
    this.laboratories = laboratories;
    this.#start = start;
    this.#epochs = both(laboratories, () => new Epochs(MOST_RECORDED_PARAMETERS));
  }

  /** From the experiment's own beginning, or from other parameters. */
  static async open(
    engines: Both<Engine>,
    experiment: Experiment,
    material: Material,
    settings: Both<TwinSettings>,
    parameters?: Parameters,
  ): Promise<Pair> {
    const laboratories = await bothOf(engines, (engine, side) =>
      Laboratory.open(engine, twinOf(experiment, settings[side]), material),
    );
    if (parameters) for (const laboratory of laboratories) laboratory.placeParameters(parameters);
    const pair = new Pair(laboratories, await laboratories[0].parameters());
    await pair.keep();
    return pair;
  }

  /** Epochs made, counting the updates of the present one as a part of it. */
  get at(): number {
    const { epoch, batch, batches } = this.laboratories[0];
    return epoch + batch / batches;
  }

  /** Updates made in the present epoch, and those an epoch has. */
  get batch(): number {
    return this.laboratories[0].batch;
  }

  get batches(): number {
    return this.laboratories[0].batches;
  }

  /** Epochs that can be gone back to. */
  get recorded(): readonly number[] {
    return this.#epochs[0].recorded;
  }

  /** One weight update of both, from the next batch. */
  async update(): Promise<PairUpdate> {
    const [batch, same] = both(this.laboratories, (it) => it.nextBatches(1)[0]!);
    if (batch.some((row, i) => row !== same[i]))
      throw new Error('The two runs were given different batches.');
    const steps = await bothOf(this.laboratories, (it) => learnOnce(it, batch));
    return {
      at: this.at,
      batch,
      before: both(steps, (it) => it.before),
      alignment: both(steps, (it) => it.alignment),
      diverged: both(steps, (it) => it.diverged),
    };
  }

  /** Losses, accuracies, answers and distances as both are now. */
  async record(): Promise<PairRecord> {
    const { rows } = this.laboratories[0];
    const runs = await bothOf(this.laboratories, epochRecord);
    const parameters = await bothOf(this.laboratories, (it) => it.parameters());
    const asked = rowsAsked(rows);
    const answers = rows.classes && (await bothOf(this.laboratories, (it) => it.answer(asked.rows)));
    return {
      at: this.at,
      runs,
      separation: separationOf(this.#start, ...parameters),
      answered: answers && answeredOf(rows, asked, answers),
      landscapes: await bothOf(this.laboratories, landscapeOf),
    };
  }

  /** Keeps both as they are at the end of an epoch, to be gone back to; later epochs are forgotten. */
  async keep(): Promise<void> {
    await bothOf(this.laboratories, (it, side) => this.#epochs[side].record(it));
  }

  /** Goes back to the end of an epoch that was kept; false where it was not. */
  seek(epoch: number): boolean {
    const snapshots = both(this.#epochs, (it) => it.at(epoch));
    if (!snapshots[0] || !snapshots[1]) return false;
    for (const [side, laboratory] of this.laboratories.entries()) laboratory.restore(snapshots[side]!);
    return true;
  }
}

/** One update, and the batch's outputs before and after it; everything is submitted before anything is awaited. */
async function learnOnce(laboratory: Laboratory, batch: Uint32Array) {
  const { targets, targetUnits: units } = laboratory.rows;
  const readings = [
    laboratory.answer(batch),
    learnBatches(laboratory, [batch]),
    laboratory.answer(batch),
  ] as const;
  const [before, learning, after] = await Promise.all(readings);
  const wanted = Float64Array.from(
    { length: batch.length * units },
    (_, i) => targets[batch[Math.floor(i / units)]! * units + (i % units)]!,
  );
  return {
    before: learning.outcomes[0]!,
    alignment: alignmentOf(before, after, wanted, units, livingOutputs(laboratory)),
    diverged: learning.diverged,
  };
}

/** Output units that are not removed: those count for nothing. */
function livingOutputs({ experiment }: Laboratory): number[] {
  const { id, units } = targetOf(experiment.network);
  const removed = new Set(experiment.lesions.units[id]);
  return Array.from({ length: units }, (_, i) => i).filter((it) => !removed.has(it));
}
