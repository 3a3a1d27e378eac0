import type { Issue } from '#core/issue.ts';
import type { Memory, Plan, Program, Settings, Slice, TensorName } from '#core/plan/plan.ts';
import type { Engine, Reading } from '#engine/engine.ts';
import { EngineError } from '#engine/engine-error.ts';
import { stretchOf } from '#engine/stretch.ts';
import { Arena, refuseTooLarge } from './arena.ts';
import { findAdapter, requestDevice } from './device.ts';
import { checked } from './faults.ts';
import { Packer } from './pack.ts';
import type { BoundPath, Path } from './path.ts';
import { Programs } from './programs.ts';
import { Readback } from './readback.ts';
import { sources } from './sources.ts';
import { stagedPath } from './staged-path.ts';

const LOST = 'The connection to the graphics device was lost.';
const SETTINGS: Settings = { inferenceRate: 0.1, learningRate: 0.01, samples: 1 };

/** A plan on the device. */
interface Loaded {
  readonly plan: Plan;
  readonly arena: Arena;
  readonly path: BoundPath;
}

/**
 * Runs plans on a GPU: one arena buffer, one submit a program, nothing allocated between loads. Until `load` resolves,
 * calls reach the plan before. After the device is lost, `load` and `read` reject and the rest does nothing.
 */
export class WebGpuEngine implements Engine {
  readonly kind = 'webgpu';
  readonly adapter: string;
  /** Resolves when the device is lost, other than by `dispose`: time for another engine. */
  readonly lost: Promise<Issue>;
  readonly #device: GPUDevice;
  readonly #path: Path;
  readonly #programs: Programs;
  readonly #readback: Readback;
  readonly #settingsBuffer: GPUBuffer;
  readonly #settingsPacker = new Packer(sources.values().next().value!.code);
  #settings = SETTINGS;
  #loaded: Loaded | null = null;
  #loading: Promise<unknown> = Promise.resolve();
  #isLost = false;
  #isDisposed = false;

  constructor(device: GPUDevice, adapter: string, path: Path = stagedPath) {
    this.adapter = adapter;
    this.#device = device;
    this.#path = path;
    this.#programs = new Programs(device);
    this.#readback = new Readback(device);
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    this.#settingsBuffer = device.createBuffer({ label: 'settings', size: 16, usage });
    this.tune(SETTINGS);
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

  load(plan: Plan): Promise<readonly Issue[]> {
    // One at a time, whatever became of the one before.
    const loading = this.#loading.then(() => this.#load(plan));
    this.#loading = loading.catch(() => {});
    return loading;
  }

  tune(settings: Settings): void {
    this.#settings = settings;
    this.#device.queue.writeBuffer(this.#settingsBuffer, 0, this.#settingsPacker.settings({ ...settings }));
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
    for (const { schedule } of program)
      if (!plan.schedules[schedule]) throw new Error(`the plan has no schedule called ${schedule}`);
    if (this.#settings.samples > plan.capacity)
      throw new RangeError(
        `${this.#settings.samples} samples exceed the plan's capacity of ${plan.capacity}`,
      );
    if (this.#isLost) return;
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    path.encode(pass, program, this.#settings);
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
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
    const compiled = await this.#path.compile(plan, this.#programs);
    const arena = await checked(this.#device, () => new Arena(this.#device, plan.layout));
    const place = {
      device: this.#device,
      programs: this.#programs,
      arena: arena.buffer,
      settings: this.#settingsBuffer,
    };
    const path = await checked(this.#device, () => compiled.bind(place)).catch((error) => {
      arena.dispose();
      throw error;
    });
    if (this.#isLost) throw EngineError.of(LOST);
    this.#replace({ plan, arena, path });
    return [];
  }

  #replace(next: Loaded): void {
    const before = this.#loaded;
    this.#loaded = next;
    if (!before) return;
    next.arena.keepFrom(before.arena);
    before.arena.dispose();
    before.path.dispose();
  }
}
