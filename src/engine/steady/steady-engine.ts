import type { Issue } from '#core/issue.ts';
import type { Memory, Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';
import type { Engine, EngineKind, Reading } from '#engine/engine.ts';
import { EngineError } from '#engine/engine-error.ts';
import { refuseUnrunnable } from '#engine/runnable.ts';
import { stretchOf } from '#engine/stretch.ts';
import { Answer } from './answer.ts';
import { Journal, type Load, type Order, obey, type Read } from './journal.ts';
import { sparedBefore } from './scratch.ts';
import { type Fall, lostWith, nextKinds, refusedWith } from './words.ts';

export interface SteadyHost {
  readonly openEngine: (kind: EngineKind) => Promise<{ readonly engine: Engine }>;
  /** Whether a plan that the device refuses may go to the CPU; otherwise the refusal is the caller's. */
  readonly mayLeave: () => boolean;
  /** It goes on, on another engine, or nowhere: why, in a sentence. */
  readonly told: (issue: Issue) => void;
  /** Milliseconds until the state is kept again, after it took so many to read. */
  readonly spacing?: (took: number) => number;
  /** Numbers of a plan up to which all of them are kept. */
  readonly mostWhole?: number;
}

/** Milliseconds of work that is done again at most, unless keeping the state took more than a twentieth of that. */
const usualSpacing = (took: number): number => Math.max(1000, 20 * took);
/** Milliseconds in which a device that fails says whether it is gone. */
const SOON = 50;
/** Milliseconds after which an engine that is lost has nothing to do with the loss before. */
const LONG = 60_000;
/** Losses in such a time that it takes to give up. */
const TOO_OFTEN = 4;

/** Whether an engine that just failed says, soon, that it is lost. */
const isGone = (engine: Engine): Promise<boolean> =>
  Promise.race([
    engine.lost.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(resolve, SOON, false)),
  ]);

const copyOf = (data: ArrayLike<number>): ArrayLike<number> =>
  data instanceof Float32Array || data instanceof Float64Array || data instanceof Uint32Array
    ? data.slice()
    : Float64Array.from(data);

/**
 * An engine that outlives the device under it. When that is lost, or refuses a plan, a new one (then the CPU) is brought to
 * where it was: the state kept last, and every call since. Callers notice nothing but a longer wait: what they were owed they get,
 * no program runs twice or not at all as far as anyone can see.
 */
export class SteadyEngine implements Engine {
  /** Only when no engine can go on. */
  readonly lost: Promise<Issue>;
  readonly #host: SteadyHost;
  readonly #journal = new Journal();
  #engine: Engine;
  #plan: Plan | null = null;
  /** Plans asked for that are neither there nor refused. */
  #loads = 0;
  #settings: Settings = { inferenceRate: 0.1, learningRate: 0.01, samples: 1 };
  #pinned: string | null = null;
  /** Between two engines: calls are only noted. */
  #isMoving = false;
  #isKeeping = false;
  #keptAt = performance.now();
  #spacing = usualSpacing(0);
  #losses: number[] = [];
  #ended: Error | null = null;
  #end: (issue: Issue) => void = () => {};

  constructor(engine: Engine, host: SteadyHost) {
    this.#engine = engine;
    this.#host = host;
    this.#spacing = (host.spacing ?? usualSpacing)(0);
    this.lost = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#watch(engine);
  }

  get kind(): EngineKind {
    return this.#engine.kind;
  }
  get adapter(): string {
    return this.#engine.adapter;
  }
  get paths(): readonly string[] {
    return this.#engine.paths ?? [];
  }
  get path(): string | null {
    return this.#engine.path ?? null;
  }

  pin(path: string | null): void {
    this.#pinned = path;
    this.#engine.pin?.(path);
  }

  load(plan: Plan): Promise<readonly Issue[]> {
    if (this.#ended) return Promise.reject(this.#ended);
    const entry: Load = { call: 'load', plan, answer: new Answer(), isRefused: false };
    this.#journal.add(entry);
    this.#loads++;
    if (!this.#isMoving) this.#load(this.#engine, entry);
    return entry.answer.promise
      .then((issues) => {
        this.#plan = plan;
        return issues;
      })
      .finally(() => this.#loads--);
  }

  tune(settings: Settings): void {
    this.#settings = settings;
    this.#order({ call: 'tune', settings });
  }

  write(tensor: TensorName, data: ArrayLike<number>, start = 0): void {
    stretchOf(this.#tensors, { tensor, start, length: data.length });
    this.#order({ call: 'write', tensor, data: copyOf(data), start });
  }

  run(program: Program): void {
    refuseUnrunnable(this.#plan, program, this.#settings.samples);
    this.#keep(program);
    this.#order({ call: 'run', program });
  }

  async read(readings: readonly Reading[]): Promise<readonly Memory[]> {
    for (const reading of readings) stretchOf(this.#tensors, reading);
    if (this.#ended) throw this.#ended;
    const entry: Read = { call: 'read', readings, answer: new Answer(), isUncertain: this.#loads > 0 };
    this.#journal.add(entry);
    if (!this.#isMoving) this.#read(this.#engine, entry);
    return entry.answer.promise;
  }

  dispose(): void {
    this.#close(EngineError.of('The engine was closed.'));
    this.#engine.dispose();
  }

  get #tensors() {
    return this.#plan?.layout.tensors ?? new Map();
  }

  #order(order: Order): void {
    if (this.#ended) return;
    this.#journal.add(order);
    if (!this.#isMoving) obey(this.#engine, order);
  }

  #load(engine: Engine, entry: Load): void {
    engine.load(entry.plan).then(
      (issues) => {
        if (!entry.answer.isGiven) entry.answer.give(issues);
      },
      (error) => this.#refused(engine, entry, error),
    );
  }

  #read(engine: Engine, { readings, answer, isUncertain }: Read): void {
    engine.read(readings).then(
      (arrays) => {
        if (!answer.isGiven) answer.give(arrays);
      },
      async (error) => {
        // What was asked for is there: whatever the engine says, it no longer works.
        if (!isUncertain || (await isGone(engine))) return this.#leave(engine, lostWith(engine.kind));
        if (!answer.isGiven && engine === this.#engine && !this.#isMoving) answer.refuse(error);
      },
    );
  }

  #watch(engine: Engine): void {
    void engine.lost.then(() => this.#leave(engine, lostWith(engine.kind)));
  }

  /** A plan was not loaded: because the engine is gone, or because it does not take that plan. */
  async #refused(engine: Engine, entry: Load, error: unknown): Promise<void> {
    const isLost = await isGone(engine);
    if (engine !== this.#engine || this.#isMoving || this.#ended) return;
    if (isLost) return this.#leave(engine, lostWith(engine.kind));
    if (engine.kind === 'webgpu' && this.#host.mayLeave()) return this.#leave(engine, refusedWith(error));
    entry.isRefused = true;
    entry.answer.refuse(error);
  }

  /** Goes on elsewhere, once for each engine. */
  async #leave(engine: Engine, fall: Fall): Promise<void> {
    if (engine !== this.#engine || this.#isMoving || this.#ended) return;
    this.#isMoving = true;
    engine.dispose();
    const now = performance.now();
    this.#losses = [...this.#losses.filter((it) => now - it < LONG), now];
    const kinds = this.#losses.length < TOO_OFTEN ? nextKinds(engine.kind, fall, this.#losses.length) : [];
    for (const [k, kind] of kinds.entries())
      if ((await this.#goOn(kind, fall, k === kinds.length - 1)) || this.#ended) return;
    this.#close(new EngineError([fall.ends]));
    this.#end(fall.ends);
    this.#host.told(fall.ends);
  }

  async #goOn(kind: EngineKind, fall: Fall, isLast: boolean): Promise<boolean> {
    const engine = await this.#host.openEngine(kind).then(
      (it) => it.engine,
      () => null,
    );
    if (!engine) return false;
    try {
      if (this.#pinned !== null) engine.pin?.(this.#pinned);
      await this.#journal.repeat(engine, isLast, () => this.#arrive(engine, fall));
    } catch {
      engine.dispose();
      return false;
    }
    return this.#engine === engine;
  }

  #arrive(engine: Engine, fall: Fall): void {
    if (this.#ended) {
      engine.dispose();
      return;
    }
    const issue = fall.goesOn(this.#engine.kind, engine.kind);
    this.#engine = engine;
    this.#isMoving = false;
    this.#watch(engine);
    this.#host.told(issue);
  }

  #close(error: Error): void {
    this.#ended ??= error;
    for (const { answer } of this.#journal.waiting) answer.refuse(error);
  }

  /** Keeps the state where that is due, before a program is run. */
  async #keep(next: Program): Promise<void> {
    const began = performance.now();
    if (this.#isKeeping || this.#isMoving || began - this.#keptAt < this.#spacing) return;
    const isSpared = sparedBefore(this.#plan!, next, this.#host.mostWhole);
    if (!isSpared) return;
    this.#isKeeping = true;
    // Where it fails the journal goes on from the state before; whether the engine is gone shows elsewhere.
    const engine = this.#engine;
    const isStill = () => engine === this.#engine && !this.#isMoving;
    await this.#journal.keep(engine, this.#plan!, this.#settings, isSpared, isStill).catch(() => {});
    this.#keptAt = performance.now();
    this.#spacing = (this.#host.spacing ?? usualSpacing)(this.#keptAt - began);
    this.#isKeeping = false;
  }
}
