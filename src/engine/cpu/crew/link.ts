import type { Order } from './orders.ts';

/** Buffers kept for the next parcels, the largest: of as many as come and go, a few fit whatever is sent. */
const SPARE = 2;

/**
 * One worker's end of the channel to another. Numbers travel in buffers that change hands and are used again for the way
 * back; they arrive in the order sent, as do orders.
 */
export class Link {
  readonly #port: MessagePort;
  readonly #arrived: ArrayBuffer[] = [];
  readonly #idle: ArrayBuffer[] = [];
  #awaiting: ((buffer: ArrayBuffer) => void) | null = null;

  constructor(port: MessagePort, obey: (order: Order) => void = () => {}) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<Order | ArrayBuffer>) => {
      if (data instanceof ArrayBuffer) this.#take(data);
      else obey(data);
    };
  }

  /** Room for so many floats. */
  room(count: number): Float32Array<ArrayBuffer> {
    const fitting = this.#idle.findIndex((it) => it.byteLength >= 4 * count);
    const buffer = fitting < 0 ? new ArrayBuffer(4 * count) : this.#idle.splice(fitting, 1)[0]!;
    return new Float32Array(buffer);
  }

  /** Gives the floats away. */
  send(floats: Float32Array<ArrayBuffer>): void {
    this.#port.postMessage(floats.buffer, [floats.buffer]);
  }

  /** What was sent next. */
  async receive(): Promise<Float32Array<ArrayBuffer>> {
    const arrived = this.#arrived.shift();
    if (arrived) return new Float32Array(arrived);
    const buffer = await new Promise<ArrayBuffer>((resolve) => {
      this.#awaiting = resolve;
    });
    return new Float32Array(buffer);
  }

  /** Takes back what `receive` gave, for the next `room`. */
  reuse(floats: Float32Array<ArrayBuffer>): void {
    this.#idle.push(floats.buffer);
    this.#idle.sort((a, b) => a.byteLength - b.byteLength);
    if (this.#idle.length > SPARE) this.#idle.shift();
  }

  order(order: Order): void {
    this.#port.postMessage(order);
  }

  /** Lets go of buffers that may no longer be of use. */
  forget(): void {
    this.#idle.length = 0;
  }

  #take(buffer: ArrayBuffer): void {
    const resolve = this.#awaiting;
    this.#awaiting = null;
    if (resolve) resolve(buffer);
    else this.#arrived.push(buffer);
  }
}
