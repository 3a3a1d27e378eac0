import type { Layout, Plan } from '#core/plan/plan.ts';
import { EngineError } from '#engine/engine-error.ts';

/** Throws where the device cannot hold the plan's numbers in one binding. */
export function refuseTooLarge({ limits }: GPUDevice, { layout }: Plan): void {
  const most = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  if (4 * layout.length <= most) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MB`;
  throw EngineError.of(
    `The network needs ${megabytes(4 * layout.length)} in one piece; this graphics device offers ${megabytes(most)}.`,
    'Use fewer units or smaller batches, or compute on the CPU.',
  );
}

/** Every tensor of a plan in one buffer, zero. */
export class Arena {
  readonly buffer: GPUBuffer;
  readonly #device: GPUDevice;
  readonly #layout: Layout;

  constructor(device: GPUDevice, layout: Layout) {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    this.buffer = device.createBuffer({ label: 'arena', size: Math.max(16, 4 * layout.length), usage });
    this.#device = device;
    this.#layout = layout;
  }

  clear(): void {
    const encoder = this.#device.createCommandEncoder({ label: 'clear' });
    encoder.clearBuffer(this.buffer);
    this.#device.queue.submit([encoder.finish()]);
  }

  /** Takes over what is to be kept, as it is behind everything run so far. */
  keepFrom(before: Arena): void {
    const encoder = this.#device.createCommandEncoder({ label: 'keep' });
    for (const [name, { offset, length, kept }] of this.#layout.tensors) {
      const old = kept ? before.#layout.tensors.get(name) : undefined;
      if (old?.length === length && length > 0)
        encoder.copyBufferToBuffer(before.buffer, 4 * old.offset, this.buffer, 4 * offset, 4 * length);
    }
    this.#device.queue.submit([encoder.finish()]);
  }

  dispose(): void {
    this.buffer.destroy();
  }
}
