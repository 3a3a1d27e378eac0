import type { Rows } from '#core/datasets/rows.ts';
import type { Issue, Parsed } from '#core/issue.ts';
import { initialize } from '#core/network/initialize.ts';
import type { Parameters } from '#core/network/network.ts';
import { nodeOf } from '#core/network/topology.ts';
import { rule } from '#core/rules/index.ts';
import { limitOf } from '#core/rules/largest-step.ts';
import type { Engine, EngineKind } from '#engine/engine.ts';
import type { Opened } from '#engine/open-engine.ts';
import type { Roof } from '#engine/roof/roof.ts';
import { followed, hasFollowed, pinUnit, setSeed } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { readView, type ViewState } from '#experiment/view-state.ts';
import type { WeightsCode } from '#experiment/weights-code.ts';
import { arrive, exists } from './arrival.ts';
import { CourseOnDemand } from './course-on-demand.svelte.ts';
import { cured, trainingDiverged } from './divergence.ts';
import { Edits, withWeight } from './edits.svelte.ts';
import { Epochs } from './epochs.ts';
import { carriedInto, type Material } from './fitting-plan.ts';
import { fits, hasLayersOf } from './frame.ts';
import { Laboratory } from './laboratory.ts';
import type { Progress } from './last-state.ts';
import type { Learning } from './learn.ts';
import { type FetchBytes, materialOf } from './material.ts';
import { type Clock, type PaceId, paceOf, usualPaces } from './pace.ts';
import { Queue } from './queue.ts';
import { Rival } from './rival.svelte.ts';
import { Runs } from './runs.svelte.ts';
import { Seat } from './seat.svelte.ts';
import type {
  Answer,
  EnergyMap,
  EngineChoice,
  Ghost,
  Selection,
  Session,
  Spot,
  Training,
} from './session.ts';
import { Settling } from './settling.svelte.ts';
import { type LinkOptions, snapshot } from './sharing.ts';
import { Speed } from './speed.svelte.ts';
import { Stability } from './stability-course.svelte.ts';
import type { Stamp } from './stamp.ts';
import type { Standing } from './standing.ts';
import { Benches } from './studies/bench.svelte.ts';
import { Trainer } from './trainer.svelte.ts';

const SHOWN_ISSUES = 4;
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
  readonly progress?: Progress | null;
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
  loading = $state(true);
  pace = $state.raw(usualPaces);
  issues = $state.raw<readonly Issue[]>([]);
  selection = $state.raw<Selection | null>(null);
  arrival = $state.raw<ViewState>({});
  ghost = $state.raw<Ghost | null>(null);
  readonly speed = new Speed();
  readonly studies: Benches;
  readonly runs = new Runs({
    present: () => this.experiment,
    edit: (experiment) => {
      this.#edits.endDrag();
      this.edit(experiment);
    },
    frame: () => this.frame,
    epochs: () => this.epochs,
    seekEpoch: (epoch) => this.seekEpoch(epoch),
    toRest: () => this.toRest(),
    studies: () => this.studies,
    missed: () => this.#missed('What keeps the record of runs'),
  });
  readonly course = new CourseOnDemand(this, () => this.#missed('What follows the agreement over t'));
  readonly stability = new Stability({
    studies: () => this.studies,
    weightsOf: (epoch) => this.#epochs.at(epoch)?.parameters ?? null,
  });
  readonly #settling: Settling;
  readonly #trainer: Trainer;
  readonly #rival: Rival;
  readonly #epochs = new Epochs();
  readonly #queue = new Queue();
  readonly #surroundings: Surroundings;
  readonly #seat: Seat;
  readonly #edits: Edits;
  #laboratory: Laboratory | null = null;
  #material: Material | null = null;
  #applied: Experiment | null = null;
  #applying = false;
  #recordedEpochs = $state.raw<readonly number[]>([]);
  constructor(experiment: Experiment, engine: Engine, surroundings: Surroundings) {
    this.experiment = experiment;
    this.#surroundings = surroundings;
    const fail = (error: unknown) => this.#fail(error);
    const { openEngine, measureRoof } = surroundings;
    this.#seat = new Seat(engine, {
      queue: this.#queue,
      openEngine,
      ...(measureRoof && { measureRoof }),
      layOut: (on) => this.#layOut(on),
      goOn: (laboratory) => this.#goOn(laboratory),
      report: (issue) => this.report(issue),
      fail,
    });
    this.#edits = new Edits({
      present: () => this.experiment,
      standing: () => this.#standing(),
    });
    this.#settling = new Settling({
      engine: (task) => this.#queue.run(task).catch((error) => this.#fail(error)),
      experiment: () => this.experiment,
      pace: () => paceOf(this.pace.settling),
      isTraining: () => this.training.running,
      limit: () => this.stabilityLimit,
      measured: (watch, ...took) => this.speed.settled(watch.laboratory, watch.samples, ...took),
      shown: (frame, laboratory) =>
        this.runs.record(laboratory.experiment, frame, laboratory, this.training.running),
      limitKnown: () => this.#followLimit(),
    });
    this.#trainer = new Trainer({
      exclusively: (task) => this.exclusively(task),
      settled: () => this.#afterLearning(),
      diverged: (epoch) => this.#trainingDiverged(epoch),
      pace: () => paceOf(this.pace.training),
      measured: (...learned) => this.speed.trained(...learned),
      recorded: async (laboratory) => {
        this.#rival.follow(laboratory.epoch);
        await this.#recordEpoch(laboratory);
      },
    });
    this.#rival = new Rival(async () => (await surroundings.openEngine('cpu')).engine);
    this.studies = new Benches({
      openEngine: async (kind) => (await openEngine(kind)).engine,
      presentKind: () => this.engine.kind,
      materialOf: (other) => materialOf(other, surroundings.fetchBytes),
      present: () =>
        this.exclusively(async (laboratory) => ({
          experiment: laboratory.experiment,
          material: this.#material!,
          parameters: await laboratory.parameters(),
          rows: this.#settling.watch!.rows,
        })),
    });
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

  get engine() {
    return this.#seat.status;
  }
  get roof() {
    return this.#seat.roof;
  }
  get canUndo() {
    return this.#edits.canUndo;
  }
  get canRedo() {
    return this.#edits.canRedo;
  }

  readonly stabilityLimit = $derived.by(() => {
    const { strictLimit } = this.#settling;
    const { inference, network } = this.experiment;
    return strictLimit === null ? null : limitOf(inference.rule, strictLimit, network);
  });

  readonly training: Training = $derived.by(() => ({ ...this.#trainer.state, rival: this.#rival.records }));
  readonly rivalLandscape = $derived.by(() => this.#rival.landscapes.get(this.#trainer.state.epoch) ?? null);
  readonly epochs = $derived.by(() => ({
    recorded: this.#recordedEpochs,
    shown: this.#trainer.state.epoch,
    with: (stamp: Stamp) => this.#epochs.with(stamp),
  }));

  // ── Opening ────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Puts an experiment on the engine from its beginning, or as far as it had come, or at another settling step. A failure leaves the old one as it was and rejects.
   */
  restart(experiment: Experiment, { progress = null, t = 0 }: Beginning = {}): Promise<void> {
    this.#halt();
    return this.#queue.run(async () => {
      const material =
        this.#material && this.#applied && sameMaterial(experiment, this.#applied)
          ? this.#material
          : await materialOf(experiment, this.#surroundings.fetchBytes);
      const laboratory = await Laboratory.open(this.#seat.engine, experiment, material);
      if (progress) laboratory.restore(progress);
      this.#adopt(laboratory, experiment, material);
      this.#present(experiment);
      this.#forgetEpochs();
      if (progress) this.#rival.drop();
      else this.#rival.begin(experiment, material);
      if (progress && progress.history.length > 0) await this.#resume(laboratory, progress);
      else await this.#trainer.begin(laboratory);
      await this.#resettle(t);
    });
  }

  async #resume(laboratory: Laboratory, { history }: Progress): Promise<void> {
    this.#trainer.resume(laboratory, history);
    await this.#recordEpoch(laboratory);
  }

  #adopt(laboratory: Laboratory, experiment: Experiment, material: Material): void {
    this.#laboratory = laboratory;
    this.#material = material;
    this.#applied = experiment;
    this.#settling.adopt(laboratory, material);
    this.speed.forget();
    this.#seat.loaded();
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

  moveTo(engine: Engine, reason: string, choice?: EngineChoice): Promise<void> {
    return this.#seat.moveTo(engine, reason, choice);
  }

  switchTo(choice: EngineChoice): Promise<void> {
    return this.#seat.switchTo(choice);
  }

  preferEngine(choice: EngineChoice): void {
    this.#seat.prefer(choice);
  }

  pinPath(path: string | null): void {
    this.#seat.pinPath(path);
  }

  measureRoof(): void {
    this.#seat.measureRoof();
  }

  /** The present experiment as far as it has come, laid out anew; null before the first. Only inside the queue. */
  async #layOut(engine: Engine): Promise<Laboratory | null> {
    const before = this.#laboratory;
    if (!before) return null;
    const snapshot = await before.snapshot();
    const moved = await Laboratory.open(engine, before.experiment, this.#material!);
    moved.restore(snapshot);
    return moved;
  }

  async #goOn(laboratory: Laboratory): Promise<void> {
    const { t } = this.#settling;
    this.#adopt(laboratory, laboratory.experiment, this.#material!);
    this.#trainer.continueOn(laboratory);
    await this.#resettle(t);
  }

  /** Neither settles nor learns. */
  #halt(): void {
    this.pause();
    this.#trainer.stop();
  }

  // ── Editing ────────────────────────────────────────────────────────────────────────────────────────────────────

  edit(experiment: Experiment, issues: readonly Issue[] = [], goesOn = false): void {
    for (const issue of issues) this.report(issue);
    if (experiment === this.experiment) return;
    this.#edits.leave(experiment, { goesOn });
    this.#replace(experiment);
  }

  /** How far the present experiment has come. */
  #standing(): Standing | null {
    const parameters = this.#parametersOf(this.experiment);
    const { epoch, batch, history } = this.#trainer.state;
    return parameters && { parameters, epoch, batch, updates: this.#laboratory?.updates ?? 0, history };
  }

  /** The parameters of an experiment, the present one or one about to be; null where they are not known here. */
  #parametersOf(experiment: Experiment): Parameters | null {
    const arrival = this.#edits.arrivalOf(experiment);
    if (arrival) return arrival.parameters;
    const [before, present] = [this.#applied, this.#settling.parameters];
    if (!before || !present) return null;
    return this.#keepsWeights(before, experiment)
      ? carriedInto(experiment, before.network, present)
      : initialize(experiment.network, experiment.seed, experiment.parameters);
  }

  undo(): void {
    const experiment = this.#edits.undone();
    if (experiment) this.#replace(experiment);
  }

  redo(): void {
    const experiment = this.#edits.redone();
    if (experiment) this.#replace(experiment);
  }

  setWeight(connection: string, out: number, source: number, value: number): void {
    const { network, parameters } = this.experiment;
    const found = network.connections.find((it) => it.id === connection);
    const standing = this.#standing();
    if (!found || !standing || !Number.isFinite(value)) return;
    this.#trainer.stop();
    const index = out * nodeOf(network, found.from).units + source;
    const after = withWeight(standing.parameters, connection, index, value);
    // Of a network that has not learned yet the weight is part of its beginning: the document gives it.
    const given = { ...parameters.weights, [connection]: after.weights[connection]! };
    const next: Experiment = {
      ...this.experiment,
      parameters: { ...parameters, ...(standing.updates === 0 && { weights: given }) },
    };
    this.#edits.leave(next, {
      quantity: `weight ${connection} ${index}`,
      arrival: { ...standing, parameters: after },
    });
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
    this.#edits.keepStanding();
    this.restart(experiment, view).then(
      () => {
        this.#edits.opened(before);
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
    const { network } = experiment;
    const isOther = this.moment !== null && !hasLayersOf(this.moment, network);
    if (isOther || (this.frame && !fits(this.frame, network))) this.#settling.clear();
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

  /** η where it is automatic: no edit of anybody's, so there is nothing to undo. */
  #followLimit(): void {
    const next = followed(this.experiment, this.stabilityLimit);
    if (next !== this.experiment && !this.diverged) this.#replace(next);
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
    const atEnd = t >= this.#applied!.inference.settleSteps || this.#settling.isAtRest;
    return atEnd ? inference.settleSteps : Math.min(t, inference.settleSteps);
  }

  async #apply(experiment: Experiment): Promise<void> {
    const before = this.#applied;
    if (!before || experiment === before || !this.#laboratory) return;
    const arrival = this.#edits.arrivalOf(experiment);
    const anew = !arrival && !this.#keepsWeights(before, experiment);
    const sameRows = sameMaterial(experiment, before);
    const material = sameRows ? this.#material! : await materialOf(experiment, this.#surroundings.fetchBytes);
    const t = this.#stepsAfter(experiment);
    if (anew) this.#laboratory = await Laboratory.open(this.#seat.engine, experiment, material);
    else await this.#laboratory.change(experiment, material);
    if (arrival) this.#arrive(this.#laboratory, experiment, arrival);
    this.#edits.arrived(experiment);
    this.#adopt(this.#laboratory, experiment, material);
    if (arrival || anew || !sameRows) this.#forgetEpochs();
    if (this.#laboratory.updates === 0) this.#rival.begin(experiment, material);
    else if (!hasFollowed(before, experiment)) this.#rival.drop();
    if (anew || !sameRows) await this.#trainer.begin(this.#laboratory);
    else if (arrival) this.#trainer.resume(this.#laboratory, arrival.history);
    else this.#trainer.continueOn(this.#laboratory);
    this.stability.renew(this.#laboratory);
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

  /** A part of the page that is not there when it is wanted. */
  #missed(what: string): void {
    const message = `${what} could not be fetched. It is tried again when it is next wanted.`;
    this.report({ code: 'engine', at: '', message });
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
    if (!diverged?.cure) return;
    this.edit(cured(experiment, diverged.cure));
    if (diverged.where === 'training') this.train();
    else if (this.#settling.t < experiment.inference.settleSteps) this.play();
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
    await this.stability.note(laboratory);
  }

  #forgetEpochs(): void {
    this.#epochs.clear();
    this.#recordedEpochs = [];
    this.stability.forget();
  }

  seekEpoch(epoch: number): void {
    this.#halt();
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

  #trainingDiverged(epoch: number): void {
    this.#settling.diverged = trainingDiverged(epoch, this.experiment, this.stabilityLimit);
  }

  /** Learning that the embedding API asks for: guarded and recorded like the page's own. */
  learning(task: (laboratory: Laboratory) => Promise<Learning>, resettle: number): Promise<Learning> {
    this.#halt();
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

  async link({ weights = 'none', view }: LinkOptions = {}): Promise<string> {
    const experiment = await snapshot(this, weights !== 'none', view);
    return this.#surroundings.linkTo(experiment, weights === 'int8' ? 'int8' : 'exact');
  }
}
