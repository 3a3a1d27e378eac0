import type { Contestant, Training } from './contestants/contestant.ts';
import type { Entry } from './contestants/index.ts';
import type { Case } from './networks.ts';
import { flopsOf, type Problem, problemOf } from './problem.ts';
import { median } from './statistics.ts';
import { complaint, type Deviations, deviationsOf, referenceOf } from './verify.ts';

/** A turn lasts at least this long, in milliseconds. */
const TURN = 200;
/** Warming up takes as many steps as fit into this: compilers tier up, caches fill. */
const WARMING = 400;
/** A step that takes longer has turns in the first rounds only. */
const SLOW = 3000;
/** Settling steps of a shortened training step, from which a whole one's time is guessed. */
const PROBED = 2;
/** To verify, to warm up, to time. */
const FEWEST_STEPS = 3;
const ROUNDS = { fewest: 3, most: 25, slow: 2 } as const;

/** How the failure of one begins that would take too long. */
export const NO_TIME = 'no time';

export interface Opened {
  readonly entry: Entry;
  readonly contestant: Contestant;
  /** Floating-point operations a millisecond, the most so far: larger networks are seldom slower for their size. */
  rate: number;
}

export interface Row {
  readonly name: string;
  /** Milliseconds a training step, by round; null where it had no turn. */
  readonly times: readonly (number | null)[];
  /** Over the rounds; null where there was no turn. */
  readonly median: number | null;
  readonly deviations: Deviations | null;
  /** Why there are no times. */
  readonly failure: string | null;
}

export interface CaseResult {
  readonly case: Case;
  readonly flops: number;
  readonly rows: readonly Row[];
}

class Runner {
  readonly name: string;
  readonly times: (number | null)[] = [];
  readonly #opened: Opened;
  #training: Training | null = null;
  #deviations: Deviations | null = null;
  #failure: string | null = null;
  #estimate = 0;

  constructor(opened: Opened) {
    this.#opened = opened;
    this.name = opened.entry.name;
  }

  get isReady(): boolean {
    return this.#training !== null;
  }

  get failure(): string | null {
    return this.#failure;
  }

  get isSlow(): boolean {
    return this.#estimate > SLOW;
  }

  /** Guesses whether it can be verified and timed in so many milliseconds; if not, it takes no part. */
  async fits(problem: Problem, flops: number, milliseconds: number): Promise<boolean> {
    if (FEWEST_STEPS * (flops / this.#opened.rate) < milliseconds) return true;
    await this.#try(async () => {
      const shortened = { ...problem, settleSteps: Math.min(PROBED, problem.settleSteps) };
      const training = await this.#opened.contestant.prepare(shortened);
      // The first step compiles.
      await training.step();
      const expected = (await stepsWithin(training, 0)) * (flops / flopsOf(shortened));
      training.dispose();
      if (FEWEST_STEPS * expected > milliseconds)
        throw new Error(`${NO_TIME}: about ${Math.round(expected / 1000)} s a step`);
    });
    return this.#failure === null;
  }

  /** Compiles, verifies the first step, warms up. */
  async ready(problem: Problem, reference: Awaited<ReturnType<typeof referenceOf>>, flops: number) {
    await this.#try(async () => {
      this.#training = await this.#opened.contestant.prepare(problem);
      await this.#training.step();
      this.#deviations = deviationsOf(await this.#training.outcome(), reference, problem);
      const wrong = complaint(this.#deviations);
      if (wrong) throw new Error(wrong);
      // The first step may have compiled: it tells nothing of the next.
      this.#estimate = await stepsWithin(this.#training, WARMING);
      this.#opened.rate = Math.max(this.#opened.rate, flops / this.#estimate);
    });
  }

  async turn(): Promise<void> {
    const round = this.times.push(null) - 1;
    await this.#try(async () => {
      this.times[round] = await stepsWithin(this.#training!, TURN);
    });
  }

  skip(): void {
    this.times.push(null);
  }

  row(): Row {
    const taken = this.times.filter((it) => it !== null);
    return {
      name: this.name,
      times: this.times,
      median: taken.length > 0 ? median(taken) : null,
      deviations: this.#deviations,
      failure: this.#failure,
    };
  }

  dispose(): void {
    this.#training?.dispose();
    this.#training = null;
  }

  async #try(what: () => Promise<void>): Promise<void> {
    try {
      await what();
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : `${error}`;
      this.dispose();
    }
  }
}

/** Milliseconds a step: the mean over as many as begin within the time. */
export async function stepsWithin(training: Training, milliseconds: number): Promise<number> {
  const from = performance.now();
  let steps = 0;
  do {
    await training.step();
    steps++;
  } while (performance.now() - from < milliseconds);
  return (performance.now() - from) / steps;
}

/** Everyone on one network, in turns, until `deadline` (of `performance.now`) or the most rounds. */
export async function measureCase(
  it: Case,
  opened: readonly Opened[],
  deadline: number,
  say: (line: string) => void,
): Promise<CaseResult> {
  const problem = problemOf(it);
  const flops = flopsOf(it);
  say(`${it.name}: the reference in float64`);
  const reference = await referenceOf(problem);
  const runners = opened.map((it) => new Runner(it));
  for (const runner of runners) {
    say(`${it.name}: ${runner.name} gets ready`);
    const left = Math.max(deadline - performance.now(), SLOW);
    if (await runner.fits(problem, flops, left)) await runner.ready(problem, reference, flops);
    if (runner.failure) say(`${it.name}: ${runner.name} takes no part: ${runner.failure}`);
  }
  for (let round = 0; round < ROUNDS.most; round++) {
    if (round >= ROUNDS.fewest && performance.now() > deadline) break;
    say(`${it.name}: round ${round + 1}`);
    // There and back again, so that nobody always follows the same neighbour.
    const order = round % 2 === 0 ? runners : runners.toReversed();
    for (const runner of order) {
      const mayTurn =
        !runner.isSlow || (round < ROUNDS.slow && (round === 0 || performance.now() < deadline));
      if (runner.isReady && mayTurn) await runner.turn();
      else runner.skip();
    }
  }
  for (const runner of runners) runner.dispose();
  return { case: it, flops, rows: runners.map((runner) => runner.row()) };
}
