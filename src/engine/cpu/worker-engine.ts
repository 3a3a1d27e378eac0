import type { Issue } from '#core/issue.ts';
import type { Memory, Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';
import type { Engine, Reading } from '#engine/engine.ts';
import { EngineError } from '#engine/engine-error.ts';
import { stretchOf } from '#engine/stretch.ts';
import { channels } from './crew/channels.ts';
import type { Answer, Crew, Request } from './messages.ts';

interface Waiting {
  resolve(arrays: readonly Memory[]): void;
  reject(error: Error): void;
}

/** More workers than this gain little: memory is shared. */
const MOST_WORKERS = 8;

interface Options {
  /** Threads to compute on: as many as the machine has cores. */
  readonly workers?: number;
  /** Operations from which on a schedule is divided among them. */
  readonly worthwhile?: number;
}

/**
 * The CPU engine on threads of its own, of which the first takes all calls and has the others help. What can be refused
 * without asking it is refused at once.
 */
export class WorkerEngine implements Engine {
  readonly kind = 'cpu';
  readonly adapter: string;
  readonly lost: Promise<Issue>;
  readonly #workers: readonly Worker[];
  readonly #first: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #plan: Plan | null = null;
  #ended: Error | null = null;
  #tell: (issue: Issue) => void = () => {};

  private constructor(workers: readonly Worker[], adapter: string) {
    this.#workers = workers;
    this.#first = workers[0]!;
    this.adapter = adapter;
    this.lost = new Promise((resolve) => {
      this.#tell = resolve;
    });
    this.#first.onmessage = ({ data }: MessageEvent<Answer>) => this.#hear(data);
    for (const worker of workers) {
      worker.onerror = (event) => this.#end(EngineError.of(`A computing thread stopped: ${event.message}`));
      worker.onmessageerror = () =>
        this.#end(EngineError.of('A computing thread sent something unreadable.'));
    }
  }

  /** Rejects where the browser starts no worker. */
  static async open({
    workers: count = Math.min(navigator.hardwareConcurrency, MOST_WORKERS),
    worthwhile,
  }: Options = {}): Promise<WorkerEngine> {
    const workers = channels(count).map((ports) => {
      const worker = new Worker(new URL('./cpu-worker.ts', import.meta.url), { type: 'module' });
      worker.postMessage(
        { ports, ...(worthwhile !== undefined && { worthwhile }) } satisfies Crew,
        ports.filter((it) => it !== null),
      );
      return worker;
    });
    return new Promise((resolve, reject) => {
      workers[0]!.onmessage = ({ data }: MessageEvent<Answer>) =>
        resolve(new WorkerEngine(workers, data.kind === 'ready' ? data.adapter : ''));
      for (const worker of workers)
        worker.onerror = (event) => {
          for (const it of workers) it.terminate();
          reject(EngineError.of(`A computing thread did not start: ${event.message}`));
        };
    });
  }

  async load(plan: Plan): Promise<readonly Issue[]> {
    await this.#ask((id) => ({ call: 'load', id, plan }));
    this.#plan = plan;
    return [];
  }

  tune(settings: Settings): void {
    this.#post({ call: 'tune', settings });
  }

  write(tensor: TensorName, data: ArrayLike<number>, start = 0): void {
    stretchOf(this.#tensors, { tensor, start, length: data.length });
    // A copy of our own, which the worker may keep.
    const floats = new Float32Array(data);
    this.#post({ call: 'write', tensor, data: floats, start }, [floats.buffer]);
  }

  run(program: Program): void {
    for (const { schedule } of program)
      if (!this.#plan?.schedules[schedule]) throw new Error(`the plan has no schedule called ${schedule}`);
    this.#post({ call: 'run', program });
  }

  async read(readings: readonly Reading[]): Promise<readonly Memory[]> {
    for (const reading of readings) stretchOf(this.#tensors, reading);
    return this.#ask((id) => ({ call: 'read', id, readings }));
  }

  dispose(): void {
    this.#tell = () => {};
    this.#end(EngineError.of('The engine was closed.'));
  }

  get #tensors() {
    return this.#plan?.layout.tensors ?? new Map();
  }

  #ask(request: (id: number) => Request): Promise<readonly Memory[]> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#asked++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post(request(id));
    });
  }

  #post(request: Request, transfer: Transferable[] = []): void {
    if (!this.#ended) this.#first.postMessage(request, transfer);
  }

  #hear(answer: Answer): void {
    if (answer.kind === 'ready') return;
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.kind === 'result') waiting?.resolve(answer.arrays);
    else waiting?.reject(EngineError.of(answer.message));
  }

  /** Where one has stopped, the others would wait for it. */
  #end(error: EngineError): void {
    for (const worker of this.#workers) worker.terminate();
    this.#ended ??= error;
    this.#tell(error.issues[0]!);
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
