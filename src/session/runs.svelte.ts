import type { Experiment } from '#experiment/experiment.ts';
import type { Frame } from './frame.ts';
import type { Run } from './runs.ts';
import type { PrecisionSweep, Until } from './studies/precision-sweep.ts';
import type { Running, Studies } from './studies/study.ts';

export interface RunsHost {
  readonly present: () => Experiment;
  /** Which stretch of its rows is on screen. */
  readonly window: () => number;
  readonly edit: (experiment: Experiment) => void;
  /** Epochs whose weights can be gone back to, and the one that is there. */
  readonly epochs: () => { readonly recorded: readonly number[]; readonly shown: number };
  readonly seekEpoch: (epoch: number) => void;
  readonly toRest: () => void;
  readonly studies: () => Studies;
}

/** A sweep of the output precision, asked for at some epoch, of some rows. */
export interface Swept {
  readonly running: Running<PrecisionSweep>;
  readonly epoch: number;
  /** Which stretch of the rows is settled. */
  readonly window: number;
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
  /** How runs are told apart; fetched with the first of them, which the first picture does not wait for. */
  #book = $state.raw<Book | null>(null);
  readonly present: readonly Run[] = $derived.by(() => {
    const [present, window] = [this.#host.present(), this.#host.window()];
    return this.#all.filter(
      (it) => it.window === window && this.#book?.haveSameSubject(it.experiment, present),
    );
  });

  constructor(host: RunsHost) {
    this.#host = host;
  }

  /** Notes what the rows on screen came to, where that is the end of a settling; in the midst of an epoch of training it is not. */
  record(experiment: Experiment, frame: Frame, at: Pick<Run, 'epoch' | 'batch'>, isTraining: boolean): void {
    if (isTraining && at.batch !== 0) return;
    const { epoch, batch } = at;
    this.#opened()
      .then(({ runOf, withRun }) => {
        const run = runOf(experiment, frame, { epoch, batch });
        if (run) this.#all = withRun(this.#all, run);
      })
      .catch(() => {});
  }

  /** Where it cannot be fetched there is no record, and nothing else is missing. */
  async #opened(): Promise<Book> {
    this.#book ??= await import('./runs.ts');
    return this.#book;
  }

  sweep(until: Until): void {
    this.swept?.running.stop();
    const running = this.#host.studies().start<PrecisionSweep>(async (bench) => {
      const { precisionSweep } = await import('./studies/precision-sweep.ts');
      return precisionSweep({ until })(bench);
    });
    this.swept = { running, epoch: this.#host.epochs().shown, window: this.#host.window() };
  }

  restore(run: Run): void {
    const present = this.#host.present();
    const { recorded, shown } = this.#host.epochs();
    if (!this.#book) return;
    this.#host.edit(this.#book.restored(present, run));
    if (run.experiment.seed === present.seed && run.epoch !== shown && recorded.includes(run.epoch))
      this.#host.seekEpoch(run.epoch);
    if (run.until === 'rest') this.#host.toRest();
  }
}
