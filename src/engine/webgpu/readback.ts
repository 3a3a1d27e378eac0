/** A stretch of the arena, in floats. */
export interface Stretch {
  readonly offset: number;
  readonly length: number;
}

interface Staging {
  buffer: GPUBuffer;
  isBusy: boolean;
}

/** Buffers kept for reading, at least: a browser may finish a map only 100 ms later (Firefox polls). */
const RING = 3;
const SMALLEST = 4096;

/** Numbers copied before the page may do something else: 4 MB, a few milliseconds. */
const AT_A_TIME = 2 ** 20;

/** Lets the page do what waits, without a timer's delay. */
const pause = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/** Stretches that stand one after the other. Rejects where the memory is taken away meanwhile. */
async function copies(all: Float32Array, stretches: readonly Stretch[]): Promise<Float32Array[]> {
  const arrays: Float32Array[] = [];
  let [at, copied] = [0, 0];
  for (const { length } of stretches) {
    const array = new Float32Array(length);
    for (let start = 0; start < length; ) {
      const end = Math.min(length, start + AT_A_TIME - copied);
      array.set(all.subarray(at + start, at + end), start);
      copied += end - start;
      start = end;
      if (copied < AT_A_TIME) continue;
      copied = 0;
      await pause();
      if (all.length === 0) throw new Error('its memory is gone');
    }
    at += length;
    arrays.push(array);
  }
  return arrays;
}

/** Brings stretches of the arena to the CPU. Each read takes a staging buffer of a ring, so that none waits for another. */
export class Readback {
  readonly #device: GPUDevice;
  readonly #ring: Staging[];

  constructor(device: GPUDevice) {
    this.#device = device;
    this.#ring = Array.from({ length: RING }, () => ({ buffer: this.#allocate(SMALLEST), isBusy: false }));
  }

  /** One copy, one submit, one map for all stretches; the arena is read as it is when this is called. */
  async read(arena: GPUBuffer, stretches: readonly Stretch[]): Promise<Float32Array[]> {
    const total = stretches.reduce((sum, it) => sum + it.length, 0);
    if (total === 0) return stretches.map(() => new Float32Array(0));
    const staging = this.#free(4 * total);
    staging.isBusy = true;
    try {
      this.#copy(arena, stretches, staging.buffer);
      await staging.buffer.mapAsync(GPUMapMode.READ, 0, 4 * total);
      const all = new Float32Array(staging.buffer.getMappedRange(0, 4 * total));
      const arrays = await copies(all, stretches);
      staging.buffer.unmap();
      return arrays;
    } finally {
      staging.isBusy = false;
    }
  }

  dispose(): void {
    for (const { buffer } of this.#ring) buffer.destroy();
  }

  #copy(arena: GPUBuffer, stretches: readonly Stretch[], into: GPUBuffer): void {
    const encoder = this.#device.createCommandEncoder({ label: 'readback' });
    let at = 0;
    for (const { offset, length } of stretches) {
      if (length > 0) encoder.copyBufferToBuffer(arena, 4 * offset, into, at, 4 * length);
      at += 4 * length;
    }
    this.#device.queue.submit([encoder.finish()]);
  }

  /** A buffer that nobody reads: large enough, else one that is enlarged, else one more. */
  #free(bytes: number): Staging {
    const idle = this.#ring.filter((it) => !it.isBusy);
    const fitting = idle.find((it) => it.buffer.size >= bytes);
    if (fitting) return fitting;
    const staging = idle[0];
    const buffer = this.#allocate(2 ** Math.ceil(Math.log2(bytes)));
    if (staging) {
      staging.buffer.destroy();
      staging.buffer = buffer;
      return staging;
    }
    const added = { buffer, isBusy: false };
    this.#ring.push(added);
    return added;
  }

  #allocate(size: number): GPUBuffer {
    return this.#device.createBuffer({
      label: 'staging',
      size,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
  }
}
