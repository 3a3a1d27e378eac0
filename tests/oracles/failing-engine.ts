import type { Issue } from '#core/issue.ts';
import type { Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';
import type { Engine, EngineKind, Reading } from '#engine/engine.ts';
import { EngineError } from '#engine/engine-error.ts';

/** What fails, counted from 1: a call of any kind, or only those that are awaited. */
export interface Failure {
  readonly at: number;
  readonly of: 'calls' | 'awaits';
  /** A device that says it is gone, or one that only no longer answers. */
  readonly tells: boolean;
}

/** As a graphics device goes away: at one call and ever after it computes nothing and answers nothing. */
export class FailingEngine implements Engine {
  readonly kind: EngineKind;
  readonly adapter = 'failing';
  readonly lost: Promise<Issue>;
  isDisposed = false;
  calls = 0;
  awaits = 0;
  readonly #inner: Engine;
  readonly #failure: Failure;
  #lose: (issue: Issue) => void = () => {};

  constructor(inner: Engine, failure: Failure, kind: EngineKind = 'webgpu') {
    this.#inner = inner;
    this.#failure = failure;
    this.kind = kind;
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
  }

  get #isGone(): boolean {
    return this[this.#failure.of] >= this.#failure.at;
  }

  /** Whether the call still reaches the device. */
  #reaches(isAwaited: boolean): boolean {
    const before = this.#isGone;
    this.calls++;
    if (isAwaited) this.awaits++;
    if (!before && this.#isGone && this.#failure.tells)
      this.#lose({ code: 'engine', at: '', message: 'It was lost.' });
    return !this.#isGone;
  }

  #refusal = () => Promise.reject(EngineError.of('It gave nothing back.'));

  load(plan: Plan) {
    return this.#reaches(true) ? this.#inner.load(plan) : this.#refusal();
  }
  read(readings: readonly Reading[]) {
    return this.#reaches(true) ? this.#inner.read(readings) : this.#refusal();
  }
  tune(settings: Settings): void {
    if (this.#reaches(false)) this.#inner.tune(settings);
  }
  write(tensor: TensorName, data: ArrayLike<number>, start?: number): void {
    if (this.#reaches(false)) this.#inner.write(tensor, data, start);
  }
  run(program: Program): void {
    if (this.#reaches(false)) this.#inner.run(program);
  }
  dispose(): void {
    this.isDisposed = true;
    this.#inner.dispose();
  }
}

/** Never fails, but counts. */
export const NEVER: Failure = { at: Number.POSITIVE_INFINITY, of: 'calls', tells: true };
