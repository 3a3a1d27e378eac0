import type { Task, TimingAnswer, TimingRequest } from './timing-messages.ts';

/** How often and for how long, in milliseconds, a task is timed; the best time counts, since others only ever disturb. */
const TRIALS = 3;
const TRIAL = 12;
/** Many in a row: a page's clock may tick only ten times a millisecond. */
const MESSAGES = 20;

/** Workers that time small WASM functions, all at once. */
export class CpuThreads {
  readonly #workers: readonly Worker[];

  constructor(count: number) {
    this.#workers = Array.from(
      { length: count },
      () => new Worker(new URL('./timing-worker.ts', import.meta.url), { type: 'module' }),
    );
  }

  /** Calls a millisecond, of all threads together. */
  async rate(task: Task): Promise<number> {
    await this.#all({ ask: 'prepare', task });
    let best = 0;
    for (let trial = 0; trial < TRIALS; trial++) {
      const rates = await this.#all({ ask: 'time', milliseconds: TRIAL });
      best = Math.max(
        best,
        rates.reduce<number>((sum, it) => sum + it!, 0),
      );
    }
    return best;
  }

  /** Microseconds of a message and its answer. */
  async messageMicroseconds(): Promise<number> {
    let best = Number.POSITIVE_INFINITY;
    for (let trial = 0; trial < TRIALS; trial++) {
      const from = performance.now();
      for (let i = 0; i < MESSAGES; i++) await ask(this.#workers[0]!, { ask: 'nothing' });
      best = Math.min(best, performance.now() - from);
    }
    return (1000 * best) / MESSAGES;
  }

  dispose(): void {
    for (const worker of this.#workers) worker.terminate();
  }

  #all(request: TimingRequest): Promise<readonly TimingAnswer[]> {
    return Promise.all(this.#workers.map((worker) => ask(worker, request)));
  }
}

const ask = (worker: Worker, request: TimingRequest): Promise<TimingAnswer> =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<TimingAnswer>) => resolve(data);
    worker.onerror = (event) => reject(new Error(`A timing thread stopped: ${event.message}`));
    worker.postMessage(request);
  });
