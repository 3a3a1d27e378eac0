import type { Rows } from '#core/datasets/rows.ts';
import type { Issue, Parsed } from '#core/issue.ts';
import { initialize } from '#core/network/initialize.ts';
import type { Parameters } from '#core/network/network.ts';
import { nodeOf } from '#core/network/topology.ts';
import { rule } from '#core/rules/index.ts';
import { limitOf } from '#core/telemetry/stability.ts';
import type { Engine, EngineKind } from '#engine/engine.ts';
import type { Opened } from '#engine/open-engine.ts';
import type { Roof } from '#engine/roof/roof.ts';
import { pinUnit, setSeed } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { readView, type ViewState } from '#experiment/view-state.ts';
import type { WeightsCode } from '#experiment/weights-code.ts';
import { arrive, exists } from './arrival.ts';
import { cureFor } from './divergence.ts';
import { Epochs } from './epochs.ts';
import { carriedInto, type Material } from './fitting-plan.ts';
import { fits } from './frame.ts';
import { Laboratory } from './laboratory.ts';
import type { Learning } from './learn.ts';
import { type FetchBytes, materialOf } from './material.ts';
import { type Clock, type PaceId, paceOf, usualPaces } from './pace.ts';
import { Queue } from './queue.ts';
import { Rival } from './rival.svelte.ts';
import type {
  Answer,
  EnergyMap,
  EngineChoice,
  EngineStatus,
  Ghost,
  Selection,
  Session,
  Spot,
  Training,
} from './session.ts';
import { Settling } from './settling.svelte.ts';
import { type LinkOptions, snapshot } from './sharing.ts';
import { Speed } from './speed.svelte.ts';
import { needsOthers, type Standing } from './standing.ts';
import { Trainer } from './trainer.svelte.ts';
import { back, draggedQuantity, forth, noUndo, remember, type Undo } from './undo.ts';

const SHOWN_ISSUES = 4;
/** Edits of one quantity closer together than this, in milliseconds, are one drag. */
const DRAG_PAUSE = 800;
/** Standard deviation of a kick, in units of a value. */
const KICK = 0.5;

/** What the session needs from the world outside. */
export interface Surroundings {
  readonly fetchBytes: FetchBytes;
  /** Opens the engine named, or the best; rejects with the reason where it does not work. */
  readonly openEngine: (choice: EngineChoice) => Promise<Opened>;
  /** Absent where nothing can measure it. */
  readonly measureRoof?: (kind: EngineKind) => Promise<Roof>;
  readonly linkTo: (experiment: Experiment, code: WeightsCode) => Promise<string>;
  readonly onChange: (event: 'change' | 'issue' | 'settled' | 'learned', detail?: unknown) => void;
}

/** How an experiment begins, where not as its document says. */
export interface Beginning {
  readonly parameters?: Experiment['parameters'];
  readonly t?: number;
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
  engine = $state.raw<EngineStatus>()!;
  loading = $state(true);
  pace = $state.raw(usualPaces);
  issues = $state.raw<readonly Issue[]>([]);
  selection = $state.raw<Selection | null>(null);
  arrival = $state.raw<ViewState>({});
  ghost = $state.raw<Ghost | null>(null);
  #undo = $state.raw<Undo<Experiment>>(noUndo);
  readonly speed = new Speed();
  readonly #settling: Settling;
  readonly #trainer: Trainer;
  readonly #rival: Rival;
  readonly #epochs = new Epochs();
  readonly #queue = new Queue();
  readonly #surroundings: Surroundings;
  #engine: Engine;
  #laboratory: Laboratory | null = null;
  #material: Material | null = null;
  #applied: Experiment | null = null;
  #applying = false;
  #recordedEpochs = $state.raw<readonly number[]>([]);
  /** How far an experiment had come when an edit that needs other parameters left it, and what it comes back to. */
  readonly #standings = new WeakMap<Experiment, Standing>();
  readonly #arrivals = new WeakMap<Experiment, Standing>();
  /** The quantity that the last edit dragged, and when. */
  #drag = { quantity: '', at: 0 };

  constructor(experiment: Experiment, engine: Engine, surroundings: Surroundings) {
    this.experiment = experiment;
    this.#engine = engine;
    this.engine = this.#statusOf(engine, 'auto', '');
    this.#surroundings = surroundings;
    this.#settling = new Settling({
      engine: (task) => this.#queue.run(task).catch((error) => this.#fail(error)),
      experiment: () => this.experiment,
      pace: () => paceOf(this.pace.settling),
      isTraining: () => this.training.running,
      limit: () => this.stabilityLimit,
      measured: (watch, ...took) => this.speed.settled(watch.laboratory, watch.samples, ...took),
    });
    this.#trainer = new Trainer({
      exclusively: (task) => this.exclusively(task),
      settled: () => this.#afterLearning(),
      diverged: (message) => this.#trainingDiverged(message),
      pace: () => paceOf(this.pace.training),
      measured: (...learned) => this.speed.trained(...learned),
      recorded: async (laboratory) => {
        this.#rival.follow(laboratory.epoch);
        await this.#recordEpoch(laboratory);
      },
    });
    this.#rival = new Rival(async () => (await surroundings.openEngine('cpu')).engine);
  }

  get frame() {
    return this.#settling.frame;
  }
  get moment() {
    return this.#settling.sample.moment;
  }
  get recorded() {
    return this.#settling.sample.recorded;
  }
  get hand() {
    return this.#settling.sample.hand;
  }
  get answer() {
    return this.#settling.sample.answer;
  }
  get landscape() {
    return this.#settling.landscape;
  }
  get playing() {
    return this.#settling.playing;
  }
  get diverged() {
    return this.#settling.diverged;
  }

  get roof(): Roof | null | undefined {
    return this.#surroundings.measureRoof && (this.#roofs[this.engine.kind] ?? null);
  }

  readonly canUndo = $derived(this.#undo.past.length > 0);
  readonly canRedo = $derived(this.#undo.future.length > 0);
  readonly stabilityLimit = $derived.by(() => {
    const { strictLimit } = this.#settling;
    const { inference, network } = this.experiment;
    return strictLimit === null ? null : limitOf(inference.rule, strictLimit, network.nodes);
  });

  /** Measured once a kind of engine. */
  #roofs = $state.raw<Partial<Record<EngineKind, Roof>>>({});
  readonly training: Training = $derived.by(() => ({ ...this.#trainer.state, rival: this.#rival.records }));
  readonly rivalLandscape = $derived.by(() => this.#rival.landscapes.get(this.#trainer.state.epoch) ?? null);
  readonly epochs = $derived.by(() => ({
    recorded: this.#recordedEpochs,
    shown: this.#trainer.state.epoch,
  }));

  // ── Opening ────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Puts an experiment on the engine from its beginning, or with other parameters or at another settling step than
   * those it begins with. A failure leaves the old one as it was and rejects.
   */
  restart(experiment: Experiment, { parameters, t = 0 }: Beginning = {}): Promise<void> {
    this.pause();
    this.#trainer.stop();
    return this.#queue.run(async () => {
      const material =
        this.#material && this.#applied && sameMaterial(experiment, this.#applied)
          ? this.#material
          : await materialOf(experiment, this.#surroundings.fetchBytes);
      const laboratory = await Laboratory.open(this.#engine, experiment, material);
      if (parameters) laboratory.placeParameters(initialize(experiment.network, experiment.seed, parameters));
      this.#adopt(laboratory, experiment, material);
      this.#present(experiment);
      this.#epochs.clear();
      if (parameters) this.#rival.drop();
      else this.#rival.begin(experiment, material);
      await this.#trainer.begin(laboratory);
      await this.#resettle(t);
    });
  }

  #adopt(laboratory: Laboratory, experiment: Experiment, material: Material): void {
    this.#laboratory = laboratory;
    this.#material = material;
    this.#applied = experiment;
    this.#settling.adopt(laboratory, material);
    this.speed.forget();
    this.engine = { ...this.engine, path: this.#engine.path ?? null };
    this.rows = material.rows;
    if (this.selection && !exists(this.selection, experiment.network)) this.selection = null;
  }

  async #resettle(t: number, mayTakeOver = false): Promise<void> {
    await this.#settling.resettle(t, mayTakeOver);
    this.loading = false;
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
    const { t } = this.#settling;
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

  edit(experiment: Experiment, issues: readonly Issue[] = [], goesOn = false): void {
    for (const issue of issues) this.report(issue);
    if (experiment === this.experiment) return;
    const quantity = draggedQuantity(this.experiment, experiment);
    this.#leave(experiment, this.#isSameDrag(quantity) || (goesOn && this.canUndo));
    this.#replace(experiment);
  }

  /** Whether an edit goes on with what the one before it dragged: undo takes them together. */
  #isSameDrag(quantity: string | null): boolean {
    const now = performance.now();
    const isSame = quantity !== null && quantity === this.#drag.quantity && now - this.#drag.at < DRAG_PAUSE;
    this.#drag = { quantity: quantity ?? '', at: now };
    return isSame && this.canUndo;
  }

  /** The present experiment is left for another one, and remembered unless that only goes on with a drag. */
  #leave(next: Experiment, goesOn: boolean): void {
    if (goesOn) this.#undo = { ...this.#undo, future: [] };
    else this.#undo = remember(this.#undo, this.experiment);
    if (needsOthers(this.experiment, next)) this.#keepStanding();
  }

  #keepStanding(): void {
    const parameters = this.#parametersOf(this.experiment);
    if (!parameters || this.#standings.has(this.experiment)) return;
    const { epoch, batch, history } = this.#trainer.state;
    const updates = this.#laboratory?.updates ?? 0;
    this.#standings.set(this.experiment, { parameters, epoch, batch, updates, history });
  }

  /** The parameters of an experiment, the present one or one about to be; null where they are not known here. */
  #parametersOf(experiment: Experiment): Parameters | null {
    const arrival = this.#arrivals.get(experiment);
    if (arrival) return arrival.parameters;
    const [before, present] = [this.#applied, this.#settling.parameters];
    if (!before || !present) return null;
    return this.#keepsWeights(before, experiment)
      ? carriedInto(experiment, before.network, present)
      : initialize(experiment.network, experiment.seed, experiment.parameters);
  }

  undo(): void {
    this.#travel(back(this.#undo, this.experiment));
  }

  redo(): void {
    this.#travel(forth(this.#undo, this.experiment));
  }

  #travel(step: { value: Experiment; undo: Undo<Experiment> } | null): void {
    if (!step) return;
    this.#drag = { quantity: '', at: 0 };
    const { value, undo } = step;
    const standing = this.#standings.get(value);
    if (needsOthers(this.experiment, value)) {
      this.#standings.delete(this.experiment);
      this.#keepStanding();
      if (standing) this.#arrivals.set(value, standing);
    }
    this.#undo = undo;
    this.#replace(value);
  }

  setWeight(connection: string, out: number, source: number, value: number): void {
    const { network, parameters } = this.experiment;
    const found = network.connections.find((it) => it.id === connection);
    const now = this.#parametersOf(this.experiment);
    if (!found || !now || !Number.isFinite(value)) return;
    this.#trainer.stop();
    const weights = now.weights[connection]!.slice();
    weights[out * nodeOf(network, found.from).units + source] = value;
    // Of a network that has not learned yet the weight is part of its beginning: the document gives it.
    const isUntrained = this.#laboratory?.updates === 0;
    const given = { ...parameters, weights: { ...parameters.weights, [connection]: weights } };
    const next: Experiment = { ...this.experiment, parameters: isUntrained ? given : { ...parameters } };
    const { epoch, batch, history } = this.#trainer.state;
    const after = { ...now, weights: { ...now.weights, [connection]: weights } };
    const updates = this.#laboratory?.updates ?? 0;
    this.#leave(next, this.#isSameDrag(`weight ${connection} ${out} ${source}`));
    this.#arrivals.set(next, { parameters: after, epoch, batch, updates, history });
    this.#replace(next);
  }

  open(document: unknown): void {
    this.receive(parse(document));
  }

  receive({ value, issues }: Parsed<Experiment>): void {
    for (const issue of issues) this.report(issue);
    if (value) this.openParsed(value);
  }

  openParsed(experiment: Experiment): void {
    const before = this.experiment;
    const view = readView(experiment.view);
    this.#keepStanding();
    this.restart(experiment, view).then(
      () => {
        this.#undo = remember(this.#undo, before);
        this.showView(view);
      },
      (error) => this.#fail(error),
    );
  }

  /** Shows what a view asks for that was opened just now. */
  showView(view: ViewState): void {
    this.arrival = view;
    arrive(this, view);
  }

  /** Another experiment is the present one; pictures of a network of other shape go with it. */
  #present(experiment: Experiment): void {
    if (this.frame && !fits(this.frame, experiment.network)) this.#settling.clear();
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
    const before = this.#applied;
    // Other rows are not known here.
    if (!before || !this.#material || !sameMaterial(experiment, before)) return;
    const parameters = this.#parametersOf(experiment);
    if (!parameters) return;
    await this.#settling.glimpse(experiment, this.#material, parameters, this.#stepsAfter(experiment));
  }

  /** Whether an edit keeps the weights that fit, and draws only those that do not. */
  #keepsWeights(before: Experiment, after: Experiment): boolean {
    return after.seed === before.seed && after.parameters === before.parameters;
  }

  /** Where the settling on screen is to be under an edited experiment: at its end if it was, else where it is. */
  #stepsAfter({ inference }: Experiment): number {
    const { t } = this.#settling;
    const atEnd = t >= this.#applied!.inference.settleSteps;
    return atEnd ? inference.settleSteps : Math.min(t, inference.settleSteps);
  }

  async #apply(experiment: Experiment): Promise<void> {
    const before = this.#applied;
    if (!before || experiment === before || !this.#laboratory) return;
    const arrival = this.#arrivals.get(experiment);
    const anew = !arrival && !this.#keepsWeights(before, experiment);
    const sameRows = sameMaterial(experiment, before);
    const material = sameRows ? this.#material! : await materialOf(experiment, this.#surroundings.fetchBytes);
    const t = this.#stepsAfter(experiment);
    if (anew) this.#laboratory = await Laboratory.open(this.#engine, experiment, material);
    else await this.#laboratory.change(experiment, material);
    if (arrival) this.#arrive(this.#laboratory, experiment, arrival);
    this.#arrivals.delete(experiment);
    this.#adopt(this.#laboratory, experiment, material);
    if (arrival || anew || !sameRows) this.#forgetEpochs();
    if (this.#laboratory.updates === 0) this.#rival.begin(experiment, material);
    else this.#rival.drop();
    if (anew || !sameRows) await this.#trainer.begin(this.#laboratory);
    else if (arrival) this.#trainer.resume(this.#laboratory, arrival.history);
    else this.#trainer.continueOn(this.#laboratory);
    this.#settling.agree(experiment);
    await this.#resettle(t);
  }

  /** The network stands where it stood. */
  #arrive(laboratory: Laboratory, { network, seed }: Experiment, standing: Standing): void {
    laboratory.placeParameters(initialize(network, seed, standing.parameters));
    laboratory.resetOptimizer();
    laboratory.setClock(standing);
  }

  /** An edit the engine could not carry out: back to what runs. */
  #refuse(error: unknown): void {
    if (this.#applied) this.#present(this.#applied);
    if (this.#laboratory) void this.#queue.run(() => this.#resettle(this.#settling.t)).catch(() => {});
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

  play(): void {
    this.#settling.play();
  }

  pause(): void {
    this.#settling.pause();
  }

  stepOnce(): void {
    this.#settling.stepOnce();
  }

  toRest(): void {
    this.#settling.toRest();
  }

  seek(t: number): void {
    this.#settling.seek(t);
  }

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
    this.#settling.choose(sample);
  }

  select(selection: Selection | null): void {
    this.selection = selection;
  }

  showGradients(): () => void {
    return this.#settling.showGradients();
  }

  cure(): void {
    const { diverged, experiment } = this;
    this.#settling.diverged = null;
    if (diverged?.cure == null) return;
    const inferenceRate = Number(diverged.cure.toPrecision(2));
    this.edit({ ...experiment, inference: { ...experiment.inference, inferenceRate } });
  }

  // ── Hands ──────────────────────────────────────────────────────────────────────────────────────────────────────

  hold(spot: Spot, value: number): void {
    if (!Number.isFinite(value)) return;
    this.#trainer.stop();
    if (this.#settling.hold(spot, value)) return;
    // What is clamped keeps the value: its pin has moved.
    const { experiment, issues } = pinUnit(this.experiment, spot.node, spot.unit, value);
    this.edit(experiment, issues);
  }

  release(): void {
    this.#settling.release();
  }

  kick(deviation = KICK): void {
    this.#settling.kick(deviation);
  }

  startFrom(values: readonly (Spot & { readonly value: number })[]): void {
    this.#settling.startFrom(values);
  }

  setAnswer(answer: Answer): void {
    void this.#settling.setAnswer(answer);
  }

  mapEnergy(across: Spot, up: Spot): Promise<EnergyMap | null> {
    return this.#settling.sample.mapEnergy(across, up);
  }

  keepGhost(): void {
    const { frame, recorded, landscape, training, experiment } = this;
    if (!frame || !recorded) return;
    const { first, last } = recorded;
    const energy = Float64Array.from(
      { length: last - first + 1 },
      (_, k) => recorded.at(first + k)?.total ?? Number.NaN,
    );
    const { inference } = experiment;
    const title = `${rule(inference.rule).label}, epoch ${training.epoch}, η = ${inference.inferenceRate}`;
    this.ghost = { title, first, energy, frame, landscape, history: training.history };
  }

  dropGhost(): void {
    this.ghost = null;
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

  async #recordEpoch(laboratory: Laboratory): Promise<void> {
    await this.#epochs.record(laboratory);
    this.#recordedEpochs = this.#epochs.recorded;
  }

  #forgetEpochs(): void {
    this.#epochs.clear();
    this.#recordedEpochs = [];
  }

  seekEpoch(epoch: number): void {
    this.pause();
    this.#trainer.stop();
    void this.exclusively(async (laboratory) => {
      const snapshot = this.#epochs.at(epoch);
      if (!snapshot) return;
      laboratory.restore(snapshot);
      this.#trainer.continueOn(laboratory);
      await this.#resettle(this.#settling.t);
    }).catch((error) => this.#fail(error));
  }

  /** New parameters are on the engine: the rows on screen settle anew. Only inside the queue. */
  async #afterLearning(): Promise<void> {
    const { settleSteps } = this.experiment.inference;
    await this.#resettle(settleSteps, true);
  }

  #trainingDiverged(message: string): void {
    const { rule: id, inferenceRate } = this.experiment.inference;
    const limit = rule(id).moves === 'fully' ? null : this.stabilityLimit;
    this.#settling.diverged = { where: 'training', message, cure: cureFor(inferenceRate, limit) };
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

  async link({ weights = 'none', view }: LinkOptions = {}): Promise<string> {
    const experiment = await snapshot(this, weights !== 'none', view);
    return this.#surroundings.linkTo(experiment, weights === 'int8' ? 'int8' : 'exact');
  }
}
