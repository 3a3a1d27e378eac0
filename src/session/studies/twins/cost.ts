import { flops } from '#core/plan/cost.ts';
import { update } from '#core/plan/programs.ts';
import type { Laboratory } from '../../laboratory.ts';
import { lossAndAccuracy } from '../../readings.ts';

/** Multiply-adds of the matrix products of one update, for each sample of its batch; what is done element by element is not counted. */
export interface Cost {
  /** As it runs here. */
  readonly run: number;
  /** Of backprop in one sweep forward and back: what backprop run as a settling of its own needs no more than. */
  readonly sweep: number;
}

export function costOf({ plan, experiment }: Laboratory): Cost {
  const { rule, settleSteps } = experiment.inference;
  return {
    run: flops(plan, update(rule, settleSteps, false), 1) / 2,
    sweep: flops(plan, [{ schedule: 'evaluate' }, { schedule: 'sweep' }], 1) / 2,
  };
}

/** What an update has to cost: backprop is not charged for being run as a settling here. */
export const multiplyAdds = (laboratory: Laboratory): number => {
  const { run, sweep } = costOf(laboratory);
  return laboratory.experiment.inference.rule === 'backprop' ? sweep : run;
};

/** How long updates take. */
export interface Timing {
  /** Of one update, in the fastest round: what else the machine does only ever adds to it. */
  readonly milliseconds: number;
  /** Updates submitted together in a round, and rounds. */
  readonly together: number;
  readonly rounds: number;
}

const ROUNDS = 5;
/** Milliseconds a round should last, so that the way to the engine and back is little of it. */
const ROUND = 25;
const MOST_TOGETHER = 1024;

/**
 * Times updates of several laboratories, one after the other and in turns, so that whatever else the machine does
 * meets all of them: from submitting some updates together to their results being here. They are left as they were.
 */
export async function timeUpdates(laboratories: readonly Laboratory[]): Promise<readonly Timing[]> {
  const before = await Promise.all(laboratories.map((it) => it.snapshot()));
  try {
    const counts: number[] = [];
    for (const laboratory of laboratories) counts.push(await countFor(laboratory));
    const times = laboratories.map((): number[] => []);
    for (let k = 0; k < ROUNDS; k++)
      for (const [i, laboratory] of laboratories.entries())
        times[i]!.push((await round(laboratory, counts[i]!)) / counts[i]!);
    return times.map((it, i) => ({
      milliseconds: Math.min(...it),
      together: counts[i]!,
      rounds: ROUNDS,
    }));
  } finally {
    for (const [i, laboratory] of laboratories.entries()) laboratory.restore(before[i]!);
  }
}

/** Updates that fill a round: doubled until one is full. The rounds that find it warm the engine up. */
async function countFor(laboratory: Laboratory): Promise<number> {
  let updates = 1;
  await round(laboratory, updates);
  while (updates < MOST_TOGETHER && (await round(laboratory, updates)) < ROUND) updates *= 2;
  return updates;
}

/** Milliseconds that so many updates took together. */
async function round(laboratory: Laboratory, updates: number): Promise<number> {
  const batches: Uint32Array[] = [];
  while (batches.length < updates) batches.push(...laboratory.nextBatches(updates - batches.length));
  const began = performance.now();
  laboratory.learn(batches);
  await laboratory.read({ outcomes: lossAndAccuracy(updates) });
  return performance.now() - began;
}
