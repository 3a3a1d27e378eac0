import type { Rows } from '#core/datasets/rows.ts';
import type { Issue } from '#core/issue.ts';
import { countParameters } from '#core/network/check.ts';
import { initialize } from '#core/network/initialize.ts';
import type { Parameters } from '#core/network/network.ts';
import { rule } from '#core/rules/index.ts';
import { limitOf } from '#core/telemetry/stability.ts';
import type { Engine, EngineKind } from '#engine/engine.ts';
import type { Opened } from '#engine/open-engine.ts';
import type { Roof } from '#engine/roof/roof.ts';
import { setSeed } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { settlesAtOnce } from './budget.ts';
import { cureFor, settlingDiverged } from './divergence.ts';
import type { Material } from './fitting-plan.ts';
import { type Frame, fits, type Landscape, type Moment, type Recorded } from './frame.ts';
import { breath, nextFrame } from './frames.ts';
import { Glance } from './glance.ts';
import { Laboratory } from './laboratory.ts';
import { landscapeOf } from './landscape.ts';
import type { Learning } from './learn.ts';
import { type FetchBytes, materialOf } from './material.ts';
import { type Clock, Metronome, type PaceId, paceOf, usualPaces } from './pace.ts';
import { Portion } from './portion.ts';
import { Queue } from './queue.ts';
import { Rival } from './rival.svelte.ts';
import type {
  Answer,
  Divergence,
  EngineChoice,
  EngineStatus,
  Selection,
  Session,
  Spot,
  Training,
} from './session.ts';
import { Speed } from './speed.svelte.ts';
import { Trainer } from './trainer.svelte.ts';
import { back, forth, noUndo, remember, type Undo } from './undo.ts';
import { Watch } from './watch.ts';

const SHOWN_ISSUES = 4;
/** Parameters from which a picture takes long to compute and to draw. */
const LARGE_PICTURE = 10_000;
/** Milliseconds within which a stability limit keeps pace with learning. */
const QUICK_LIMIT = 60;

/** What the session needs from the world outside. */
export interface Surroundings {
  readonly fetchBytes: FetchBytes;
  /** Opens the engine named, or the best; rejects with the reason where it does not work. */
  readonly openEngine: (choice: EngineChoice) => Promise<Opened>;
  /** Absent where nothing can measure it. */
  readonly measureRoof?: (kind: EngineKind) => Promise<Roof>;
  readonly linkTo: (experiment: Experiment) => Promise<string>;
  readonly onChange: (event: 'change' | 'issue' | 'settled' | 'learned', detail?: unknown) => void;
}

/** The rows and probes two experiments share, or not. */
const sameMaterial = (a: Experiment, b: Experiment): boolean => {
  const key = ({ data, network }: Experiment) =>
    data.name === 'rows'
      ? data
      : JSON.stringify([
          data,
          network.nodes.map((it) => [it.clamp, it.clamp.learning === 'free' ? 0 : it.units]),
        ]);
  return key(a) === key(b);
};

/**
 * The live experiment: joins document, engine and clocks. Everything asynchronous goes through one queue. Longer than other
 * files because what may interrupt what — an edit a settling, a reset a training, a new engine all of them — is decided here
 * and nowhere else; what each of them does has a file of its own.
 */
export class LiveSession implements Session {
  experiment = $state.raw<Experiment>()!;
  rows = $state.raw<Rows | null>(null);
  frame = $state.raw<Frame | null>(null);
  landscape = $state.raw<Landscape | null>(null);
  readonly rivalLandscape = null;
  readonly ghost = null;
  readonly epochs = { recorded: [], shown: 0 };
  readonly hand = null;
  answer = $state<Answer>('clamped');
  engine = $state.raw<EngineStatus>()!;
  loading = $state(true);
  playing = $state(false);
  pace = $state.raw(usualPaces);
  diverged = $state.raw<Divergence | null>(null);
  issues = $state.raw<readonly Issue[]>([]);
  selection = $state.raw<Selection | null>(null);
  #strictLimit = $state<number | null>(null);
  #undo = $state.raw<Undo<Experiment>>(noUndo);
  readonly speed = new Speed();
  readonly #trainer: Trainer;
  readonly #rival: Rival;
  readonly #queue = new Queue();
  readonly #surroundings: Surroundings;
  #engine: Engine;
  #laboratory: Laboratory | null = null;
  #watch: Watch | null = null;
  #material: Material | null = null;
  /** Numbers the parameters on the engine: what was computed for other ones is out of date. */
  #generation = 0;
  /** Milliseconds the last stability limit took. */
  #limitTook = 0;
  /** The laboratory's version that `landscape` shows. */
  #drawnVersion = -1;
  /** Parts of the screen that draw the gradient of every synapse. */
  #gradientViews = 0;
  readonly #glance = new Glance();
  /** The experiment whose chosen sample was shown before its batch was settled: an earlier batch must not take it back. */
  #glimpsed: Experiment | null = null;
  /** How often play was asked for: the last one goes on. */
  #plays = 0;
  #applied: Experiment | null = null;
  #applying = false;

  constructor(experiment: Experiment, engine: Engine, surroundings: Surroundings) {
    this.experiment = experiment;
    this.#engine = engine;
    this.engine = this.#statusOf(engine, 'auto', '');
    this.#surroundings = surroundings;
    this.#trainer = new Trainer({
      exclusively: (task) => this.exclusively(task),
      settled: () => this.#afterLearning(),
      diverged: (message) => this.#trainingDiverged(message),
      pace: () => paceOf(this.pace.training),
      measured: (...learned) => this.speed.trained(...learned),
      recorded: (epoch) => this.#rival.follow(epoch),
    });
    this.#rival = new Rival(async () => (await surroundings.openEngine('cpu')).engine);
  }

  get roof(): Roof | null | undefined {
    return this.#surroundings.measureRoof && (this.#roofs[this.engine.kind] ?? null);
  }

  /** Provisional: only the step that the engine shows. */
  readonly moment: Moment | null = $derived.by(() => {
    const { frame } = this;
    if (!frame) return null;
    const energy = Object.fromEntries(frame.energy.map((it) => [it.id, it.trace[frame.t]!]));
    return { t: frame.t, phase: null, nodes: frame.nodes, energy, total: frame.total[frame.t]! };
  });
  readonly recorded: Recorded | null = $derived.by(() => {
    const { moment } = this;
    return (
      moment && { first: moment.t, last: moment.t, at: (t) => (t === moment.t ? moment : null), touched: [] }
    );
  });

  readonly canUndo = $derived(this.#undo.past.length > 0);
  readonly canRedo = $derived(this.#undo.future.length > 0);
  readonly stabilityLimit = $derived(
    this.#strictLimit === null
      ? null
      : limitOf(this.experiment.inference.rule, this.#strictLimit, this.experiment.network.nodes),
  );

  /** Measured once a kind of engine. */
  #roofs = $state.raw<Partial<Record<EngineKind, Roof>>>({});
  readonly training: Training = $derived.by(() => ({ ...this.#trainer.state, rival: this.#rival.records }));

  // ── Opening ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Puts an experiment on the engine from its beginning. A failure leaves the old one as it was and rejects. */
  restart(experiment: Experiment): Promise<void> {
    this.pause();
    this.#trainer.stop();
    return this.#queue.run(async () => {
      const material =
        this.#material && this.#applied && sameMaterial(experiment, this.#applied)
          ? this.#material
          : await materialOf(experiment, this.#surroundings.fetchBytes);
      const laboratory = await Laboratory.open(this.#engine, experiment, material);
      this.#adopt(laboratory, experiment, material);
      this.#present(experiment);
      await this.#trainer.begin(laboratory);
      this.#rival.begin(experiment, material);
      await this.#resettle(0);
    });
  }

  #adopt(laboratory: Laboratory, experiment: Experiment, material: Material): void {
    this.#laboratory = laboratory;
    this.#material = material;
    this.#applied = experiment;
    const watch = new Watch(laboratory, this.#watch?.sample ?? 0, (steps, milliseconds) =>
      this.speed.settled(laboratory, watch.samples, steps, milliseconds),
    );
    this.#watch = watch;
    this.speed.forget();
    this.engine = { ...this.engine, path: this.#engine.path ?? null };
    this.rows = material.rows;
    this.selection = null;
    this.diverged = null;
    this.#generation++;
    this.#drawnVersion = -1;
  }

  /** Runs a task on the laboratory when nothing else does; afterwards the rows on screen are settled again to t. */
  exclusively<T>(
    task: (laboratory: Laboratory) => Promise<T>,
    options: { resettle?: number } = {},
  ): Promise<T> {
    return this.#queue.run(async () => {
      const laboratory = this.#laboratory;
      if (!laboratory) throw new Error('No experiment is loaded yet.');
      try {
        return await task(laboratory);
      } finally {
        if (options.resettle !== undefined) await this.#resettle(options.resettle, true);
      }
    });
  }

  /**
   * Moves the running experiment, trained as it is, to another engine. Where the old one no longer answers it goes on
   * from the last weights known to be sound.
   */
  async moveTo(engine: Engine, reason: string, choice: EngineChoice = 'auto'): Promise<void> {
    await this.#queue.run(async () => {
      const before = this.#engine;
      const moved = await this.#reopenedOn(engine).catch((error) => {
        engine.dispose();
        throw error;
      });
      before.dispose();
      this.#engine = engine;
      this.engine = this.#statusOf(engine, choice, reason);
      if (moved) await this.#continueOn(moved);
    });
  }

  #statusOf({ kind, adapter, paths = [], path = null }: Engine, choice: EngineChoice, reason: string) {
    return { kind, adapter, choice, reason, paths, path, pinned: null };
  }

  /** The present experiment with its present weights, laid out anew; null before the first. Only inside the queue. */
  async #reopenedOn(engine: Engine): Promise<Laboratory | null> {
    const before = this.#laboratory;
    if (!before) return null;
    const parameters = await before.parameters().catch(() => this.#trainer.lastSound);
    const moved = await Laboratory.open(engine, before.experiment, this.#material!);
    if (parameters) moved.placeParameters(parameters);
    Object.assign(moved, { updates: before.updates, epoch: before.epoch, batch: before.batch });
    return moved;
  }

  async #continueOn(laboratory: Laboratory): Promise<void> {
    const t = this.#watch!.t;
    this.#adopt(laboratory, laboratory.experiment, this.#material!);
    this.#trainer.continueOn(laboratory);
    await this.#resettle(t);
  }

  pinPath(path: string | null): void {
    this.#queue
      .run(async () => {
        this.#engine.pin?.(path);
        const moved = await this.#reopenedOn(this.#engine).catch((error) => {
          this.#engine.pin?.(this.engine.pinned);
          throw error;
        });
        this.engine = { ...this.engine, pinned: path };
        if (moved) await this.#continueOn(moved);
      })
      .catch((error) => this.#fail(error));
  }

  measureRoof(): void {
    const { kind } = this.engine;
    this.#surroundings.measureRoof?.(kind).then(
      (roof) => {
        this.#roofs = { ...this.#roofs, [kind]: roof };
      },
      (error) => this.#fail(error),
    );
  }

  // ── Editing ────────────────────────────────────────────────────────────────────────────────────────────────────

  edit(experiment: Experiment, issues: readonly Issue[] = []): void {
    for (const issue of issues) this.report(issue);
    if (experiment === this.experiment) return;
    this.#undo = remember(this.#undo, this.experiment);
    this.#replace(experiment);
  }

  undo(): void {
    const step = back(this.#undo, this.experiment);
    if (!step) return;
    this.#undo = step.undo;
    this.#replace(step.value);
  }

  redo(): void {
    const step = forth(this.#undo, this.experiment);
    if (!step) return;
    this.#undo = step.undo;
    this.#replace(step.value);
  }

  open(document: unknown): void {
    const { value, issues } = parse(document);
    for (const issue of issues) this.report(issue);
    if (value) this.openParsed(value);
  }

  openParsed(experiment: Experiment): void {
    const before = this.experiment;
    this.restart(experiment).then(
      () => {
        this.#undo = remember(this.#undo, before);
        this.play();
      },
      (error) => this.#fail(error),
    );
  }

  /** Another experiment is the present one; pictures of a network of other shape go with it. */
  #present(experiment: Experiment): void {
    if (this.frame && !fits(this.frame, experiment.network)) {
      this.frame = null;
      this.landscape = null;
    }
    this.experiment = experiment;
  }

  #replace(experiment: Experiment): void {
    this.#present(experiment);
    void this.#glimpse(experiment);
    this.#surroundings.onChange('change');
    if (this.#applying) return;
    this.#applying = true;
    // Edits that arrive while one waits for the engine are taken together.
    void this.#queue.run(async () => {
      this.#applying = false;
      await this.#apply(this.experiment).catch((error) => this.#refuse(error));
    });
  }

  /** What an edit does to the chosen sample, at once; the batch follows. */
  async #glimpse(experiment: Experiment): Promise<void> {
    const [watch, before] = [this.#watch, this.#applied];
    const isKept = experiment.inference.start === 'keep';
    if (!this.frame || !watch || !before || isKept || !settlesAtOnce(experiment)) return;
    // Other rows, and weights that were drawn anew or come back, are not known here.
    if (experiment.seed !== before.seed || experiment.lesions !== before.lesions) return;
    if (!sameMaterial(experiment, before)) return;
    const parameters =
      experiment.parameters === before.parameters
        ? watch.parameters
        : initialize(experiment.network, experiment.seed, experiment.parameters);
    const t = this.#stepsAfter(experiment);
    const nodes = await this.#glance.settle(experiment, this.#material!, parameters, watch.sample, t);
    if (experiment !== this.experiment || !this.frame) return;
    this.frame = { ...this.frame, t, nodes };
    this.#glimpsed = experiment;
  }

  /** Where the settling on screen is to be under an edited experiment: at its end if it was, else where it is. */
  #stepsAfter({ inference }: Experiment): number {
    const { t } = this.#watch!;
    const atEnd = t >= this.#applied!.inference.settleSteps;
    return atEnd ? inference.settleSteps : Math.min(t, inference.settleSteps);
  }

  async #apply(experiment: Experiment): Promise<void> {
    const before = this.#applied;
    if (!before || experiment === before || !this.#laboratory) return;
    const anew = experiment.seed !== before.seed || experiment.parameters !== before.parameters;
    const sameRows = sameMaterial(experiment, before);
    const material = sameRows ? this.#material! : await materialOf(experiment, this.#surroundings.fetchBytes);
    const t = this.#stepsAfter(experiment);
    if (anew) this.#laboratory = await Laboratory.open(this.#engine, experiment, material);
    else await this.#laboratory.change(experiment, material);
    const selection = this.selection;
    this.#adopt(this.#laboratory, experiment, material);
    this.selection = selection && this.#exists(selection) ? selection : null;
    if (anew || !sameRows) await this.#trainer.begin(this.#laboratory);
    else this.#trainer.continueOn(this.#laboratory);
    if (this.#laboratory.updates === 0) this.#rival.begin(experiment, material);
    else this.#rival.drop();
    await this.#resettle(t);
  }

  #exists(selection: Selection): boolean {
    const { nodes, connections } = this.experiment.network;
    const units = (id: string | undefined) => nodes.find((it) => it.id === id)?.units ?? 0;
    if (selection.kind === 'unit') return selection.unit < units(selection.node);
    const connection = connections.find((it) => it.id === selection.connection);
    return selection.out < units(connection?.to) && selection.in < units(connection?.from);
  }

  /** An edit the engine could not carry out: back to what runs. */
  #refuse(error: unknown): void {
    if (this.#applied) this.#present(this.#applied);
    if (this.#watch && !this.frame) void this.#watching(() => this.#resettle(this.#watch!.t));
    this.#fail(error);
  }

  #fail(error: unknown): void {
    const issues = (error as { issues?: readonly Issue[] }).issues;
    const message = error instanceof Error ? error.message : String(error);
    for (const issue of issues ?? [{ code: 'engine', at: '', message } as const]) this.report(issue);
  }

  report(issue: Issue): void {
    this.issues = [...this.issues.filter((it) => it.message !== issue.message), issue].slice(-SHOWN_ISSUES);
    this.#surroundings.onChange('issue', issue);
  }

  dismiss(issue: Issue): void {
    this.issues = this.issues.filter((it) => it !== issue);
  }

  // ── Settling ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** Begins the settling on screen again, runs it to t and shows it. Only inside the queue. */
  async #resettle(t: number, mayTakeOver = false): Promise<void> {
    const watch = this.#watch!;
    // A kept state is somebody's: showing it must not move it.
    const keeps = mayTakeOver && this.experiment.inference.start === 'keep';
    if (!(keeps && (await watch.takeOver(t)))) {
      await watch.begin();
      watch.advance(t);
    }
    await this.#show(true);
    const { version } = this.#laboratory!;
    if (version !== this.#drawnVersion) this.landscape = await landscapeOf(this.#laboratory!);
    this.#drawnVersion = version;
    this.loading = false;
    void this.#refreshLimit();
  }

  async #show(complete: boolean): Promise<void> {
    this.#watch!.showsGradients = this.#gradientViews > 0;
    const frame = await this.#watch!.frame(complete);
    // Comparing many gradients and drawing them are two tasks, so that a click comes between.
    if (countParameters(this.experiment.network) > LARGE_PICTURE) await breath();
    const isLate = this.experiment !== this.#applied && this.experiment === this.#glimpsed && this.frame;
    this.frame = isLate ? { ...frame, t: isLate.t, nodes: isLate.nodes } : frame;
    if (frame.diverged && this.diverged === null) this.#settlingDiverged(frame.t);
    if (!frame.diverged && this.diverged?.where === 'settling') this.diverged = null;
  }

  #settlingDiverged(t: number): void {
    this.playing = false;
    this.diverged = settlingDiverged(t, this.experiment.inference.inferenceRate, this.stabilityLimit);
  }

  async #refreshLimit(): Promise<void> {
    const generation = ++this.#generation;
    // While weights move, a limit that takes long would be out of date before it is known.
    if (this.training.running && this.#limitTook > QUICK_LIMIT) return;
    const stopped = () => generation !== this.#generation;
    const began = performance.now();
    const limit = await this.#watch!.strictLimit(stopped);
    if (limit === null || stopped()) return;
    this.#limitTook = performance.now() - began;
    this.#strictLimit = limit;
    if (this.diverged?.where === 'settling') {
      this.diverged = null;
      this.#settlingDiverged(this.frame?.t ?? 0);
    }
  }

  /** Anything that moves the watched settling, one task at a time; what goes wrong becomes an issue. */
  #watching(task: (watch: Watch) => Promise<void>): Promise<void> {
    return this.#queue
      .run(async () => {
        if (this.#watch) await task(this.#watch);
      })
      .catch((error) => this.#fail(error));
  }

  play(): void {
    if (this.playing) return;
    this.playing = true;
    void this.#keepPlaying();
  }

  /** Settles at the pace chosen, a stretch a frame, until T or until nothing moves any more. */
  async #keepPlaying(): Promise<void> {
    await this.#watching(async (watch) => {
      if (watch.t >= watch.settleSteps || this.frame?.atRest) await watch.begin();
      await this.#show(false);
    });
    const metronome = new Metronome();
    let portion = new Portion(0);
    const turn = ++this.#plays;
    while (this.playing && turn === this.#plays) {
      const now = await nextFrame();
      const pace = paceOf(this.pace.settling);
      const { id, speed, budget } = pace;
      const { settleSteps } = this.experiment.inference;
      if (portion.budget !== budget) portion = new Portion(budget);
      const beats = metronome.beats(now, settleSteps, pace);
      const due = speed !== null ? beats : id === 'fast' ? portion.size : settleSteps;
      if (due === 0 || !this.playing || turn !== this.#plays) continue;
      await this.#watching(async (watch) => {
        const began = performance.now();
        const steps = Math.min(due, settleSteps - watch.t);
        watch.advance(steps);
        const ends = watch.t >= settleSteps;
        await this.#show(ends);
        portion.took(steps, performance.now() - began);
        if (ends) this.playing = false;
        else if (this.frame!.atRest) this.pause();
      });
    }
  }

  pause(): void {
    if (!this.playing) return;
    this.playing = false;
    void this.#watching(() => this.#show(true));
  }

  stepOnce(): void {
    this.playing = false;
    void this.#watching(async (watch) => {
      watch.advance(1);
      await this.#show(true);
    });
  }

  toRest(): void {
    this.playing = false;
    void this.#watching(async (watch) => {
      await watch.rest();
      await this.#show(true);
    });
  }

  seek(_t: number): void {}
  seekEpoch(_epoch: number): void {}
  hold(_spot: Spot, _value: number): void {}
  release(): void {}
  kick(_deviation?: number): void {}
  startFrom(_values: readonly (Spot & { readonly value: number })[]): void {}
  setAnswer(answer: Answer): void {
    this.answer = answer;
  }
  setWeight(_connection: string, _out: number, _source: number, _value: number): void {}
  async mapEnergy(): Promise<null> {
    return null;
  }
  keepGhost(): void {}
  dropGhost(): void {}

  setPace(clock: Clock, pace: PaceId): void {
    this.pace = { ...this.pace, [clock]: pace };
  }

  reset(): void {
    this.restart(this.experiment).catch((error) => this.#fail(error));
  }

  reseed(): void {
    const { experiment, issues } = setSeed(this.experiment, (this.experiment.seed + 1) % 2 ** 32);
    this.edit(experiment, issues);
  }

  choose(sample: number): void {
    void this.#watching(async (watch) => {
      const t = watch.t;
      if (watch.choose(sample)) await this.#resettle(t);
      else await this.#show(true);
    });
  }

  select(selection: Selection | null): void {
    this.selection = selection;
  }

  showGradients(): () => void {
    if (++this.#gradientViews === 1) void this.#watching(() => this.#show(true));
    return () => void this.#gradientViews--;
  }

  cure(): void {
    const { diverged, experiment } = this;
    this.diverged = null;
    if (diverged?.cure == null) return;
    const inferenceRate = Number(diverged.cure.toPrecision(2));
    this.edit({ ...experiment, inference: { ...experiment.inference, inferenceRate } });
  }

  // ── Learning ───────────────────────────────────────────────────────────────────────────────────────────────────

  train(): void {
    this.pause();
    this.#trainer.train();
  }

  trainEpoch(): void {
    this.trainEpochs(1);
  }

  trainEpochs(count: number): void {
    this.pause();
    this.#trainer.epochs(count);
  }

  trainBatch(): void {
    this.pause();
    this.#trainer.updates(1);
  }

  stop(): void {
    this.#trainer.stop();
  }

  /** New parameters are on the engine: the rows on screen settle anew. Only inside the queue. */
  async #afterLearning(): Promise<void> {
    const { settleSteps } = this.experiment.inference;
    await this.#resettle(settleSteps, true);
  }

  #trainingDiverged(message: string): void {
    const { rule: id, inferenceRate } = this.experiment.inference;
    const limit = rule(id).moves === 'fully' ? null : this.stabilityLimit;
    this.diverged = { where: 'training', message, cure: cureFor(inferenceRate, limit) };
  }

  /** Learning that the embedding API asks for: guarded and recorded like the page's own. */
  learning(task: (laboratory: Laboratory) => Promise<Learning>, resettle: number): Promise<Learning> {
    this.pause();
    this.#trainer.stop();
    return this.exclusively(
      async (laboratory) => {
        const learning = await this.#trainer.guarded(laboratory, () => task(laboratory));
        await this.#trainer.record(laboratory);
        return learning;
      },
      { resettle },
    );
  }

  /** The parameters as they are now. */
  parameters(): Promise<Parameters> {
    return this.exclusively((laboratory) => laboratory.parameters());
  }

  preferEngine(choice: EngineChoice): void {
    this.switchTo(choice).catch((error) => this.#fail(error));
  }

  /** The engine is gone: the CPU goes on, and the page says so. */
  async replaceLost(lost: Engine, issue: Issue): Promise<void> {
    if (lost !== this.#engine) return;
    this.pause();
    this.#trainer.stop();
    this.report({ ...issue, hint: 'The experiment goes on with the CPU.' });
    const { engine } = await this.#surroundings.openEngine('cpu');
    await this.moveTo(engine, issue.message).catch((error) => this.#fail(error));
  }

  /** Goes on with the engine named, or the best; rejects, and stays, where there is none. */
  async switchTo(choice: EngineChoice): Promise<void> {
    const { kind, reason } = this.engine;
    if (choice === kind) this.engine = { ...this.engine, choice };
    else if (choice !== this.engine.choice) {
      const { engine, issues } = await this.#surroundings.openEngine(choice);
      await this.moveTo(engine, issues[0]?.message ?? reason, choice);
    }
  }

  /** The address that opens this experiment. */
  link(): Promise<string> {
    return this.#surroundings.linkTo(this.experiment);
  }
}
