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
  /** After the first, which is the page itself, one that goes on where it was when a device is lost. */
  engine: Engine;
  status = $state.raw<EngineStatus>()!;
  readonly #host: SeatHost;
  /** Why an engine is not on the device that it began on. */
  readonly #moves = new WeakMap<Engine, string>();
  /** Measured once a kind of engine. */
  #roofs = $state.raw<Partial<Record<EngineKind, Roof>>>({});

  constructor(engine: Engine, host: SeatHost) {
    this.#host = host;
    this.engine = engine;
    this.status = statusOf(engine, 'auto', '');
  }

  /** The first picture does not wait for what this takes. */
  async #steady(engine: Engine, choice: EngineChoice): Promise<Engine> {
    const found = await import('#engine/steady/steady-engine.ts').catch(() => null);
    // A connection that broke here leaves a page that works until its device is lost.
    if (!found) return engine;
    const steady: Engine = new found.SteadyEngine(engine, {
      openEngine: this.#host.openEngine,
      // Who names an engine is told that it cannot, not moved.
      mayLeave: () => (steady === this.engine ? this.status.choice : choice) !== 'webgpu',
      told: (issue) => this.#moved(steady, issue),
    });
    return steady;
  }

  /** The experiment is on another device than before. */
  #moved(engine: Engine, issue: Issue): void {
    this.#moves.set(engine, issue.message);
    if (engine === this.engine) {
      const { choice, pinned } = this.status;
      const isNamed = choice === 'auto' || choice === engine.kind;
      const status = statusOf(engine, isNamed ? choice : engine.kind, issue.message);
      this.status = { ...status, pinned: engine.kind === 'webgpu' ? pinned : null };
    }
    this.#host.report(issue);
  }

  get roof(): Roof | null | undefined {
    return this.#host.measureRoof && (this.#roofs[this.status.kind] ?? null);
  }

  /** The engine has loaded another plan. */
  loaded(): void {
    this.status = { ...this.status, path: this.engine.path ?? null };
  }

  async moveTo(device: Engine, reason: string, choice: EngineChoice = 'auto'): Promise<void> {
    await this.#host.queue.run(async () => {
      const engine = await this.#steady(device, choice);
      const before = this.engine;
      const moved = await this.#host.layOut(engine).catch((error) => {
        engine.dispose();
        throw error;
      });
      before.dispose();
      this.engine = engine;
      this.status = statusOf(engine, choice, this.#moves.get(engine) ?? reason);
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
