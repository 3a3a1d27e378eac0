import { flops } from '#core/plan/cost.ts';
import { update } from '#core/plan/programs.ts';
import type { Laboratory } from './laboratory.ts';

/** How fast a step of one of the two clocks is, over the last measurements together. */
export interface Rate {
  readonly milliseconds: number;
  /** Multiplications and additions of matrix products in a nanosecond. */
  readonly gflops: number;
  /** Samples such a step is of. */
  readonly samples: number;
}

/** So many steps took so many milliseconds. */
interface Measurement {
  readonly steps: number;
  readonly milliseconds: number;
}

/** Measurements that are looked back on. */
const RECENT = 15;
/** Fewer settling steps at a time measure the way to the engine and back. */
const FEWEST_STEPS = 10;

/** What the clocks measure while they run: from submitting work to its results being here. */
export class Speed {
  /** A training step: one batch and its weight update. */
  training = $state.raw<Rate | null>(null);
  /** A settling step of the rows on screen. */
  settling = $state.raw<Rate | null>(null);
  readonly #trained: Measurement[] = [];
  readonly #settled: Measurement[] = [];

  /** Another network, batch or engine: what was measured says nothing about it. */
  forget(): void {
    this.#trained.length = 0;
    this.#settled.length = 0;
    this.training = null;
    this.settling = null;
  }

  trained({ plan, experiment, rows }: Laboratory, updates: number, milliseconds: number): void {
    const { rule, settleSteps } = experiment.inference;
    const samples = Math.min(experiment.learning.batchSize, rows.training);
    const operations = flops(plan, update(rule, settleSteps, false), samples);
    this.training = rateOf(this.#trained, { steps: updates, milliseconds }, operations, samples);
  }

  settled({ plan }: Laboratory, samples: number, steps: number, milliseconds: number): void {
    if (steps < FEWEST_STEPS) return;
    const operations = flops(plan, [{ schedule: 'step' }], samples);
    this.settling = rateOf(this.#settled, { steps, milliseconds }, operations, samples);
  }
}

/** One time alone would be off: results that were waited for together come at once. */
function rateOf(recent: Measurement[], latest: Measurement, operations: number, samples: number): Rate {
  recent.push(latest);
  if (recent.length > RECENT) recent.shift();
  const sum = (of: keyof Measurement) => recent.reduce((total, it) => total + it[of], 0);
  const milliseconds = sum('milliseconds') / sum('steps');
  return { milliseconds, gflops: operations / milliseconds / 1e6, samples };
}
