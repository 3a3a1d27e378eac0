import type { Memory } from '#core/plan/plan.ts';
import { rule } from '#core/rules/index.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { type Laboratory, shareOf } from './laboratory.ts';
import { Portion } from './portion.ts';
import { energies, lossAndAccuracy } from './readings.ts';

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

/** How updates are asked for. */
export interface Flow {
  /** Updates submitted together. */
  readonly portion: Portion;
  /** Submissions under way at a time: while one is computed, the results of the one before are on their way. */
  readonly inFlight: number;
  /** Called after every submission; false submits no more. */
  readonly goesOn: (progress: {
    readonly updates: number;
    readonly of: number;
  }) => boolean | Promise<boolean>;
  /** So many updates took so long, waiting for earlier ones left out. */
  readonly landed: (updates: number, milliseconds: number) => void;
}

/** Milliseconds a submission takes where nobody waits for a picture. */
const UNHURRIED = 100;

/** Energy may rise this much within a settling before it counts as divergence: far beyond what kinks can do. */
const RUNAWAY = 1000;

/** Whether a settling's mean energy left every sensible range: not finite, or, where it must not rise, exploding. */
export function hasRunAway({ inference, network }: Experiment, atStart: number, atEnd: number): boolean {
  if (!Number.isFinite(atEnd)) return true;
  const { linearizedAt, moves } = rule(inference.rule);
  if (moves === 'fully') return false;
  const overshoots = network.nodes.some((it) => inference.inferenceRate * it.precision >= 2);
  if (linearizedAt === 'forward' && !overshoots) return false;
  return atEnd > RUNAWAY * Math.max(atStart, 1e-12);
}

/** Whether the losses, or the energies of the last settling, did. */
export function hasDiverged(
  { experiment }: Pick<Laboratory, 'experiment'>,
  loss: ArrayLike<number>,
  energy: Readonly<Record<string, Memory>>,
): boolean {
  if (!Array.from(loss).every(Number.isFinite)) return true;
  const traces = Object.values(energy);
  const total = (t: number) => traces.reduce((sum, it) => sum + it[t]!, 0);
  const last = Math.max(0, ...traces.map((it) => it.length - 1));
  return hasRunAway(experiment, total(0), total(last));
}

/** Makes so many updates, portion by portion. Stops where numbers diverge. */
export async function learnUpdates(
  laboratory: Laboratory,
  updates: number,
  {
    portion = new Portion(UNHURRIED),
    inFlight = 1,
    goesOn = () => true,
    landed = () => {},
  }: Partial<Flow> = {},
): Promise<Learning> {
  const outcomes: Outcome[] = [];
  const flights: { readonly learning: Promise<Learning>; readonly began: number }[] = [];
  let energy: Learning['energy'] = {};
  let [asked, made] = [0, 0];
  let lastLanding = 0;
  let [diverged, stopped] = [false, false];
  for (;;) {
    while (!stopped && asked < updates && flights.length < inFlight) {
      const batches = nextBatches(laboratory, Math.min(portion.size, updates - asked));
      flights.push({ began: performance.now(), learning: learnBatches(laboratory, batches) });
      asked += batches.length;
    }
    const flight = flights.shift();
    if (!flight) return { updates: made, outcomes, energy, diverged };
    const step = await flight.learning;
    if (diverged) continue;
    const now = performance.now();
    const span = now - Math.max(flight.began, lastLanding);
    lastLanding = now;
    portion.took(step.updates, span);
    landed(step.updates, span);
    made += step.updates;
    outcomes.push(...step.outcomes);
    energy = step.energy;
    diverged = step.diverged;
    stopped ||= diverged || !(await goesOn({ updates: made, of: updates }));
  }
}

/** Across the ends of epochs. */
function nextBatches(laboratory: Laboratory, count: number): readonly Uint32Array[] {
  const batches: Uint32Array[] = [];
  while (batches.length < count) batches.push(...laboratory.nextBatches(count - batches.length));
  return batches;
}

/** One update from each of these batches, submitted together before anything is awaited. */
export async function learnBatches(
  laboratory: Laboratory,
  batches: readonly Uint32Array[],
): Promise<Learning> {
  const { network, inference } = laboratory.experiment;
  laboratory.learn(batches);
  const read = await laboratory.read({
    outcomes: lossAndAccuracy(batches.length),
    energy: energies(network, inference.settleSteps),
  });
  const { loss, accuracy } = read.outcomes;
  const outcomes = batches.map(({ length }, k) => ({
    loss: loss![k]!,
    accuracy: laboratory.rows.classes === null ? null : shareOf(accuracy![k]!, length),
  }));
  const diverged = hasDiverged(laboratory, loss!, read.energy);
  return { updates: batches.length, outcomes, energy: read.energy, diverged };
}

/** Learns whole epochs (the one under way counts as the first); evaluates the training rows after each. */
export async function learnEpochs(
  laboratory: Laboratory,
  epochs: number,
  flow: Partial<Flow> = {},
  onEpoch: (outcome: Outcome) => void | Promise<void> = () => {},
): Promise<Learning> {
  const rows = Uint32Array.from({ length: laboratory.rows.training }, (_, i) => i);
  const all = epochs * laboratory.batches - laboratory.batch;
  const outcomes: Outcome[] = [];
  const portion = flow.portion ?? new Portion(UNHURRIED);
  let made = 0;
  let energy: Readonly<Record<string, Memory>> = {};
  let stopped = false;
  const goesOn: Flow['goesOn'] = async ({ updates }) => {
    stopped = !((await flow.goesOn?.({ updates: made + updates, of: all })) ?? true);
    return !stopped;
  };
  for (let k = 0; k < epochs; k++) {
    const part = await learnUpdates(laboratory, laboratory.batches - laboratory.batch, {
      ...flow,
      portion,
      goesOn,
    });
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
