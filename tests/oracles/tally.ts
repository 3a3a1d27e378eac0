import { vi } from 'vitest';

/** Counts what is made and not given back, of graphics buffers (with their bytes) and of workers, from now on. */
export class Tally {
  readonly buffers = new Map<GPUBuffer, { readonly device: GPUDevice; readonly size: number }>();
  readonly workers = new Set<Worker>();

  constructor() {
    const { buffers, workers } = this;
    const { createBuffer, destroy: destroyDevice } = GPUDevice.prototype;
    const { destroy } = GPUBuffer.prototype;
    vi.spyOn(GPUDevice.prototype, 'createBuffer').mockImplementation(function (this: GPUDevice, descriptor) {
      const buffer = createBuffer.call(this, descriptor);
      buffers.set(buffer, { device: this, size: descriptor.size });
      return buffer;
    });
    vi.spyOn(GPUBuffer.prototype, 'destroy').mockImplementation(function (this: GPUBuffer) {
      buffers.delete(this);
      return destroy.call(this);
    });
    vi.spyOn(GPUDevice.prototype, 'destroy').mockImplementation(function (this: GPUDevice) {
      // A device takes its buffers with it.
      for (const [buffer, { device }] of buffers) if (device === this) buffers.delete(buffer);
      return destroyDevice.call(this);
    });
    const { postMessage, terminate } = Worker.prototype;
    // Whoever is told anything lives until it is ended.
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, ...told) {
      workers.add(this);
      return postMessage.apply(this, told as Parameters<typeof postMessage>);
    });
    vi.spyOn(Worker.prototype, 'terminate').mockImplementation(function (this: Worker) {
      workers.delete(this);
      return terminate.call(this);
    });
  }

  get bytes(): number {
    return [...this.buffers.values()].reduce((sum, { size }) => sum + size, 0);
  }

  get counts() {
    return { buffers: this.buffers.size, bytes: this.bytes, workers: this.workers.size };
  }
}
