import type { Issue } from '#core/issue.ts';
import type { Layout, Memory, Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';
import type { Engine, Reading } from '#engine/engine.ts';
import { stretchOf } from '#engine/stretch.ts';
import { interpret } from './interpret.ts';

/** Interprets plans with the reference kernels: float32 in the page, float64 as the yardstick of the tests. */
export class CpuEngine implements Engine {
  readonly kind = 'cpu';
  readonly adapter = '';
  readonly lost = new Promise<never>(() => {});
  readonly #allocate: (length: number) => Memory;
  #memory: Memory;
  #layout: Layout = { length: 0, tensors: new Map() };
  #schedules: Plan['schedules'] = {};
  #settings: Settings = { inferenceRate: 0.1, learningRate: 0.01, samples: 1 };

  constructor(precision: 'float32' | 'float64' = 'float32') {
    this.#allocate = (length) =>
      precision === 'float32' ? new Float32Array(length) : new Float64Array(length);
    this.#memory = this.#allocate(0);
  }

  async load(plan: Plan): Promise<readonly Issue[]> {
    const memory = this.#allocate(plan.layout.length);
    for (const [name, slice] of plan.layout.tensors) {
      const before = slice.kept ? this.#layout.tensors.get(name) : undefined;
      if (before?.length === slice.length)
        memory.set(this.#memory.subarray(before.offset, before.offset + before.length), slice.offset);
    }
    this.#memory = memory;
    this.#layout = plan.layout;
    this.#schedules = plan.schedules;
    return [];
  }

  tune(settings: Settings): void {
    this.#settings = settings;
  }

  write(tensor: TensorName, data: ArrayLike<number>, start = 0): void {
    const { offset } = stretchOf(this.#layout.tensors, { tensor, start, length: data.length });
    this.#memory.set(data, offset);
  }

  run(program: Program): void {
    for (const { schedule, times = 1 } of program) {
      const stages = this.#schedules[schedule];
      if (!stages) throw new Error(`the plan has no schedule called ${schedule}`);
      for (let i = 0; i < times; i++) interpret(stages, this.#memory, this.#settings);
    }
  }

  /** A tensor as it is in memory, without a copy: it changes with what is run, and is void after the next `load`. */
  peek(tensor: TensorName): Memory {
    const { offset, length } = stretchOf(this.#layout.tensors, { tensor });
    return this.#memory.subarray(offset, offset + length);
  }

  async read(readings: readonly Reading[]): Promise<readonly Memory[]> {
    return readings.map((reading) => {
      const { offset, length } = stretchOf(this.#layout.tensors, reading);
      return this.#memory.slice(offset, offset + length);
    });
  }

  dispose(): void {
    this.#memory = this.#allocate(0);
  }
}
