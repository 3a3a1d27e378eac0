import type { Engine, EngineKind } from '#engine/engine.ts';

/** Engines that wait for the next study at most; more are opened while more studies run at once. */
const MOST = 2;
/** Milliseconds without any study after which nobody is likely to ask for the next one soon. */
const WAIT = 60_000;

/** Engines between one study and the next: for a minute, and while somebody sees the page. Then they are closed. */
export class SpareEngines {
  #engines: readonly Engine[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** One that nothing runs on any more. */
  give(engine: Engine): void {
    if (this.#engines.length < MOST && !document.hidden) this.#keep([...this.#engines, engine]);
    else engine.dispose();
  }

  take(kind: EngineKind): Engine | undefined {
    const engine = this.#engines.find((it) => it.kind === kind);
    if (engine) this.drop(engine);
    return engine;
  }

  /** It is somebody else's, or lost. */
  drop(engine: Engine): void {
    this.#keep(this.#engines.filter((it) => it !== engine));
  }

  #keep(engines: readonly Engine[]): void {
    this.#engines = engines;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#leave);
    if (engines.length === 0) return;
    this.#timer = setTimeout(this.#close, WAIT);
    document.addEventListener('visibilitychange', this.#leave);
  }

  readonly #leave = (): void => {
    if (document.hidden) this.#close();
  };

  readonly #close = (): void => {
    for (const engine of this.#engines) engine.dispose();
    this.#keep([]);
  };
}
