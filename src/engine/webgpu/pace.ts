import type { Plan, Program, Schedule } from '#core/plan/plan.ts';
import { wholeCall } from './operations.ts';

/** Operations that a stage costs besides its outputs: rough, for the pace alone. */
const PER_STAGE = 20_000;

/** Operations a millisecond, until it is measured: slow enough for any device. */
const FIRST_RATE = 1e6;
/** And at least: what seems slower than this waited for something else. */
const LEAST_RATE = 2e5;

/** Operations of a schedule: so many, and so many more for every sample. */
interface Work {
  readonly once: number;
  readonly perSample: number;
}

function workOf(schedule: Schedule): Work {
  let once = 0;
  let perSample = 0;
  for (const item of schedule) {
    if ('repeat' in item) {
      const work = workOf(item.stages);
      once += item.repeat * work.once;
      perSample += item.repeat * work.perSample;
      continue;
    }
    once += PER_STAGE;
    for (const call of item.calls) {
      const whole = wholeCall(item.kernel, call);
      once += whole.fixed;
      perSample += whole.perSample;
    }
  }
  return { once, perSample };
}

/**
 * Cuts programs into submissions that last no longer than the device may be held up, by the speed it has shown: systems
 * reset a graphics card that does not answer, and a page shares it with the screen.
 */
export class Pace {
  readonly #longest: number;
  #rate = FIRST_RATE;
  #isMeasured = false;
  #work: ReadonlyMap<string, Work> = new Map();

  /** Milliseconds that a submission may take. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** For another plan on the same device. */
  alike(plan: Plan): Pace {
    const pace = new Pace(this.#longest);
    pace.#rate = this.#rate;
    pace.#isMeasured = this.#isMeasured;
    pace.use(plan);
    return pace;
  }

  /** The plan whose programs are cut from now on. */
  use(plan: Plan): void {
    this.#work = new Map(Object.entries(plan.schedules).map(([name, it]) => [name, workOf(it)]));
  }

  /** Operations of a program. */
  cost(program: Program, samples: number): number {
    return program.reduce((sum, { schedule, times = 1 }) => sum + times * this.#costOf(schedule, samples), 0);
  }

  /** Whether a piece takes longer than a submission may, so that its dispatches go one by one, in parts. */
  isTooLong(piece: Program, samples: number): boolean {
    return this.cost(piece, samples) > this.#longest * this.#rate;
  }

  /** Operations that the outputs of a dispatch may take together; not so few that dispatching them would cost more. */
  get longestDispatch(): number {
    return Math.max(PER_STAGE, this.#longest * this.#rate - PER_STAGE);
  }

  /** Whether the device has shown its speed. */
  get isMeasured(): boolean {
    return this.#isMeasured;
  }

  /** Milliseconds that a dispatch of so many operations is expected to take. */
  predicted(operations: number): number {
    return (PER_STAGE + operations) / this.#rate;
  }

  /** The program in order, in pieces of bounded length; a schedule is the least that a piece has. */
  pieces(program: Program, samples: number): readonly Program[] {
    const budget = this.#longest * this.#rate;
    if (!this.isTooLong(program, samples)) return [program];
    const pieces: Program[] = [];
    let piece: { schedule: string; times: number }[] = [];
    let left = budget;
    for (const { schedule, times = 1 } of program) {
      const each = this.#costOf(schedule, samples);
      for (let due = times; due > 0; ) {
        const fitting = Math.floor(left / each);
        if (fitting < 1 && piece.length > 0) {
          pieces.push(piece);
          piece = [];
          left = budget;
          continue;
        }
        const taken = Math.min(due, Math.max(1, fitting));
        piece.push({ schedule, times: taken });
        due -= taken;
        left -= taken * each;
      }
    }
    if (piece.length > 0) pieces.push(piece);
    return pieces;
  }

  /** Learns from operations that took so long, in milliseconds. */
  observe(operations: number, milliseconds: number): void {
    // Shorter than that is mostly waiting.
    if (milliseconds > 1) this.#rate = Math.max(LEAST_RATE, (this.#rate + operations / milliseconds) / 2);
  }

  #costOf(schedule: string, samples: number): number {
    const { once, perSample } = this.#work.get(schedule)!;
    return once + samples * perSample;
  }
}
