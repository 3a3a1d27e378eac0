import { countParameters } from '#core/network/check.ts';
import type { RuleId } from '#core/rules/index.ts';
import type { Session } from '#session/session.ts';
import type { Running } from '#session/studies/study.ts';
import {
  type Continuation,
  type ContinuationPlan,
  continuation,
  otherThanBackprop,
} from '#session/studies/twins/continuation.ts';
import type { Both } from '#session/studies/twins/pair.ts';
import type { SeedFigure } from '#session/studies/twins/seed-statistics.ts';
import type { TwinSettings } from '#session/studies/twins/twin.ts';
import { TwinRuns } from '#session/studies/twins/twin-runs.svelte.ts';
import type { Across } from './plots.ts';
import { areOf, type Side, usualSettings } from './twins.ts';

/** What is asked of the seeds; the page’s rule unless another is chosen. */
export interface Asked extends Pick<ContinuationPlan, 'seeds' | 'before' | 'after'> {
  readonly rule: RuleId | null;
}

/** A network beyond this is worth the longer way to the device that the page runs on. */
const LARGE = 20_000;

/** What the bench remembers: the runs, what is asked of either, and how they are looked at. */
export class TwinBench {
  readonly runs: TwinRuns;
  view = $state<'runs' | 'continue'>('runs');
  across = $state<Across>('epochs');
  log = $state(false);
  /** What is asked of the seeds, the answer under way, and the figure that is looked at. */
  asked = $state.raw<Asked>({ seeds: 8, before: 10, after: 10, rule: null });
  answer = $state.raw<Running<Continuation> | null>(null);
  figure = $state<SeedFigure>('trainingLoss');
  readonly #session: Session;
  /** Settings chosen here; until then the page's, and backprop. */
  #chosen = $state.raw<readonly [TwinSettings | null, TwinSettings | null]>([null, null]);

  constructor(session: Session) {
    this.#session = session;
    this.runs = new TwinRuns(session.studies);
  }

  get settings(): Both<TwinSettings> {
    const usual = usualSettings(this.#session.experiment);
    return [this.#chosen[0] ?? usual[0], this.#chosen[1] ?? usual[1]];
  }

  /** Whether a side follows the page. */
  follows(side: Side): boolean {
    return this.#chosen[side] === null;
  }

  set(side: Side, settings: TwinSettings | null): void {
    this.#chosen = side === 0 ? [settings, this.#chosen[1]] : [this.#chosen[0], settings];
  }

  /** The rule that goes on beside backprop, with the page's settings. */
  get other(): TwinSettings {
    const usual = otherThanBackprop(this.#session.experiment);
    return { ...usual, rule: this.asked.rule ?? usual.rule };
  }

  ask(): void {
    const { seeds, before, after } = this.asked;
    const isLarge = countParameters(this.#session.experiment.network) > LARGE;
    const study = continuation({ seeds, before, after, other: this.other });
    this.answer = this.#session.studies.start(study, isLarge ? 'present' : 'cpu');
  }

  /** Whether what is shown belongs to the page's experiment and the settings asked for. */
  get isPresent(): boolean {
    const { begun } = this.runs;
    return begun !== null && areOf(begun, this.#session.experiment, this.settings);
  }

  /** From the beginning, with everything as it is asked for now. */
  begin(): Promise<void> {
    return this.runs.begin(this.settings, countParameters(this.#session.experiment.network));
  }
}
