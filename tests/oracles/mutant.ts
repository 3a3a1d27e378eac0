import type { Memory, Plan, Program, Schedule, Settings, Stage } from '#core/plan/plan.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Reading } from '#engine/engine.ts';

/** What is wrong with an engine. */
export interface Fault {
  /** Replaces a stage of a schedule; null leaves it out. */
  readonly stage?: (stage: Stage, schedule: string, plan: Plan) => Stage | null;
  readonly settings?: (settings: Settings, plan: Plan) => Settings;
  /** Replaces what is run. */
  readonly program?: (program: Program) => Program;
  /** Happens after every step, to tensors by name. */
  readonly afterStep?: (tensors: (name: string) => Memory | null) => void;
  /** Changes what a tensor is read as. */
  readonly reading?: (values: Memory, tensor: string, count: number) => Memory;
}

/** The reference with a fault. */
export class Mutant extends CpuEngine {
  readonly #fault: Fault;
  #plan: Plan | null = null;
  #reads = 0;

  constructor(fault: Fault, precision: 'float32' | 'float64' = 'float64') {
    super(precision);
    this.#fault = fault;
  }

  override async load(plan: Plan) {
    const { stage: replace } = this.#fault;
    const changed = (schedule: Schedule, name: string): Schedule =>
      schedule.flatMap((it): Schedule => {
        if ('repeat' in it) return [{ ...it, stages: changed(it.stages, name) }];
        const replaced = replace ? replace(it, name, plan) : it;
        return replaced ? [replaced] : [];
      });
    const schedules = Object.entries(plan.schedules).map(([name, it]) => [name, changed(it, name)]);
    this.#plan = plan;
    return super.load({ ...plan, schedules: Object.fromEntries(schedules) });
  }

  override tune(settings: Settings): void {
    super.tune(this.#fault.settings?.(settings, this.#plan!) ?? settings);
  }

  override run(program: Program): void {
    for (const item of this.#fault.program?.(program) ?? program) {
      super.run([item]);
      if (item.schedule === 'step') this.#fault.afterStep?.((name) => this.#tensor(name));
    }
  }

  #tensor(name: string): Memory | null {
    return this.#plan!.layout.tensors.has(name) ? this.peek(name) : null;
  }

  override async read(readings: readonly Reading[]) {
    this.#reads++;
    const arrays = await super.read(readings);
    return arrays.map((it, i) => this.#fault.reading?.(it, readings[i]!.tensor, this.#reads) ?? it);
  }
}
