import { stream } from '#core/math/random.ts';
import type { Network, Parameters } from '#core/network/network.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { EnergyMapper } from './energy-map.ts';
import type { Material } from './fitting-plan.ts';
import type { Frame, Moment, Phase, Recorded } from './frame.ts';
import { breath } from './frames.ts';
import { Queue } from './queue.ts';
import { type NodeReading, Recording } from './recording.ts';
import type { Answer, EnergyMap, Spot } from './session.ts';
import { Specimen } from './specimen.ts';
import { isAtRest } from './watch.ts';

/** Milliseconds of settling between two chances for the page to answer its user. */
const STRETCH = 8;

/** Where the sample is laid out: under an experiment, with these parameters, a row of the data. */
export interface Layout {
  readonly experiment: Experiment;
  readonly material: Material;
  readonly parameters: Parameters;
  readonly row: number;
}

/**
 * The chosen sample: what was recorded of it, the step that is shown, and the hand on it. Small networks are settled here,
 * on the page's thread, whatever the engine is doing; of large ones the engine's frames are all there is.
 */
export class Sample {
  recorded = $state.raw<Recorded | null>(null);
  /** The step that is shown, and the part of the step after it that is under way. */
  t = $state(0);
  phase = $state.raw<Phase | null>(null);
  hand = $state.raw<Spot | null>(null);
  answer = $state.raw<Answer>('clamped');
  readonly moment: Moment | null = $derived.by(() => momentAt(this.recorded, this.t, this.phase));
  readonly #specimen = new Specimen();
  #layout: Layout | null = null;
  /** What frames are kept in where there is no specimen. */
  #frames: Recording | null = null;
  readonly #mapper = new EnergyMapper();
  readonly #opening = new Queue();
  /** Counts what takes the sample somewhere: only the last of it goes on. */
  #turn = 0;
  #kicks = 0;

  /** Whether it settles by itself, and hands can reach it. */
  get isAlone(): boolean {
    return this.#layout !== null;
  }

  /** Whether a hand was on it since its start. */
  get isTouched(): boolean {
    return this.isAlone && this.#specimen.recording.isTouched;
  }

  /** The step it was settled to. */
  get last(): number {
    return this.recorded?.last ?? 0;
  }

  isLaidOut({ experiment, row }: Pick<Layout, 'experiment' | 'row'>): boolean {
    return this.#layout?.experiment === experiment && this.#layout.row === row;
  }

  /**
   * Settles a row from its start state to t and shows that. Waits for no other task of the browser, unless it takes long.
   * Called again meanwhile, the last call decides.
   */
  async settle(layout: Layout, t: number): Promise<void> {
    const turn = ++this.#turn;
    const { experiment, material, parameters, row } = layout;
    await this.#opening.run(() => this.#specimen.open(experiment, material, parameters, row, this.answer));
    if (turn !== this.#turn) return;
    this.#layout = layout;
    this.#frames = null;
    this.hand = null;
    this.#specimen.begin();
    this.#show(0);
    await this.goTo(t);
  }

  /** From the start state, shown at t = 0. */
  begin(): void {
    this.#turn++;
    this.#specimen.begin();
    this.#show(0);
  }

  /** Shows step t, settling as far as that takes. */
  async goTo(t: number): Promise<void> {
    const turn = ++this.#turn;
    const end = Math.min(t, this.#specimen.horizon);
    let until = performance.now() + STRETCH;
    while (this.#specimen.t < end) {
      this.#specimen.advance(1);
      if (performance.now() < until) continue;
      await breath();
      if (turn !== this.#turn) return;
      until = performance.now() + STRETCH;
    }
    this.#show(Math.min(end, this.#specimen.t));
  }

  /** Nothing is laid out. */
  forget(): void {
    this.#turn++;
    this.#layout = null;
    this.#frames = null;
    this.hand = null;
    this.recorded = null;
  }

  /** The network is too large to settle here: what is recorded are frames of the engine. */
  leave(network: Network): void {
    if (this.#frames) return;
    this.forget();
    this.#frames = new Recording(network);
  }

  /** A frame of the engine: recorded where there is no specimen, else put in the place of the specimen's own numbers. */
  confirm(frame: Frame): void {
    const recording = this.#frames ?? this.#specimen.recording;
    if (this.isAlone && (this.isTouched || this.answer === 'free' || !recording.has(frame.t))) return;
    const nodes = new Map(frame.nodes.map((it) => [it.id, it]));
    if (this.#frames && frame.t < this.#frames.last) this.#frames.cut(frame.t);
    recording.put(frame.t, (id): NodeReading => {
      const { values, predictions, errors } = nodes.get(id)!;
      return { values, predictions, errors, drives: null, energy: frame.energyOfSample[id] ?? 0 };
    });
    if (this.#frames) this.#show(frame.t);
    else this.recorded = recording.snapshot();
  }

  #show(t: number): void {
    const recording = this.#frames ?? this.#specimen.recording;
    this.recorded = recording.snapshot();
    this.t = t;
    this.phase = null;
  }

  /** Shows a step already recorded, or the nearest. */
  seek(t: number): void {
    if (!this.recorded) return;
    this.t = Math.max(this.recorded.first, Math.min(this.recorded.last, Math.round(t)));
    this.phase = null;
  }

  /** Moves so many steps on: through what is recorded first, then by settling. False where the rule ends before. */
  move(steps: number): boolean {
    this.#turn++;
    const wanted = this.t + steps;
    const lacking = Math.min(wanted, this.#specimen.horizon) - this.#specimen.t;
    if (lacking > 0) this.#specimen.advance(lacking);
    const t = Math.min(wanted, this.#specimen.t);
    this.#show(t);
    return t === wanted;
  }

  /** Shows the next step half done. */
  moveWithin(phase: Phase): void {
    if (this.#specimen.t === this.t && this.t < this.#specimen.horizon) {
      this.#specimen.advance(1);
      this.recorded = this.#specimen.recording.snapshot();
    }
    this.phase = phase;
  }

  /** Whether the step shown is one at which next to nothing moves any more. */
  get isAtRest(): boolean {
    const { recording } = this.#specimen;
    const from = Math.max(recording.first, this.#lastTouch());
    if (this.t < from) return false;
    return isAtRest(Float64Array.from({ length: this.t - from + 1 }, (_, k) => recording.total(from + k)));
  }

  #lastTouch(): number {
    return this.recorded?.touched.findLast((it) => it <= this.t) ?? 0;
  }

  // ── Hands ──────────────────────────────────────────────────────────────────────────────────────────────────────

  canMove(spot: Spot): boolean {
    return this.isAlone && this.#specimen.canMove(spot);
  }

  hold(spot: Spot, value: number): void {
    this.#turn++;
    this.#specimen.return(this.t);
    this.#specimen.hold(spot, value);
    this.hand = spot;
    this.#show(this.#specimen.t);
  }

  release(): void {
    this.#specimen.release();
    this.hand = null;
    this.#show(this.#specimen.t);
  }

  kick(deviation: number): void {
    this.#turn++;
    this.#specimen.return(this.t);
    const { seed } = this.#layout!.experiment;
    this.#specimen.kick(deviation, stream(seed, 'kick', this.#kicks++));
    this.#show(this.#specimen.t);
  }

  /** From the start state with these values in it, settled to t at once. */
  startFrom(values: readonly (Spot & { readonly value: number })[], t: number): void {
    this.#turn++;
    this.#specimen.begin();
    this.#specimen.set(values.filter((it) => this.canMove(it)));
    this.#specimen.advance(Math.min(t, this.#specimen.horizon));
    this.#show(this.#specimen.t);
  }

  /** F over two neurons at the step shown, all others as they are; null where that would take too long. */
  async mapEnergy(across: Spot, up: Spot): Promise<EnergyMap | null> {
    const { moment, recorded, answer } = this;
    if (!this.#layout || !moment || !recorded) return null;
    return this.#mapper.map(this.#layout, moment, recorded, answer, across, up);
  }

  /** The clock starts again at what is shown, with the answer clamped or free. */
  async setAnswer(answer: Answer): Promise<void> {
    if (answer === this.answer) return;
    this.answer = answer;
    if (!this.#layout) return;
    const { experiment, material, parameters, row } = this.#layout;
    const present = this.moment;
    const turn = ++this.#turn;
    await this.#opening.run(() => this.#specimen.open(experiment, material, parameters, row, answer));
    if (turn !== this.#turn) return;
    this.#specimen.begin();
    if (present) this.#specimen.place(present.nodes);
    this.#specimen.restart();
    this.hand = null;
    this.#show(0);
  }
}

/** The step shown: t as recorded, or with some of the next step's numbers where that is half done. */
function momentAt(recorded: Recorded | null, t: number, phase: Phase | null): Moment | null {
  const now = recorded?.at(t) ?? null;
  const next = phase && recorded?.at(t + 1);
  if (!now || !next) return now;
  if (phase === 'compare') return { ...next, phase };
  const nodes = now.nodes.map((node, i) => {
    const { values, predictions } = next.nodes[i]!;
    return { ...node, values, predictions: phase === 'predict' ? predictions : node.predictions };
  });
  return { ...now, phase, nodes };
}
