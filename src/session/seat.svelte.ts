import type { Issue } from '#core/issue.ts';
import type { Engine, EngineKind } from '#engine/engine.ts';
import type { Opened } from '#engine/open-engine.ts';
import type { Roof } from '#engine/roof/roof.ts';
import type { Laboratory } from './laboratory.ts';
import type { Queue } from './queue.ts';
import type { EngineChoice, EngineStatus } from './session.ts';

export interface SeatHost {
  readonly queue: Queue;
  /** Opens the engine named, or the best; rejects with the reason where it does not work. */
  readonly openEngine: (choice: EngineChoice) => Promise<Opened>;
  /** Absent where nothing can measure it. */
  readonly measureRoof?: (kind: EngineKind) => Promise<Roof>;
  /** The present experiment with its present weights, laid out on an engine; null before the first. Only inside the queue. */
  readonly layOut: (engine: Engine) => Promise<Laboratory | null>;
  /** Goes on with what was laid out. Only inside the queue. */
  readonly goOn: (laboratory: Laboratory) => Promise<void>;
  /** Whatever is moving stops. */
  readonly halt: () => void;
  readonly report: (issue: Issue) => void;
  readonly fail: (error: unknown) => void;
}

const statusOf = (
  { kind, adapter, paths = [], path = null }: Engine,
  choice: EngineChoice,
  reason: string,
): EngineStatus => ({ kind, adapter, choice, reason, paths, path, pinned: null });

/** The engine that the experiment sits on, and how it moves to another one, trained as it is. */
export class Seat {
  engine: Engine;
  status = $state.raw<EngineStatus>()!;
  readonly #host: SeatHost;
  /** Measured once a kind of engine. */
  #roofs = $state.raw<Partial<Record<EngineKind, Roof>>>({});

  constructor(engine: Engine, host: SeatHost) {
    this.engine = engine;
    this.status = statusOf(engine, 'auto', '');
    this.#host = host;
  }

  get roof(): Roof | null | undefined {
    return this.#host.measureRoof && (this.#roofs[this.status.kind] ?? null);
  }

  /** The engine has loaded another plan. */
  loaded(): void {
    this.status = { ...this.status, path: this.engine.path ?? null };
  }

  /** Where the old engine no longer answers the experiment goes on from the last weights known to be sound. */
  async moveTo(engine: Engine, reason: string, choice: EngineChoice = 'auto'): Promise<void> {
    await this.#host.queue.run(async () => {
      const before = this.engine;
      const moved = await this.#host.layOut(engine).catch((error) => {
        engine.dispose();
        throw error;
      });
      before.dispose();
      this.engine = engine;
      this.status = statusOf(engine, choice, reason);
      if (moved) await this.#host.goOn(moved);
    });
  }

  pinPath(path: string | null): void {
    this.#host.queue
      .run(async () => {
        this.engine.pin?.(path);
        const moved = await this.#host.layOut(this.engine).catch((error) => {
          this.engine.pin?.(this.status.pinned);
          throw error;
        });
        this.status = { ...this.status, pinned: path };
        if (moved) await this.#host.goOn(moved);
      })
      .catch(this.#host.fail);
  }

  measureRoof(): void {
    const { kind } = this.status;
    this.#host.measureRoof?.(kind).then((roof) => {
      this.#roofs = { ...this.#roofs, [kind]: roof };
    }, this.#host.fail);
  }

  prefer(choice: EngineChoice): void {
    this.switchTo(choice).catch(this.#host.fail);
  }

  /** The engine is gone: the CPU goes on, and the page says so. */
  async replaceLost(lost: Engine, issue: Issue): Promise<void> {
    if (lost !== this.engine) return;
    this.#host.halt();
    this.#host.report({ ...issue, hint: 'The experiment goes on with the CPU.' });
    const { engine } = await this.#host.openEngine('cpu');
    await this.moveTo(engine, issue.message).catch(this.#host.fail);
  }

  /** Goes on with the engine named, or the best; rejects, and stays, where there is none. */
  async switchTo(choice: EngineChoice): Promise<void> {
    const { kind, reason } = this.status;
    if (choice === kind) this.status = { ...this.status, choice };
    else if (choice !== this.status.choice) {
      const { engine, issues } = await this.#host.openEngine(choice);
      await this.moveTo(engine, issues[0]?.message ?? reason, choice);
    }
  }
}
