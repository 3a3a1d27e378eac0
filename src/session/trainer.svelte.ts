import type { Parameters } from '#core/network/network.ts';
import { recordsBeginning } from './budget.ts';
import { epochRecord } from './epoch-record.ts';
import type { EpochRecord } from './frame.ts';
import { nextFrame, nextTurn } from './frames.ts';
import type { Laboratory } from './laboratory.ts';
import { type Learning, learnUpdates } from './learn.ts';
import type { Pace } from './pace.ts';
import { Portion } from './portion.ts';
import type { Training } from './session.ts';
import { thinned } from './thinned.ts';

/** Epochs that "train" asks for at a time: more of small sets. */
const epochsFor = (rows: number): number => (rows <= 2000 ? 50 : 5);
/** Records of a history at most: more than a plot has pixels. */
export const MOST_RECORDS = 2_000;

export interface TrainerHost {
  readonly exclusively: <T>(task: (laboratory: Laboratory) => Promise<T>) => Promise<T>;
  /** The parameters moved; called inside the queue. */
  readonly settled: () => Promise<void>;
  /** In an epoch, counted from 1; the weights are back at their last sound state. */
  readonly diverged: (epoch: number) => void;
  readonly pace: () => Pace;
  /** So many updates took so many milliseconds. */
  readonly measured: (laboratory: Laboratory, updates: number, milliseconds: number) => void;
  /** An epoch was recorded; called inside the queue. */
  readonly recorded: (laboratory: Laboratory) => Promise<void>;
}

const rest: Omit<Training, 'rival'> = {
  running: false,
  epoch: 0,
  batch: 0,
  batches: 1,
  remaining: null,
  progress: null,
  history: [],
};

/** The training clock: asks for updates in short stretches, so that edits and pictures come between them. Rests while the page is hidden. */
export class Trainer {
  state = $state.raw<Omit<Training, 'rival'>>(rest);
  readonly #host: TrainerHost;
  #wanted = 0;
  #portion = new Portion(0);
  /** When the last picture was done, and how long it took. */
  #picture = { at: 0, took: 0 };
  /** The last parameters known to be finite, to go back to when learning diverges. */
  #good: Parameters | null = null;

  constructor(host: TrainerHost) {
    this.#host = host;
  }

  /** A laboratory at its beginning, or on new rows: history starts with its first record. Only inside the queue. */
  async begin(laboratory: Laboratory): Promise<void> {
    this.#good = null;
    const affordable = recordsBeginning(laboratory.experiment, laboratory.rows.count);
    const history = affordable ? [await epochRecord(laboratory)] : [];
    this.state = { ...rest, ...this.#position(laboratory), history };
    await this.#host.recorded(laboratory);
  }

  /** A laboratory that was brought back to where it stood, with the history of how it got there. */
  resume(laboratory: Laboratory, history: readonly EpochRecord[]): void {
    this.#good = null;
    this.state = { ...rest, ...this.#position(laboratory), history };
  }

  continueOn(laboratory: Laboratory): void {
    this.state = { ...this.state, ...this.#position(laboratory) };
  }

  #position({ epoch, batch, batches }: Laboratory) {
    return { epoch, batch, batches };
  }

  /** The same history after learning that somebody else asked for. Only inside the queue. */
  async record(laboratory: Laboratory): Promise<void> {
    const record = await epochRecord(laboratory);
    const before = this.state.history.filter((it) => it.epoch < record.epoch);
    const history = thinned([...before, record], MOST_RECORDS, (it) => it.epoch);
    this.state = { ...this.state, ...this.#position(laboratory), history };
    await this.#host.recorded(laboratory);
  }

  train(): void {
    void this.#run(
      (laboratory) => epochsFor(laboratory.rows.training) * laboratory.batches - laboratory.batch,
    );
  }

  epochs(count: number): void {
    void this.#run((laboratory) => count * laboratory.batches - laboratory.batch);
  }

  updates(count: number): void {
    void this.#run(() => count);
  }

  stop(): void {
    this.#wanted++;
    if (this.state.running) this.state = { ...this.state, running: false, remaining: null, progress: null };
  }

  async #run(amount: (laboratory: Laboratory) => number): Promise<void> {
    if (this.state.running) return;
    const turn = ++this.#wanted;
    const goesOn = () => turn === this.#wanted;
    this.state = { ...this.state, running: true, progress: 0, remaining: null };
    const all = await this.#host.exclusively(async (laboratory) => amount(laboratory));
    const began = performance.now();
    for (let made = 0; made < all && goesOn(); ) {
      const pace = this.#host.pace();
      await (pace.frames > 0 ? nextFrame(pace.frames) : nextTurn());
      if (!goesOn()) break;
      const learning = await this.#host.exclusively(async (laboratory) => {
        const done = await this.#stretch(laboratory, pace, all - made, goesOn);
        if (done.diverged) await this.#rewind(laboratory);
        else if (this.#pictureIsDue(pace)) await this.#show();
        this.state = { ...this.state, ...this.#position(laboratory) };
        return done;
      });
      if (learning.diverged) return;
      made += learning.updates;
      if (!goesOn()) break;
      const progress = made / all;
      const remaining = ((performance.now() - began) / 1000) * (1 / progress - 1);
      this.state = { ...this.state, progress, remaining };
    }
    if (goesOn()) this.stop();
    await this.#host.exclusively(() => this.#host.settled());
  }

  /** Updates for as long as the pace says; epochs that end are recorded. */
  async #stretch(
    laboratory: Laboratory,
    pace: Pace,
    most: number,
    wanted: () => boolean,
  ): Promise<Pick<Learning, 'updates' | 'diverged'>> {
    if (this.#good === null) this.#good = await laboratory.parameters();
    if (this.#portion.budget !== pace.budget) this.#portion = new Portion(pace.budget);
    const end = performance.now() + pace.stretch;
    const goesOn = () => wanted() && performance.now() < end;
    for (let made = 0; ; ) {
      const { epoch, batch, batches } = laboratory;
      const { updates, diverged } = await learnUpdates(laboratory, Math.min(batches - batch, most - made), {
        portion: this.#portion,
        inFlight: pace.inFlight,
        goesOn,
        landed: (made, took) => this.#host.measured(laboratory, made, took),
      });
      made += updates;
      if (laboratory.epoch > epoch && !diverged) {
        await this.record(laboratory);
        this.#good = await laboratory.parameters();
      }
      if (diverged || made === most || !goesOn()) return { updates: made, diverged };
    }
  }

  /** Once the time since the last picture is long enough for another to take no more than its share. */
  #pictureIsDue({ pictures }: Pace): boolean {
    const { at, took } = this.#picture;
    return performance.now() - at >= took * (1 / pictures - 1);
  }

  async #show(): Promise<void> {
    const began = performance.now();
    await this.#host.settled();
    const at = performance.now();
    this.#picture = { at, took: at - began };
  }

  /** Back to the last parameters that were finite; the page says why. */
  async #rewind(laboratory: Laboratory): Promise<void> {
    this.stop();
    if (this.#good) laboratory.placeParameters(this.#good);
    laboratory.resetOptimizer();
    await this.#host.settled();
    this.#host.diverged(laboratory.epoch + 1);
  }

  /** Guards learning that somebody else asked for. Only inside the queue. */
  async guarded(laboratory: Laboratory, task: () => Promise<Learning>): Promise<Learning> {
    const before = await laboratory.parameters();
    const learning = await task();
    if (learning.diverged) {
      this.#good = before;
      await this.#rewind(laboratory);
    }
    return learning;
  }
}
