import type { Experiment } from '#experiment/experiment.ts';
import { type Frame, windowOf } from './frame.ts';
import type { Run } from './runs.ts';
import type { Session } from './session.ts';
import type { PrecisionSweep, Until } from './studies/precision-sweep.ts';
import type { Running, Studies } from './studies/study.ts';

export interface RunsHost {
  readonly present: () => Experiment;
  readonly edit: (experiment: Experiment) => void;
  readonly frame: () => Frame | null;
  /** How far learning has come, and the epoch whose weights are just these and can be gone back to. */
  readonly epochs: () => Epochs;
  readonly seekEpoch: (epoch: number) => void;
  readonly toRest: () => void;
  readonly studies: () => Studies;
  /** What tells runs apart could not be fetched. */
  readonly missed: () => void;
}

type Epochs = Pick<Session['epochs'], 'shown' | 'with'>;

/** A sweep of the output precision, asked for at some epoch. */
export interface Swept {
  readonly running: Running<PrecisionSweep>;
  readonly epoch: number;
}

/** What settlings of the batch came to, run by run, and a sweep of the output precision beside them. Reactive. */
export interface RunRecord {
  /** The newest last; of the network and the rows on screen alone. */
  readonly present: readonly Run[];
  readonly swept: Swept | null;
  /** Settles beside the page at thirty precisions; the sweep before it goes. */
  sweep(until: Until): void;
  /** The settings of a run, as an edit; its weights too where they were recorded. */
  restore(run: Run): void;
}

type Book = typeof import('./runs.ts');

export class Runs implements RunRecord {
  #all = $state.raw<readonly Run[]>([]);
  swept = $state.raw<Swept | null>(null);
  readonly #host: RunsHost;
  readonly #fetch: () => Promise<Book>;
  /** How runs are told apart; fetched with the first of them, which the first picture does not wait for. */
  #book = $state.raw<Book | null>(null);
  #isMissed = false;
  readonly present: readonly Run[] = $derived.by(() => {
    const [present, frame] = [this.#host.present(), this.#host.frame()];
    const window = frame ? windowOf(frame) : 0;
    return this.#all.filter(
      (it) => it.window === window && this.#book?.haveSameSubject(it.experiment, present),
    );
  });

  constructor(host: RunsHost, fetch: () => Promise<Book> = () => import('./runs.ts')) {
    this.#host = host;
    this.#fetch = fetch;
  }

  /** Notes what the rows on screen came to, where that is the end of a settling; in the midst of an epoch of training it is not. */
  record(experiment: Experiment, frame: Frame, at: Pick<Run, 'epoch' | 'batch'>, isTraining: boolean): void {
    const isOnItsWay = frame.t < experiment.inference.settleSteps && !frame.atRest;
    // What did not come is asked for again where it would be needed, not at every frame.
    if ((isTraining && at.batch !== 0) || (isOnItsWay && this.#isMissed)) return;
    const { epoch, batch } = at;
    this.#opened().then(
      ({ runOf, withRun }) => {
        const run = runOf(experiment, frame, { epoch, batch });
        if (run) this.#all = withRun(this.#all, run);
      },
      () => this.#miss(),
    );
  }

  async #opened(): Promise<Book> {
    this.#book ??= await this.#fetch();
    return this.#book;
  }

  /** Said once, however often it is missing. */
  #miss(): void {
    if (!this.#isMissed) this.#host.missed();
    this.#isMissed = true;
  }

  sweep(until: Until): void {
    this.swept?.running.stop();
    const running = this.#host.studies().start<PrecisionSweep>(async (bench) => {
      const { precisionSweep } = await import('./studies/precision-sweep.ts');
      return precisionSweep({ until })(bench);
    });
    this.swept = { running, epoch: this.#host.epochs().shown };
  }

  restore(run: Run): void {
    const present = this.#host.present();
    if (!this.#book) return;
    this.#host.edit(this.#book.restored(present, run));
    const epoch = this.#host.epochs().with(run.stamp);
    if (run.experiment.seed === present.seed && run.stamp !== this.#host.frame()?.stamp && epoch !== null)
      this.#host.seekEpoch(epoch);
    if (run.until === 'rest') this.#host.toRest();
  }
}
