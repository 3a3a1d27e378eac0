import type { Issue } from '#core/issue.ts';
import { BLOCK } from '#core/math/block.ts';
import type { Layout, Memory, Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';
import type { Engine, Reading } from '#engine/engine.ts';
import { EngineError } from '#engine/engine-error.ts';
import { stretchOf } from '#engine/stretch.ts';
import { ALONE, type Place, type Share } from './crew/division.ts';
import { interpret } from './interpret.ts';
import { PACK, WORDS } from './simd/opcodes.ts';
import { ARENA, Extras, fillTile } from './simd-extras.ts';
import { instantiate, type SimdKernels, type SimdVariant, simdModule } from './simd-module.ts';
import { type Uses, usesInGroups } from './simd-phases.ts';
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

/** Records in memory. */
interface Stretch {
  readonly at: number;
  readonly count: number;
}

interface Loaded extends Records {
  /** Phase by phase, one after the other in memory. */
  readonly openingAt: readonly Stretch[];
  readonly againAt: readonly Stretch[];
  /** What all phases use when a group of samples goes through them after another. */
  readonly usesInGroups: Uses;
}

/** A piece of a program: what it uses, and how to do it for a share of the batch's samples. */
export interface Piece {
  readonly uses: Uses;
  /** Sums it needs of every block of the batch: where they lie, and how many floats a block has there. */
  readonly sums: { readonly address: number; readonly width: number } | null;
  run(share: Share): void;
}

const NOTHING: Uses = {
  rows: new Set(),
  batch: new Set(),
  shared: new Set(),
  updated: new Set(),
  gradients: new Map(),
};

/** All records of a row of stretches. */
const whole = (stretches: readonly Stretch[]): readonly [at: number, count: number] => [
  stretches[0]!.at,
  stretches.reduce((sum, { count }) => sum + count, 0),
];

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

  /** As one of a crew, it computes its own part of the gradients wherever it has but a share of the samples. */
  async load(plan: Plan, place: Place = ALONE): Promise<readonly Issue[]> {
    const needed = ARENA + 4 * plan.layout.length;
    if (!(needed < MOST_BYTES)) throw tooLarge(needed);
    const extras = new Extras(plan);
    const records = recordsOfPlan(plan, extras, place);
    const energies = Math.max(0, ...[...records.values()].map((it) => it?.energies ?? 0));
    const partsAt = extras.take(STEPS * energies * Math.ceil(plan.capacity / BLOCK));
    const placed = (phases: readonly (readonly number[])[]): readonly Stretch[] => {
      let at = extras.take(phases.flat().length);
      return phases.map((words) => {
        const stretch = { at, count: words.length / WORDS };
        at += 4 * words.length;
        return stretch;
      });
    };
    const schedules = new Map(
      [...records].map(([name, it]) => [
        name,
        it && {
          ...it,
          openingAt: placed(it.opening),
          againAt: placed(it.again),
          usesInGroups: usesInGroups(it.phases),
        },
      ]),
    );
    const packs = new Map([...extras.panels.keys()].map((weight) => [weight, extras.take(WORDS)]));
    const kept = this.#keptFor(plan.layout);
    this.#grow(extras.end);

    const words = new Int32Array(this.#memory.buffer);
    this.#arena = new Float32Array(this.#memory.buffer, ARENA, plan.layout.length).fill(0);
    for (const [offset, values] of kept) this.#arena.set(values, offset);
    for (const it of schedules.values()) {
      if (it) words.set(it.opening.flat(), it.openingAt[0]!.at / 4);
      if (it) words.set(it.again.flat(), it.againAt[0]!.at / 4);
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
    this.check(program);
    const all = { first: 0, end: this.#settings.samples };
    for (const piece of this.piecesOf(program)) piece.run(all);
  }

  /** Throws where the program cannot run. */
  check(program: Program): void {
    const { samples } = this.#settings;
    if (samples > this.#plan.capacity)
      throw new RangeError(`${samples} samples do not fit into a plan for ${this.#plan.capacity}`);
    for (const { schedule } of program)
      if (!this.#schedules.has(schedule)) throw new Error(`the plan has no schedule called ${schedule}`);
  }

  /** The program piece by piece, each to be run before the next is asked for. */
  *piecesOf(program: Program): Iterable<Piece> {
    const { samples } = this.#settings;
    for (const { schedule, times = 1 } of program) {
      const it = this.#schedules.get(schedule)!;
      if (!it) yield this.#interpreted(schedule, times);
      else if (it.separable && times > 1) yield* this.#inGroups(it, times, samples);
      else
        for (let t = 0; t < times; t++)
          yield* this.#inPhases(it, t === 0 ? it.openingAt : it.againAt, samples);
    }
  }

  /** The memory, until the next plan is loaded. */
  get floats(): Float32Array {
    return new Float32Array(this.#memory.buffer);
  }

  /** Where in the memory the tensor begins that has this offset in the arena. */
  addressOf(tensor: number): number {
    return ARENA + 4 * tensor;
  }

  /** Says that the tensor at this offset was changed from outside. */
  renew(tensor: number): void {
    this.#stale.add(tensor);
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

  *#inPhases({ phases }: Loaded, stretches: readonly Stretch[], samples: number): Iterable<Piece> {
    for (const [i, { uses }] of phases.entries()) {
      const { at, count } = stretches[i]!;
      const run = ({ first, end }: Share) => {
        this.#refresh();
        this.#kernels.run(at, count, first, end, samples);
      };
      yield { uses, sums: null, run };
    }
  }

  *#inGroups(it: Loaded, times: number, samples: number): Iterable<Piece> {
    const group = groupFor(it);
    const [partsAt, { energies }] = [this.#partsAt, it];
    const further = whole(it.againAt);
    for (let t = 0; t < times; t += STEPS) {
      const records = [...(t === 0 ? whole(it.openingAt) : further), ...further] as const;
      const steps = Math.min(STEPS, times - t);
      const move = ({ first, end }: Share) => {
        this.#refresh();
        this.#kernels.runInGroups(...records, steps, first, end, group, partsAt, energies);
      };
      yield { uses: it.usesInGroups, sums: null, run: move };
      const record = () => this.#kernels.recordEnergies(...records, steps, samples, partsAt, energies);
      yield { uses: NOTHING, sums: { address: partsAt, width: steps * energies }, run: record };
    }
  }

  #interpreted(schedule: string, times: number): Piece {
    const run = () => {
      for (let t = 0; t < times; t++) interpret(this.#plan.schedules[schedule]!, this.#arena, this.#settings);
      this.#forget();
    };
    return { uses: NOTHING, sums: null, run };
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
      if (pack !== undefined) this.#kernels.run(pack, 1, 0, 0, 0);
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
