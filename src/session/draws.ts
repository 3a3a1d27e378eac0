import { gaussian, permutation, stream } from '#core/math/random.ts';
import type { ValueNode } from '#core/network/network.ts';

/** The training rows in an epoch's order: drawn from the seed and the epoch's number, or as they are. */
export const epochOrder = (
  seed: number,
  epoch: number,
  training: number,
  shuffled: boolean,
): Uint32Array<ArrayBuffer> =>
  shuffled
    ? permutation(training, stream(seed, 'epoch', epoch))
    : Uint32Array.from({ length: training }, (_, i) => i);

/** Start values [row][unit] of a free node: each row has noise of its own, so that a sample starts alike whatever batch it is in. */
export function startNoise(
  seed: number,
  { id, units }: Pick<ValueNode, 'id' | 'units'>,
  rows: ArrayLike<number>,
): Float64Array {
  const noise = new Float64Array(rows.length * units);
  for (let s = 0; s < rows.length; s++) {
    const normal = gaussian(stream(seed, 'start', id, rows[s]!));
    for (let i = 0; i < units; i++) noise[s * units + i] = normal();
  }
  return noise;
}

/** Batches of a training from its beginning: epoch after epoch, the last of each perhaps smaller. */
export class BatchOrder {
  readonly #training: number;
  readonly #size: number;
  readonly #orders = new Map<string, Uint32Array>();

  constructor(training: number, batchSize: number) {
    this.#training = training;
    this.#size = Math.min(batchSize, training);
  }

  /** The rows of an update, counted from 0. */
  batch(seed: number, update: number): Uint32Array {
    const each = Math.ceil(this.#training / this.#size);
    const epoch = Math.floor(update / each);
    const first = (update % each) * this.#size;
    return this.#order(seed, epoch).slice(first, first + this.#size);
  }

  #order(seed: number, epoch: number): Uint32Array {
    const key = `${seed} ${epoch}`;
    const known = this.#orders.get(key);
    if (known) return known;
    const order = epochOrder(seed, epoch, this.#training, this.#size < this.#training);
    this.#orders.set(key, order);
    return order;
  }
}
