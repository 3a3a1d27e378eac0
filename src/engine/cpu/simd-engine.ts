import type { Issue } from '#core/issue.ts';
import { BLOCK } from '#core/math/block.ts';
import type { Layout, Memory, Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';
import type { Engine, Reading } from '#engine/engine.ts';
import { EngineError } from '#engine/engine-error.ts';
import { stretchOf } from '#engine/stretch.ts';
import { interpret } from './interpret.ts';
import { PACK, WORDS } from './simd/opcodes.ts';
import { ARENA, Extras, fillTile } from './simd-extras.ts';
import { instantiate, type SimdKernels, type SimdVariant, simdModule } from './simd-module.ts';
import { packing, type Records, recordsOfPlan } from './simd-records.ts';

const PAGE = 65_536;
/** Addresses are 32 bits wide. */
const MOST_BYTES = 65_535 * PAGE;
/** Steps whose sums of energy are kept at a time. */
const STEPS = 128;
/** What a core's first and second caches have for a group of samples, and for a group with the weights. */
const FIRST_CACHE = 1 << 15;
const SECOND_CACHE = 1 << 20;

/**
 * Samples that go through all steps together: as many as stay in the first cache, at least a block. Where not even a block
 * stays in the second with the weights, all of them: reading the weights anew for every group would cost the most.
 */
function groupFor({ stateBytes, weightBytes }: Records): number {
  if (BLOCK * stateBytes + weightBytes > SECOND_CACHE) return 1 << 24;
  return BLOCK * Math.max(1, Math.floor(FIRST_CACHE / stateBytes / BLOCK));
}

interface Loaded extends Records {
  readonly openingAt: number;
  readonly againAt: number;
}

/**
 * The reference's schedules by SIMD kernels on WebAssembly memory. What they have no twin for, the reference computes on the
 * same memory. Every call takes effect at once.
 */
export class SimdEngine implements Engine {
  readonly kind = 'cpu';
  readonly adapter: string;
  readonly lost = new Promise<never>(() => {});
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  readonly #kernels: SimdKernels;
  #arena = new Float32Array(0);
  #plan: Plan = { layout: { length: 0, tensors: new Map() }, schedules: {}, capacity: 1, traceLength: 1 };
  #extras = new Extras(this.#plan);
  #schedules: ReadonlyMap<string, Loaded | null> = new Map();
  #partsAt = 0;
  /** By the offset of a weight, the record that lays it out in panels. */
  #packs: ReadonlyMap<number, number> = new Map();
  /** Offsets of tensors written to since what was made of them. */
  readonly #stale = new Set<number>();
  #settings: Settings = { inferenceRate: 0.1, learningRate: 0.01, samples: 1 };

  private constructor(module: WebAssembly.Module, variant: SimdVariant) {
    this.#kernels = instantiate(module, this.#memory);
    this.adapter = variant === 'fused' ? 'WASM relaxed SIMD' : 'WASM SIMD';
  }

  /** Null where WebAssembly has no SIMD, or may not be used. */
  static open(variants: readonly SimdVariant[] = ['fused', 'plain']): SimdEngine | null {
    for (const variant of variants) {
      const module = simdModule(variant);
      if (module) return new SimdEngine(module, variant);
    }
    return null;
  }

  async load(plan: Plan): Promise<readonly Issue[]> {
    const needed = ARENA + 4 * plan.layout.length;
    if (!(needed < MOST_BYTES)) throw tooLarge(needed);
    const extras = new Extras(plan);
    const records = recordsOfPlan(plan, extras);
    const energies = Math.max(0, ...[...records.values()].map((it) => it?.energies ?? 0));
    const partsAt = extras.take(STEPS * energies * Math.ceil(plan.capacity / BLOCK));
    const schedules = new Map(
      [...records].map(([name, it]) => [
        name,
        it && { ...it, openingAt: extras.take(it.opening.length), againAt: extras.take(it.again.length) },
      ]),
    );
    const packs = new Map([...extras.panels.keys()].map((weight) => [weight, extras.take(WORDS)]));
    const kept = this.#keptFor(plan.layout);
    this.#grow(extras.end);

    const words = new Int32Array(this.#memory.buffer);
    this.#arena = new Float32Array(this.#memory.buffer, ARENA, plan.layout.length).fill(0);
    for (const [offset, values] of kept) this.#arena.set(values, offset);
    for (const it of schedules.values()) {
      if (it) words.set(it.opening, it.openingAt / 4);
      if (it) words.set(it.again, it.againAt / 4);
    }
    for (const [weight, at] of packs) words.set([PACK, ...packing(extras.panels.get(weight)!)], at / 4);
    this.#plan = plan;
    this.#extras = extras;
    this.#schedules = schedules;
    this.#partsAt = partsAt;
    this.#packs = packs;
    this.#forget();
    return [];
  }

  tune(settings: Settings): void {
    this.#settings = settings;
    this.#kernels.tune(settings.inferenceRate, settings.learningRate);
  }

  write(tensor: TensorName, data: ArrayLike<number>, start = 0): void {
    const { offset } = stretchOf(this.#plan.layout.tensors, { tensor, start, length: data.length });
    this.#arena.set(data, offset);
    this.#stale.add(offset - start);
  }

  run(program: Program): void {
    const { samples } = this.#settings;
    if (samples > this.#plan.capacity)
      throw new RangeError(`${samples} samples do not fit into a plan for ${this.#plan.capacity}`);
    for (const { schedule, times = 1 } of program) {
      const it = this.#schedules.get(schedule);
      if (it === undefined) throw new Error(`the plan has no schedule called ${schedule}`);
      this.#refresh();
      if (it) this.#execute(it, times, samples);
      else this.#interpret(schedule, times);
    }
  }

  async read(readings: readonly Reading[]): Promise<readonly Memory[]> {
    return readings.map((reading) => {
      const { offset, length } = stretchOf(this.#plan.layout.tensors, reading);
      return this.#arena.slice(offset, offset + length);
    });
  }

  dispose(): void {
    this.#schedules = new Map();
    this.#arena = new Float32Array(0);
  }

  #execute({ openingAt, opening, againAt, again, ...it }: Loaded, times: number, samples: number): void {
    const [openings, further] = [opening.length / WORDS, again.length / WORDS];
    if (times <= 0) return;
    if (!it.separable || times === 1) {
      this.#kernels.run(openingAt, openings, samples);
      for (let t = 1; t < times; t++) this.#kernels.run(againAt, further, samples);
      return;
    }
    const group = groupFor({ opening, again, ...it });
    for (let t = 0; t < times; t += STEPS) {
      const [at, count] = t === 0 ? [openingAt, openings] : [againAt, further];
      const steps = Math.min(STEPS, times - t);
      this.#kernels.runInGroups(
        at,
        count,
        againAt,
        further,
        steps,
        samples,
        group,
        this.#partsAt,
        it.energies,
      );
    }
  }

  #interpret(schedule: string, times: number): void {
    for (let t = 0; t < times; t++) interpret(this.#plan.schedules[schedule]!, this.#arena, this.#settings);
    this.#forget();
  }

  /** What is made of tensors must be made anew. */
  #forget(): void {
    for (const weight of this.#packs.keys()) this.#stale.add(weight);
    for (const { source } of this.#extras.tiled.values()) this.#stale.add(source);
  }

  #refresh(): void {
    if (this.#stale.size === 0) return;
    for (const offset of this.#stale) {
      const pack = this.#packs.get(offset);
      if (pack !== undefined) this.#kernels.run(pack, 1, 1);
    }
    const floats = new Float32Array(this.#memory.buffer);
    for (const it of this.#extras.tiled.values()) if (this.#stale.has(it.source)) fillTile(it, floats);
    this.#stale.clear();
  }

  /** What the next plan takes over, by its offset there. */
  #keptFor({ tensors }: Layout): ReadonlyMap<number, Float32Array> {
    const kept = new Map<number, Float32Array>();
    for (const [name, { kept: stays, length, offset }] of tensors) {
      const before = stays ? this.#plan.layout.tensors.get(name) : undefined;
      if (before?.length === length)
        kept.set(offset, this.#arena.slice(before.offset, before.offset + before.length));
    }
    return kept;
  }

  #grow(bytes: number): void {
    const missing = Math.ceil((bytes - this.#memory.buffer.byteLength) / PAGE);
    if (missing <= 0) return;
    try {
      if (bytes > MOST_BYTES) throw new RangeError();
      this.#memory.grow(missing);
    } catch {
      throw tooLarge(bytes);
    }
    // Growing takes the old buffer away.
    this.#arena = new Float32Array(this.#memory.buffer, ARENA, this.#plan.layout.length);
  }
}

const tooLarge = (bytes: number) =>
  EngineError.of(
    `This network and batch need ${Math.ceil(bytes / 1e6)} MB, more than WebAssembly gives.`,
    'Fewer units or a smaller batch need less.',
  );
