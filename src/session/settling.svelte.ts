import { countParameters } from '#core/network/check.ts';
import type { Parameters } from '#core/network/network.ts';
import { rule } from '#core/rules/index.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { settlesAlone, settlesAtOnce } from './budget.ts';
import { settlingDiverged } from './divergence.ts';
import type { Material } from './fitting-plan.ts';
import type { Frame, Landscape } from './frame.ts';
import { breath, nextFrame } from './frames.ts';
import type { Laboratory } from './laboratory.ts';
import { landscapeOf } from './landscape.ts';
import { Metronome, type Pace, phaseAt, stepTime } from './pace.ts';
import { Portion } from './portion.ts';
import { Sample } from './sample.svelte.ts';
import type { Answer, Divergence, Spot } from './session.ts';
import { Watch } from './watch.ts';

/** Parameters from which a picture takes long to compute and to draw. */
const LARGE_PICTURE = 10_000;
/** Milliseconds within which a stability limit keeps pace with learning; one that takes longer pauses so many times as long. */
const QUICK_LIMIT = 30;
const LIMIT_PAUSES = 3;
/** Milliseconds of settling the sample between two frames, at the pace `max`. */
const LONGEST_TURN = 40;
/** Steps that a sample which was let go has to come to rest. */
const LONGEST_RETURN = 400;

export interface SettlingHost {
  /** Runs a task on the engine when nothing else does; what goes wrong becomes an issue. */
  readonly engine: (task: () => Promise<void>) => Promise<void>;
  readonly experiment: () => Experiment;
  readonly pace: () => Pace;
  readonly isTraining: () => boolean;
  /** Largest stable step of the present rule, as far as it is known. */
  readonly limit: () => number | null;
  readonly measured: (watch: Watch, steps: number, milliseconds: number) => void;
  /** A frame of the present experiment is on screen. */
  readonly shown: (frame: Frame, laboratory: Laboratory) => void;
  /** The stability limit was measured. */
  readonly limitKnown: () => void;
}

/**
 * The settling clock. The chosen sample moves at the pace of the screen; its batch follows on the engine as fast as that can.
 * Longer than other files because the two are kept in step here and nowhere else.
 */
export class Settling {
  frame = $state.raw<Frame | null>(null);
  landscape = $state.raw<Landscape | null>(null);
  playing = $state(false);
  diverged = $state.raw<Divergence | null>(null);
  strictLimit = $state<number | null>(null);
  readonly sample = new Sample();
  readonly #host: SettlingHost;
  #watch: Watch | null = null;
  #material: Material | null = null;
  /** The experiment and the laboratory's version that the sample was settled under. */
  #settled: { experiment: Experiment; version: number } | null = null;
  /** Numbers the plans and settings on the engine: what was computed under other ones is out of date. */
  #generation = 0;
  /** Whether a stability limit is being measured, and whether another is due. */
  #measuresLimit = false;
  #limitIsOld = false;
  /** The laboratory's version that `landscape` shows. */
  #drawnVersion = -1;
  /** Parts of the screen that draw the gradient of every synapse. */
  #gradientViews = 0;
  /** How often play was asked for: the last one goes on. */
  #plays = 0;
  /** The step that the batch is to follow to; null where it does. */
  #wanted: number | null = null;

  constructor(host: SettlingHost) {
    this.#host = host;
  }

  get watch(): Watch | null {
    return this.#watch;
  }

  /** Another laboratory, or the same with another plan. */
  adopt(laboratory: Laboratory, material: Material): void {
    this.#material = material;
    if (laboratory !== this.#watch?.laboratory) this.#settled = null;
    const watch = new Watch(laboratory, this.#watch?.sample ?? 0, (steps, milliseconds) =>
      this.#host.measured(watch, steps, milliseconds),
    );
    this.#watch = watch;
    this.#wanted = null;
    this.diverged = null;
    this.#generation++;
    this.#drawnVersion = -1;
  }

  /** Pictures of another network go. */
  clear(): void {
    this.frame = null;
    this.landscape = null;
    this.sample.forget();
  }

  /** The parameters as the settling on screen began with them. */
  get parameters(): Parameters | null {
    return this.#watch?.isBegun ? this.#watch.parameters : null;
  }

  /** The settling step that is shown. */
  get t(): number {
    return this.sample.isAlone ? this.sample.t : (this.#watch?.t ?? 0);
  }

  /** Whether what is shown came to rest, and nothing was made of it after that. */
  get isAtRest(): boolean {
    if (!this.sample.isAlone) return this.frame?.atRest ?? false;
    return this.sample.isAtRest && this.sample.t === this.sample.last;
  }

  // ── The batch ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Begins the settling of the rows on screen again, runs it to t and shows it. Only inside the queue. */
  async resettle(t: number, mayTakeOver = false): Promise<void> {
    const watch = this.#watch!;
    // A kept state is somebody's: showing it must not move it.
    const keeps = mayTakeOver && this.#host.experiment().inference.start === 'keep';
    if (!(keeps && (await watch.takeOver(t)))) {
      await watch.begin();
      watch.advance(t);
    }
    await this.#settleSample(t);
    await this.#show(true);
    const { version } = watch.laboratory;
    if (version !== this.#drawnVersion) this.landscape = await landscapeOf(watch.laboratory);
    this.#drawnVersion = version;
    void this.#refreshLimit();
  }

  /** The sample under what its batch was just settled under, unless it already is. */
  async #settleSample(t: number): Promise<void> {
    const { laboratory, sample: row } = this.#watch!;
    const { experiment, version } = laboratory;
    if (experiment !== this.#host.experiment()) return;
    if (!settlesAlone(experiment)) {
      this.sample.leave(experiment.network);
      return;
    }
    const isKnown = this.#settled?.experiment === experiment && this.#settled.version === version;
    if (isKnown && this.sample.isLaidOut({ experiment, row })) {
      if (!this.sample.isTouched && !this.playing) await this.sample.goTo(t);
      return;
    }
    this.#settled = { experiment, version };
    const { parameters } = this.#watch!;
    await this.sample.settle({ experiment, material: this.#material!, parameters, row }, t);
  }

  /** What an edit does to the chosen sample, at once, where that is known here; its batch follows. */
  async glimpse(
    experiment: Experiment,
    material: Material,
    parameters: Parameters,
    t: number,
  ): Promise<void> {
    const watch = this.#watch;
    if (!watch || !settlesAtOnce(experiment)) return;
    this.#settled = { experiment, version: watch.laboratory.version };
    await this.sample.settle({ experiment, material, parameters, row: watch.sample }, t);
  }

  /** The parameters in the last glimpse are those that the engine now has. */
  agree(experiment: Experiment): void {
    if (this.#settled?.experiment === experiment)
      this.#settled = { experiment, version: this.#watch!.laboratory.version };
  }

  async #show(complete: boolean): Promise<void> {
    const watch = this.#watch!;
    watch.showsGradients = this.#gradientViews > 0;
    const frame = await watch.frame(complete);
    const experiment = this.#host.experiment();
    // Comparing many gradients and drawing them are two tasks, so that a click comes between.
    if (countParameters(experiment.network) > LARGE_PICTURE) await breath();
    const isPresent = watch.laboratory.experiment === experiment;
    if (!isPresent && this.frame === null) return;
    this.frame = frame;
    if (isPresent) {
      this.sample.confirm(frame);
      this.#host.shown(frame, watch.laboratory);
    }
    if (frame.diverged && this.diverged === null) this.#settlingDiverged(frame.t);
    if (!frame.diverged && this.diverged?.where === 'settling') this.diverged = null;
  }

  #settlingDiverged(t: number): void {
    this.playing = false;
    const { inferenceRate } = this.#host.experiment().inference;
    this.diverged = settlingDiverged(t, inferenceRate, this.#host.limit());
  }

  /** Measures the limit of the weights as they are; while one is measured, the next waits. */
  async #refreshLimit(): Promise<void> {
    this.#limitIsOld = true;
    if (this.#measuresLimit) return;
    this.#measuresLimit = true;
    while (this.#limitIsOld) {
      this.#limitIsOld = false;
      const began = performance.now();
      await this.#measureLimit().catch(() => {});
      // While weights move, what takes long leaves most of the time to them.
      const took = performance.now() - began;
      if (this.#limitIsOld && this.#host.isTraining() && took > QUICK_LIMIT)
        await breath(LIMIT_PAUSES * took);
    }
    this.#measuresLimit = false;
  }

  async #measureLimit(): Promise<void> {
    const generation = this.#generation;
    const stopped = () => generation !== this.#generation;
    const limit = await this.#watch!.strictLimit(stopped);
    if (limit === null || stopped()) return;
    this.strictLimit = limit;
    if (this.diverged?.where === 'settling') {
      this.diverged = null;
      this.#settlingDiverged(this.frame?.t ?? 0);
    }
    this.#host.limitKnown();
  }

  #watching(task: (watch: Watch) => Promise<void>): Promise<void> {
    return this.#host.engine(async () => {
      if (this.#watch) await task(this.#watch);
    });
  }

  /** The batch goes to the step that is shown, in its own time; of several that are asked for meanwhile, to the last. */
  #follow(): void {
    // What a hand did to one sample is none of its batch's.
    if (this.sample.isTouched || this.sample.answer === 'free') return;
    const isAsked = this.#wanted !== null;
    this.#wanted = this.sample.t;
    if (isAsked) return;
    void this.#watching(async (watch) => {
      const t = this.#wanted ?? watch.t;
      this.#wanted = null;
      if (t < watch.t) await watch.begin();
      watch.advance(t - watch.t);
      await this.#show(!this.playing);
    });
  }

  refresh(): void {
    void this.#watching(() => this.#show(true));
  }

  // ── The clock ──────────────────────────────────────────────────────────────────────────────────────────────────

  play(): void {
    if (this.playing) return;
    const { settleSteps } = this.#host.experiment().inference;
    this.playing = true;
    if (!this.sample.isAlone) {
      void this.#playFrames();
      return;
    }
    if (this.sample.t >= settleSteps || this.isAtRest) this.sample.begin();
    void this.#playOn(settleSteps);
  }

  /** Settles the sample at the pace chosen until step `end`, or until nothing moves any more. */
  async #playOn(end: number): Promise<void> {
    const turn = ++this.#plays;
    const metronome = new Metronome();
    let portion = new Portion(0);
    this.#follow();
    while (this.playing && turn === this.#plays) {
      const now = await nextFrame();
      if (!this.playing || turn !== this.#plays) return;
      if (!this.sample.isAlone) {
        // Of the network that is gone nothing moves; one too large to settle on this thread goes on by its frames.
        if (this.frame) return this.#playFrames();
        continue;
      }
      const pace = this.#host.pace();
      if (portion.budget !== pace.budget) portion = new Portion(pace.budget);
      const goesOn = this.#advance(metronome.beats(now, Math.max(1, end), pace), end, pace, portion);
      if (!goesOn) {
        this.playing = false;
        this.#follow();
        this.refresh();
        return;
      }
      this.#follow();
      const phase = phaseAt(metronome.fraction, stepTime(Math.max(1, end), pace));
      if (pace.speed !== null && phase) this.sample.moveWithin(phase);
    }
  }

  /** Moves the sample by what is due in a frame; false where it is at its end. */
  #advance(beats: number, end: number, pace: Pace, portion: Portion): boolean {
    const began = performance.now();
    const left = () => end - this.sample.t;
    if (pace.speed !== null) {
      if (beats > 0 && !this.sample.move(Math.min(beats, left()))) return false;
    } else
      do {
        const from = performance.now();
        const steps = Math.min(portion.size, left());
        if (!this.sample.move(steps)) return false;
        portion.took(steps, performance.now() - from);
      } while (pace.frames === 0 && left() > 0 && performance.now() - began < LONGEST_TURN);
    return left() > 0 && !this.sample.isAtRest;
  }

  /** The same where only the engine's frames are there: of networks too large to settle on this thread. */
  async #playFrames(): Promise<void> {
    await this.#watching(async (watch) => {
      if (watch.t >= watch.settleSteps || this.frame?.atRest) await watch.begin();
      await this.#show(false);
    });
    const metronome = new Metronome();
    let portion = new Portion(0);
    const turn = ++this.#plays;
    while (this.playing && turn === this.#plays) {
      const now = await nextFrame();
      const pace = this.#host.pace();
      const { settleSteps } = this.#host.experiment().inference;
      if (portion.budget !== pace.budget) portion = new Portion(pace.budget);
      const beats = metronome.beats(now, settleSteps, pace);
      const due = pace.speed !== null ? beats : pace.frames === 0 ? settleSteps : portion.size;
      if (due === 0 || !this.playing || turn !== this.#plays) continue;
      await this.#watching(async (watch) => {
        const began = performance.now();
        const steps = Math.min(due, settleSteps - watch.t);
        watch.advance(steps);
        const ends = watch.t >= settleSteps;
        await this.#show(ends);
        portion.took(steps, performance.now() - began);
        if (ends) this.playing = false;
        else if (this.frame?.atRest) this.pause();
      });
    }
  }

  pause(): void {
    if (!this.playing) return;
    this.playing = false;
    if (this.sample.isAlone) {
      this.sample.seek(this.sample.t);
      this.#follow();
    }
    this.refresh();
  }

  stepOnce(): void {
    this.playing = false;
    if (this.sample.isAlone) {
      this.sample.move(1);
      this.#follow();
      return;
    }
    void this.#watching(async (watch) => {
      watch.advance(1);
      await this.#show(true);
    });
  }

  /** To where the mean energy of the batch stands still; of a sample that was touched, to where its own does. */
  toRest(): void {
    this.playing = false;
    if (this.sample.isTouched || this.sample.answer === 'free') {
      this.#settleToRest();
      return;
    }
    void this.#watching(async (watch) => {
      if (this.sample.isAlone && this.sample.t < watch.t) {
        await watch.begin();
        watch.advance(this.sample.t);
      }
      await watch.rest();
      if (this.sample.isAlone && !this.sample.isTouched) await this.sample.goTo(watch.t);
      await this.#show(true);
    });
  }

  #settleToRest(): void {
    for (let made = 0; made < LONGEST_RETURN && !this.sample.isAtRest; made += 10)
      if (!this.sample.move(10)) return;
  }

  seek(t: number): void {
    this.playing = false;
    this.sample.seek(t);
    if (this.sample.isAlone) this.#follow();
  }

  choose(row: number): void {
    void this.#watching(async (watch) => {
      const { t } = this;
      if (watch.choose(row)) await this.resettle(t);
      else {
        await this.#settleSample(t);
        await this.#show(true);
      }
    });
  }

  showGradients(): () => void {
    if (++this.#gradientViews === 1) this.refresh();
    return () => void this.#gradientViews--;
  }

  // ── Hands ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Holds a free neuron; false where nothing is free to be held. */
  hold(spot: Spot, value: number): boolean {
    if (!this.sample.canMove(spot)) return false;
    this.playing = false;
    const isNew = this.sample.hand === null;
    this.sample.hold(spot, value);
    if (isNew) void this.#whileHeld();
    return true;
  }

  /** The neighbours of a neuron that is held relax, a step a frame, until it is let go. */
  async #whileHeld(): Promise<void> {
    while (this.sample.hand) {
      await nextFrame();
      if (this.sample.hand && !this.sample.isAtRest) this.sample.move(1);
    }
  }

  release(): void {
    if (!this.sample.hand) return;
    this.sample.release();
    this.#settleBack();
  }

  #settleBack(): void {
    this.playing = true;
    void this.#playOn(this.sample.t + LONGEST_RETURN);
  }

  kick(deviation: number): void {
    if (!this.sample.isAlone) return;
    this.playing = false;
    this.sample.kick(deviation);
    this.#settleBack();
  }

  startFrom(values: readonly (Spot & { readonly value: number })[]): void {
    if (!this.sample.isAlone) return;
    this.playing = false;
    this.sample.startFrom(values, this.#host.experiment().inference.settleSteps);
  }

  async setAnswer(answer: Answer): Promise<void> {
    this.playing = false;
    await this.sample.setAnswer(answer);
    if (!this.sample.isAlone) return;
    const { settleSteps, rule: id } = this.#host.experiment().inference;
    this.playing = true;
    void this.#playOn(rule(id).moves === 'fully' ? settleSteps : Math.max(settleSteps, LONGEST_RETURN));
  }
}
