import type { Program, Schedule, Settings } from '#core/plan/plan.ts';
import type { BoundPath, Pass } from '../path.ts';
import type { BoundStages } from '../staged-path.ts';
import type { CompiledPassage } from './passage-path.ts';
import { COLLECTORS } from './trace.ts';

/** A passage, or a schedule of stages that are dispatched one by one. */
export type Leg = CompiledPassage | Schedule;

const isStages = (it: Leg): it is Schedule => Array.isArray(it);

interface Parts {
  readonly legs: ReadonlyMap<string, readonly Leg[]>;
  readonly rest: BoundStages;
  readonly group: GPUBindGroup;
  /** Rounds that one dispatch may take, each number of which stands at a multiple of the stride. */
  readonly rounds: number;
  readonly stride: number;
  readonly buffers: readonly GPUBuffer[];
}

export class BoundPassages implements BoundPath {
  readonly #parts: Parts;
  readonly #offset = new Uint32Array(1);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  encode(pass: Pass, program: Program, settings: Settings): void {
    for (const { schedule, times = 1 } of program) {
      const legs = this.#parts.legs.get(schedule)!;
      const [only] = legs;
      if (legs.length === 1 && only && !isStages(only) && only.passage.repeats)
        this.#repeat(pass, only, times, settings);
      else for (let i = 0; i < times; i++) for (const leg of legs) this.#once(pass, leg, settings);
    }
  }

  dispose(): void {
    this.#parts.rest.dispose();
    for (const it of this.#parts.buffers) it.destroy();
  }

  #once(pass: Pass, leg: Leg, settings: Settings): void {
    if (isStages(leg)) this.#parts.rest.encodeSchedule(pass, leg, 1, settings.samples);
    else this.#go(pass, leg, 1, settings);
  }

  #repeat(pass: Pass, passage: CompiledPassage, times: number, settings: Settings): void {
    for (let left = times; left > 0; left -= this.#parts.rounds)
      this.#go(pass, passage, Math.min(left, this.#parts.rounds), settings);
  }

  /** So many rounds of a passage, then the means of the energies they left. */
  #go(
    pass: Pass,
    { main, collect, telemetry, samplesPerGroup }: CompiledPassage,
    rounds: number,
    { samples }: Settings,
  ): void {
    const { group, stride } = this.#parts;
    this.#offset[0] = (rounds - 1) * stride;
    pass.setPipeline(main);
    pass.setBindGroup(0, group, this.#offset, 0, 1);
    pass.dispatchWorkgroups(Math.ceil(samples / samplesPerGroup));
    if (!collect) return;
    pass.setPipeline(collect);
    pass.dispatchWorkgroups(Math.ceil((rounds * telemetry.records.length) / COLLECTORS));
  }
}
