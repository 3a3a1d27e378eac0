import type { Issue } from '#core/issue.ts';
import type { Memory, Plan, Program, Settings, Slice, TensorName } from '#core/plan/plan.ts';
import type { Engine, Reading } from '#engine/engine.ts';
import { EngineError } from '#engine/engine-error.ts';
import { refuseUnrunnable } from '#engine/runnable.ts';
import { stretchOf } from '#engine/stretch.ts';
import { Arena, refuseTooLarge } from './arena.ts';
import { findAdapter, requestDevice } from './device.ts';
import { checked } from './faults.ts';
import { Pace } from './pace.ts';
import type { BoundPath, Path } from './path.ts';
import { candidatesFor, paths } from './paths.ts';
import { Programs } from './programs.ts';
import { Readback } from './readback.ts';
import { SettingsBlock } from './settings-block.ts';
import { submit } from './submissions.ts';
import { acquaint, fastest, type PathMemory } from './tuning.ts';

const LOST = 'The connection to the graphics device was lost.';
/** Milliseconds that a submission may take: a card is the screen's too, a software device only the page's. */
const LONGEST = { hardware: 16, software: 200 } as const;
const forgetful: PathMemory = { recall: () => null, remember: () => {} };
interface Options {
  readonly memory?: PathMemory;
  /** Whether to expect the device to be no graphics card; by what it says of itself, if left out. */
  readonly isSoftware?: boolean;
  /** Milliseconds that a submission may take; by what the device is, if left out. */
  readonly longest?: number;
}

const SETTINGS: Settings = { inferenceRate: 0.1, learningRate: 0.01, samples: 1 };

/** A plan on the device. */
interface Loaded {
  readonly plan: Plan;
  readonly arena: Arena;
  readonly path: BoundPath;
  readonly name: string;
  readonly pace: Pace;
}

/**
 * Runs plans on a GPU: one arena buffer, a submit a program (more where it is long), nothing allocated between loads. Until `load` resolves,
 * calls reach the plan before. After the device is lost, `load` and `read` reject and the rest does nothing.
 */
export class WebGpuEngine implements Engine {
  readonly kind = 'webgpu';
  readonly adapter: string;
  /** Resolves when the device is lost, other than by `dispose`: time for another engine. */
  readonly lost: Promise<Issue>;
  readonly #device: GPUDevice;
  readonly #memory: PathMemory;
  #pace: Pace;
  readonly #programs: Programs;
  readonly #readback: Readback;
  readonly #settings: SettingsBlock;
  #loaded: Loaded | null = null;
  #loading: Promise<unknown> = Promise.resolve();
  #pinned: Path | null = null;
  #isTiming = false;
  #isLost = false;
  #isDisposed = false;

  constructor(device: GPUDevice, adapter: string, { memory = forgetful, isSoftware, longest }: Options = {}) {
    this.adapter = adapter;
    this.#device = device;
    this.#memory = memory;
    this.#programs = new Programs(device, isSoftware);
    this.#pace = new Pace(longest ?? LONGEST[this.#programs.isSoftware ? 'software' : 'hardware']);
    this.#readback = new Readback(device);
    this.#settings = new SettingsBlock(device, SETTINGS);
    this.lost = new Promise((resolve) => {
      device.lost.then(({ message }) => {
        this.#isLost = true;
        if (!this.#isDisposed) resolve({ code: 'engine', at: '', message: `${LOST} ${message}`.trim() });
      });
    });
  }

  /** On the browser's adapter; rejects with an EngineError where that does not work. */
  static async open(): Promise<WebGpuEngine> {
    const found = await findAdapter();
    return new WebGpuEngine(await requestDevice(found), found.name);
  }

  readonly paths = paths.map((it) => it.name);

  /** How the loaded plan is run. Null before the first plan. */
  get path(): string | null {
    return this.#loaded?.name ?? null;
  }

  pin(path: string | null): void {
    this.#pinned = paths.find((it) => it.name === path) ?? null;
  }

  load(plan: Plan): Promise<readonly Issue[]> {
    // One at a time, whatever became of the one before.
    const loading = this.#loading.then(() => this.#load(plan));
    this.#loading = loading.catch(() => {});
    return loading;
  }

  tune(settings: Settings): void {
    this.#settings.tune(settings);
  }

  write(tensor: TensorName, data: ArrayLike<number>, start = 0): void {
    const { offset } = stretchOf(this.#tensors, { tensor, start, length: data.length });
    if (this.#isLost || data.length === 0) return;
    const floats = data instanceof Float32Array ? data : new Float32Array(data);
    this.#device.queue.writeBuffer(
      this.#loaded!.arena.buffer,
      4 * offset,
      floats as Float32Array<ArrayBuffer>,
    );
  }

  run(program: Program): void {
    const { plan, path } = this.#ready;
    const { samples } = this.#settings.settings;
    refuseUnrunnable(plan, program, samples);
    if (this.#isLost) return;
    submit(program, path, { device: this.#device, pace: this.#pace, settings: this.#settings });
    this.#time(this.#pace.cost(program, samples));
  }

  async read(readings: readonly Reading[]): Promise<readonly Memory[]> {
    const stretches = readings.map((it) => stretchOf(this.#tensors, it));
    if (this.#isLost) throw EngineError.of(LOST);
    try {
      return await this.#readback.read(this.#ready.arena.buffer, stretches);
    } catch (error) {
      // A map fails when the device goes away while it waits, which may be known only a moment later.
      throw EngineError.of(this.#isLost ? LOST : `The graphics device gave nothing back: ${error}`);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#isLost = true;
    this.#device.destroy();
  }

  /** Lets the pace learn from the work just submitted, unless it still waits for work before. */
  async #time(operations: number): Promise<void> {
    if (this.#isTiming) return;
    this.#isTiming = true;
    const start = performance.now();
    const pace = this.#pace;
    await this.#device.queue.onSubmittedWorkDone().catch(() => {});
    pace.observe(operations, performance.now() - start);
    this.#isTiming = false;
  }

  get #ready(): Loaded {
    if (!this.#loaded) throw new Error('no plan is loaded');
    return this.#loaded;
  }

  get #tensors(): ReadonlyMap<TensorName, Slice> {
    return this.#loaded?.plan.layout.tensors ?? new Map();
  }

  async #load(plan: Plan): Promise<readonly Issue[]> {
    if (this.#isLost) throw EngineError.of(LOST);
    refuseTooLarge(this.#device, plan);
    const candidates = this.#pinned ? [this.#pinned] : candidatesFor(plan, this.#programs.isSoftware);
    const pace = this.#pace.alike(plan);
    const trial = { device: this.#device, programs: this.#programs, pace };
    const chosen = await fastest(plan, candidates, trial, this.adapter, this.#memory);
    const arena = await checked(this.#device, () => new Arena(this.#device, plan.layout));
    const place = {
      device: this.#device,
      programs: this.#programs,
      arena: arena.buffer,
      settings: this.#settings.buffer,
    };
    const path = await checked(this.#device, () => chosen.compiled.bind(place)).catch((error) => {
      arena.dispose();
      throw error;
    });
    // A device that is lost meanwhile says nothing.
    await acquaint(plan, chosen.compiled, arena, trial).catch(() => {});
    if (this.#isLost) throw EngineError.of(LOST);
    this.#replace({ plan, arena, path, name: chosen.path.name, pace });
    return [];
  }

  #replace(next: Loaded): void {
    const before = this.#loaded;
    this.#loaded = next;
    this.#pace = next.pace;
    if (!before) return;
    next.arena.keepFrom(before.arena);
    before.arena.dispose();
    before.path.dispose();
  }
}
