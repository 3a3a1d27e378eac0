import type { Settings } from '#core/plan/plan.ts';
import { Packer } from './pack.ts';
import { EVERY_OUTPUT, type Part } from './parts.ts';
import { sources } from './sources.ts';

/** Of any module: all begin with the same struct. */
const text = () => sources.values().next().value!.code;

/** The uniform block that every kernel reads: the sliders, and which part of a dispatch is run. */
export class SettingsBlock {
  readonly buffer: GPUBuffer;
  readonly #device: GPUDevice;
  readonly #packer = new Packer(text());
  #settings: Settings;

  constructor(device: GPUDevice, settings: Settings) {
    this.#device = device;
    this.#settings = settings;
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const size = this.#packer.settings({ ...settings }).byteLength;
    this.buffer = device.createBuffer({ label: 'settings', size, usage });
    this.widen();
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** For everything submitted from now on. */
  tune(settings: Settings): void {
    this.#settings = settings;
    this.widen();
  }

  /** Dispatches submitted from now on run this part. */
  narrow({ firstCall, firstOutput, endOutput }: Pick<Part, 'firstCall' | 'firstOutput' | 'endOutput'>): void {
    const values = { ...this.#settings, firstCall, firstOutput, endOutput };
    this.#device.queue.writeBuffer(this.buffer, 0, this.#packer.settings(values));
  }

  /** Dispatches run whole again. */
  widen(): void {
    this.narrow({ firstCall: 0, firstOutput: 0, endOutput: EVERY_OUTPUT });
  }
}
