import type { Program, Schedule, Settings } from '#core/plan/plan.ts';
import type { BoundPath, Dispatch, Outlet } from '../path.ts';
import type { BoundStages } from '../staged-path.ts';

/** A passage, and the means of the energies it leaves. */
export interface BoundPassage {
  readonly main: Dispatch;
  readonly collect: Dispatch | null;
  /** Whether it may go round several times in one dispatch. */
  readonly repeats: boolean;
}

/** A passage, or a schedule of stages that are dispatched one by one. */
export type Leg = BoundPassage | Schedule;

const isStages = (it: Leg): it is Schedule => Array.isArray(it);

interface Parts {
  readonly legs: ReadonlyMap<string, readonly Leg[]>;
  readonly rest: BoundStages;
  /** Rounds that one dispatch may take. */
  readonly rounds: number;
  readonly buffers: readonly GPUBuffer[];
}

export class BoundPassages implements BoundPath {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  encode(outlet: Outlet, program: Program, settings: Settings): void {
    for (const { schedule, times = 1 } of program) {
      const legs = this.#parts.legs.get(schedule)!;
      const [only] = legs;
      if (legs.length === 1 && only && !isStages(only) && only.repeats)
        this.#repeat(outlet, only, times, settings);
      else for (let i = 0; i < times; i++) for (const leg of legs) this.#once(outlet, leg, settings);
    }
  }

  dispose(): void {
    this.#parts.rest.dispose();
    for (const it of this.#parts.buffers) it.destroy();
  }

  #once(outlet: Outlet, leg: Leg, settings: Settings): void {
    if (isStages(leg)) this.#parts.rest.encodeSchedule(outlet, leg, 1, settings.samples);
    else this.#go(outlet, leg, 1, settings);
  }

  #repeat(outlet: Outlet, passage: BoundPassage, times: number, settings: Settings): void {
    for (let left = times; left > 0; left -= this.#parts.rounds)
      this.#go(outlet, passage, Math.min(left, this.#parts.rounds), settings);
  }

  /** So many rounds of a passage, then the means of the energies they left. */
  #go(outlet: Outlet, { main, collect }: BoundPassage, rounds: number, { samples }: Settings): void {
    outlet(main, samples, rounds);
    if (collect) outlet(collect, samples, rounds);
  }
}
