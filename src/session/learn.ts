import type { Memory } from '#core/plan/plan.ts';
import { OUTCOMES } from '#core/plan/tensors.ts';
import { rule } from '#core/rules/index.ts';
import { type Laboratory, shareOf } from './laboratory.ts';
import { energies } from './readings.ts';

export interface Outcome {
  readonly loss: number;
  readonly accuracy: number | null;
}

/** What a stretch of learning left behind. */
export interface Learning {
  readonly updates: number;
  /** After every epoch, or of each update's batch before it. */
  readonly outcomes: readonly Outcome[];
  /** Settling trace of the last update, mean over its batch. */
  readonly energy: Readonly<Record<string, Memory>>;
  readonly diverged: boolean;
}

export interface Pace {
  /** Milliseconds of work to ask for before looking at the result. */
  readonly stretch: number;
  /** Called after every stretch; false stops. */
  readonly goesOn: (progress: {
    readonly updates: number;
    readonly of: number;
  }) => boolean | Promise<boolean>;
}

const unhindered: Pace = { stretch: 100, goesOn: () => true };

/** Energy may rise this much within a settling before it counts as divergence: far beyond what kinks can do. */
const RUNAWAY = 1000;

/** Whether numbers left every sensible range: not finite, or an energy that must not rise exploding. */
export function hasDiverged(
  laboratory: Laboratory,
  loss: readonly number[],
  energy: Readonly<Record<string, Memory>>,
): boolean {
  if (!loss.every(Number.isFinite)) return true;
  const traces = Object.values(energy);
  const total = (t: number) => traces.reduce((sum, it) => sum + it[t]!, 0);
  const last = Math.max(0, ...traces.map((it) => it.length - 1));
  if (!Number.isFinite(total(last))) return true;
  const { rule: id, inferenceRate } = laboratory.experiment.inference;
  const { linearizedAt, moves } = rule(id);
  if (moves === 'fully') return false;
  const overshoots = laboratory.experiment.network.nodes.some((it) => inferenceRate * it.precision >= 2);
  if (linearizedAt === 'forward' && !overshoots) return false;
  return total(last) > RUNAWAY * Math.max(total(0), 1e-12);
}

/** How many updates make a stretch, from how long the last ones took. */
function nextCount(count: number, milliseconds: number, stretch: number): number {
  const fitting = Math.floor((count * stretch) / Math.max(milliseconds, 0.01));
  return Math.max(1, Math.min(2 * count, fitting, OUTCOMES));
}

/** Makes so many updates, stretch by stretch. Stops where numbers diverge. */
export async function learnUpdates(
  laboratory: Laboratory,
  updates: number,
  pace: Pace = unhindered,
): Promise<Learning> {
  const outcomes: Outcome[] = [];
  let energy: Readonly<Record<string, Memory>> = {};
  let count = 1;
  for (let made = 0; made < updates; ) {
    const began = performance.now();
    const wanted = Math.min(count, updates - made);
    const batches: Uint32Array[] = [];
    while (batches.length < wanted) batches.push(...laboratory.nextBatches(wanted - batches.length));
    const step = await learnBatches(laboratory, batches);
    made += batches.length;
    outcomes.push(...step.outcomes);
    energy = step.energy;
    if (step.diverged || !(await pace.goesOn({ updates: made, of: updates })))
      return { updates: made, outcomes, energy, diverged: step.diverged };
    count = nextCount(batches.length, performance.now() - began, pace.stretch);
  }
  return { updates, outcomes, energy, diverged: false };
}

async function learnBatches(laboratory: Laboratory, batches: readonly Uint32Array[]): Promise<Learning> {
  laboratory.learn(batches);
  const { loss, accuracy } = await laboratory.outcomes(batches.length);
  const { energy } = await laboratory.read({
    energy: energies(laboratory.experiment.network, laboratory.experiment.inference.settleSteps),
  });
  const outcomes = loss.map((value, k) => ({
    loss: value,
    accuracy: accuracy === null ? null : shareOf(accuracy[k]!, batches[k]!.length),
  }));
  return { updates: batches.length, outcomes, energy, diverged: hasDiverged(laboratory, loss, energy) };
}

/** Learns whole epochs (the one under way counts as the first); evaluates the training rows after each. */
export async function learnEpochs(
  laboratory: Laboratory,
  epochs: number,
  pace: Pace = unhindered,
  onEpoch: (outcome: Outcome) => void | Promise<void> = () => {},
): Promise<Learning> {
  const rows = Uint32Array.from({ length: laboratory.rows.training }, (_, i) => i);
  const all = epochs * laboratory.batches - laboratory.batch;
  const outcomes: Outcome[] = [];
  let made = 0;
  let energy: Readonly<Record<string, Memory>> = {};
  let stopped = false;
  const goesOn: Pace['goesOn'] = async ({ updates }) => {
    stopped = !(await pace.goesOn({ updates: made + updates, of: all }));
    return !stopped;
  };
  for (let k = 0; k < epochs; k++) {
    const part = await learnUpdates(laboratory, laboratory.batches - laboratory.batch, { ...pace, goesOn });
    made += part.updates;
    energy = part.energy;
    if (part.diverged) return { updates: made, outcomes, energy, diverged: true };
    if (stopped) break;
    const outcome = await laboratory.evaluate(rows);
    outcomes.push(outcome);
    await onEpoch(outcome);
    if (!Number.isFinite(outcome.loss)) return { updates: made, outcomes, energy, diverged: true };
  }
  return { updates: made, outcomes, energy, diverged: false };
}
