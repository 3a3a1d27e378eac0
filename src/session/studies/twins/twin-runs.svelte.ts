import type { Rows } from '#core/datasets/rows.ts';
import { rule } from '#core/rules/index.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { nextTurn } from '../../frames.ts';
import { Queue } from '../../queue.ts';
import type { Loan, Studies } from '../study.ts';
import { type Alignment, together } from './alignment.ts';
import { multiplyAdds, type Timing, timeUpdates } from './cost.ts';
import { type Both, Pair, type PairRecord, type PairUpdate } from './pair.ts';
import type { TwinSettings } from './twin.ts';

/** Epochs that "learn" asks for at a time: fewer of large sets. */
const epochsFor = (rows: number): number => (rows <= 2000 ? 50 : 5);
/** Beyond these, two networks and their past would not fit beside the page. */
const MOST_PARAMETERS = 1_000_000;
/** From here on the device that the page runs on is worth its longer way. */
const LARGE = 20_000;
/** Milliseconds of work after which the page gets a turn. */
const TURN = 12;
/** Single updates whose alignment is looked back on. */
const MOST_UPDATES = 400;

/** Gives the page its turn once there was enough work since the last; rests while the page is hidden. */
function turnsNowAndThen(): () => Promise<unknown> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < TURN) return;
    await nextTurn();
    last = performance.now();
  };
}

/** What both runs have in common, and what either has of its own. */
export interface Begun {
  readonly experiment: Experiment;
  readonly rows: Rows;
  readonly settings: Both<TwinSettings>;
  /** Updates an epoch has. */
  readonly batches: number;
  /** Multiply-adds of one update, a sample; and how long one took. */
  readonly cost: Both<number>;
  readonly timing: Both<Timing>;
}

/** Alignment at a moment: of the updates of one epoch, or of a single one. */
export interface AlignmentRecord {
  readonly at: number;
  readonly alignment: Both<Alignment>;
}

/** Two runs and their one transport. Reactive. */
export class TwinRuns {
  state = $state.raw<'resting' | 'opening' | 'learning'>('resting');
  begun = $state.raw<Begun | null>(null);
  /** Before any learning and after every epoch; the last may lie within one. */
  records = $state.raw<readonly PairRecord[]>([]);
  /** The record that is shown. */
  shown = $state.raw<PairRecord | null>(null);
  /** Of whole epochs; and of the last single updates. */
  alignments = $state.raw<readonly AlignmentRecord[]>([]);
  updates = $state.raw<readonly AlignmentRecord[]>([]);
  /** Epochs that one can go back to. */
  recorded = $state.raw<readonly number[]>([]);
  /** Why it stopped by itself; empty where it did not. */
  message = $state.raw('');
  readonly #studies: Studies;
  readonly #turn: () => Promise<unknown>;
  readonly #queue = new Queue();
  #loan: Loan | null = null;
  #pair: Pair | null = null;
  #wanted = 0;
  #visits = 0;
  /** Updates of the present epoch. */
  #under: AlignmentRecord[] = [];

  /** @param turn called after every update: lets the page answer its user before learning goes on */
  constructor(studies: Studies, turn: () => Promise<unknown> = turnsNowAndThen()) {
    this.#studies = studies;
    this.#turn = turn;
  }

  /** Lays both out at their beginning, with the page's experiment as it is now; what ran before is gone. */
  begin(settings: Both<TwinSettings>, parameters: number): Promise<void> {
    this.pause();
    return this.#run(async () => {
      this.state = 'opening';
      this.#forget();
      if (parameters > MOST_PARAMETERS)
        throw new Error(
          `Twin runs are for networks of at most ${MOST_PARAMETERS.toLocaleString('en')} parameters; this one has ${parameters.toLocaleString('en')}.`,
        );
      this.#loan = await this.#studies.lend(2, parameters > LARGE ? 'present' : 'cpu');
      const { experiment, material, engines } = this.#loan;
      const pair = await Pair.open([engines[0]!, engines[1]!], experiment, material, settings);
      const [first, second] = pair.laboratories;
      const [one, other] = await timeUpdates(pair.laboratories);
      const timing = [one!, other!] as const;
      const cost = [multiplyAdds(first), multiplyAdds(second)] as const;
      this.#pair = pair;
      this.begun = { experiment, rows: material.rows, settings, batches: pair.batches, cost, timing };
      await this.#endEpoch(pair);
    });
  }

  /** Learns until paused, or for as many epochs as are usual. */
  learn(): void {
    if (this.begun) void this.#learn(epochsFor(this.begun.rows.training) * this.begun.batches);
  }

  /** To the end of the present epoch. */
  epoch(): void {
    if (this.#pair) void this.#learn(this.#pair.batches - this.#pair.batch);
  }

  update(): void {
    void this.#learn(1);
  }

  pause(): void {
    this.#wanted++;
  }

  /** Shows both as they were after an epoch; learning goes on from there. */
  seek(epoch: number): Promise<void> {
    this.pause();
    return this.#run(async () => {
      const record = this.records.find((it) => it.at === epoch);
      if (!record || !this.#pair?.seek(epoch)) return;
      this.#under = [];
      this.shown = record;
      this.message = '';
    });
  }

  /** Gives the engines back; the runs are gone. */
  close(): Promise<void> {
    this.pause();
    return this.#run(async () => this.#forget());
  }

  /** Somebody looks at them until the function returned is called: then they rest, and those that learned nothing are closed. */
  visit(): () => void {
    this.#visits++;
    return () => {
      this.pause();
      this.#visits--;
      void this.#run(async () => {
        const hasLearned = this.records.length > 1 || (this.#pair?.at ?? 0) > 0;
        if (this.#visits === 0 && !hasLearned) this.#forget();
      });
    };
  }

  async #learn(most: number): Promise<void> {
    const turn = ++this.#wanted;
    await this.#run(async () => {
      const pair = this.#pair;
      if (!pair || turn !== this.#wanted) return;
      this.state = 'learning';
      this.message = '';
      this.#forgetAfter(pair.at);
      for (let made = 0; made < most && turn === this.#wanted; made++) {
        const step = await pair.update();
        this.#under.push(step);
        if (step.diverged.includes(true)) {
          this.message = this.#faultOf(step);
          break;
        }
        if (pair.batch === 0) await this.#endEpoch(pair);
        await this.#turn();
      }
      if (pair.batch !== 0 || this.message) await this.#show(pair);
    });
  }

  #faultOf({ at, diverged }: PairUpdate): string {
    const names = diverged.flatMap((it, side) =>
      it ? [`the ${['left', 'right'][side]} one (${rule(this.begun!.settings[side]!.rule).label})`] : [],
    );
    return `In epoch ${Math.ceil(at)} ${names.join(' and ')} diverged: steps were too large. Go back to an earlier epoch, or begin again with a lower η or learning rate.`;
  }

  async #endEpoch(pair: Pair): Promise<void> {
    await pair.keep();
    this.recorded = pair.recorded;
    if (this.#under.length > 0) {
      const alignment = ([0, 1] as const).map((side) =>
        together(this.#under.map((it) => it.alignment[side])),
      );
      this.alignments = [...this.alignments, { at: pair.at, alignment: [alignment[0]!, alignment[1]!] }];
    }
    await this.#show(pair);
    this.#under = [];
  }

  /** The present state is the last record, in the place of one within this epoch. */
  async #show(pair: Pair): Promise<void> {
    const record = await pair.record();
    const known = new Set(this.recorded);
    // Pictures take more room than numbers, and are shown only where one can go back to.
    const before = this.records
      .filter((it) => Number.isInteger(it.at) && it.at < record.at)
      .map((it) => (known.has(it.at) ? it : { ...it, landscapes: [null, null] as const }));
    const fresh = this.#under.filter((it) => it.at > (this.updates.at(-1)?.at ?? -1));
    this.updates = [...this.updates, ...fresh].slice(-MOST_UPDATES);
    this.records = [...before, record];
    this.shown = record;
  }

  /** What lies after a moment belongs to a future that is not to be. */
  #forgetAfter(at: number): void {
    this.records = this.records.filter((it) => it.at <= at);
    this.alignments = this.alignments.filter((it) => it.at <= at);
    this.updates = this.updates.filter((it) => it.at <= at);
  }

  #forget(): void {
    this.#loan?.giveBack();
    this.#loan = null;
    this.#pair = null;
    this.begun = null;
    this.shown = null;
    this.message = '';
    this.#under = [];
    [this.records, this.alignments, this.updates, this.recorded] = [[], [], [], []];
  }

  /** One task after the other; what fails is told, and leaves nothing running. */
  async #run(task: () => Promise<void>): Promise<void> {
    await this.#queue.run(async () => {
      try {
        await task();
      } catch (error) {
        this.message = error instanceof Error ? error.message : String(error);
      } finally {
        this.state = 'resting';
      }
    });
  }
}
