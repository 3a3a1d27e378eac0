import { flops } from '#core/plan/cost.ts';
import { update } from '#core/plan/programs.ts';
import type { Laboratory } from '../../laboratory.ts';
import { lossAndAccuracy } from '../../readings.ts';

/** Multiply-adds of the matrix products of one update, for each sample of its batch; what is done element by element is not counted. */
export function multiplyAdds({ plan, experiment }: Laboratory): number {
  const { rule, settleSteps } = experiment.inference;
  return flops(plan, update(rule, settleSteps, false), 1) / 2;
}

/** How long updates take. */
export interface Timing {
  /** Of one update: the median of the rounds. */
  readonly milliseconds: number;
  /** Updates submitted together in a round, and rounds. */
  readonly together: number;
  readonly rounds: number;
}

const ROUNDS = 5;
/** Milliseconds a round should last, so that the way to the engine and back is little of it. */
const ROUND = 30;
const MOST_TOGETHER = 64;

/**
 * Times updates with nothing else on their engine: from submitting some of them together to their results being here. The
 * laboratory is left as it was.
 */
export async function timeUpdates(laboratory: Laboratory): Promise<Timing> {
  const before = await laboratory.snapshot();
  try {
    await round(laboratory, 1);
    const single = await round(laboratory, 1);
    const together = Math.min(MOST_TOGETHER, Math.max(1, Math.round(ROUND / Math.max(single, 1e-3))));
    const times: number[] = [];
    for (let k = 0; k < ROUNDS; k++) times.push((await round(laboratory, together)) / together);
    return { milliseconds: times.sort((a, b) => a - b)[(ROUNDS - 1) / 2]!, together, rounds: ROUNDS };
  } finally {
    laboratory.restore(before);
  }
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
