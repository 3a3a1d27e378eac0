import { createContext } from 'svelte';
import { targetOf } from '#core/network/topology.ts';
import { setPrecision } from '#experiment/edit.ts';
import { presets } from '#experiment/presets/index.ts';
import { DIAL, EPOCHS, firstMinute } from '#lessons/first-minute.ts';
import type { Deed, LessonMoment, Subject } from '#lessons/lesson.ts';
import type { Frame } from '#session/frame.ts';
import type { Clock, PaceId } from '#session/pace.ts';
import type { Session } from '#session/session.ts';
import { apply } from '../edits.ts';
import type { Page, Tab } from '../page.svelte.ts';
import { rememberTour } from './first-visit.ts';
import { beginning, factsOf, follow, momentAt, type Progress } from './progress.ts';
import { addReading, type Reading, readingOf } from './readings.ts';

export const [getTour, setTour] = createContext<Tour>();

const tabOf: Record<Subject, Tab> = {
  network: 'network',
  errors: 'errors',
  output: 'output',
  agreement: 'agreement',
};

/** Settling steps that are shown slowly: an error reaches every layer of the first experiment within them. */
const SLOW_STEPS = 6;

/** An energy that is rounding, and milliseconds after which the answer is clamped all the same. */
const CLEAR = 1e-9;
const LONGEST_CLEARING = 1200;

/** The coach: knows where a person is in the first minute, and does at a press what a moment offers to do. */
export class Tour {
  readonly lesson = firstMinute;
  #progress = $state.raw<Progress | null>(null);
  /** What was measured at each output precision tried since the question, highest first. */
  readings = $state.raw<readonly Reading[]>([]);
  /** The deed of the present moment was begun at a press. */
  #begun = $state<string | null>(null);
  /** A clock that was slowed down, and how fast it went before. */
  #before: { readonly clock: Clock; readonly pace: PaceId } | null = null;
  /** What was on screen of the batch before an edit that is to go through before the answer is clamped. */
  #clearing: Frame | null = null;
  readonly #session: Session;
  readonly #page: Page;

  constructor(session: Session, page: Page) {
    this.#session = session;
    this.#page = page;
  }

  get isOn(): boolean {
    return this.#progress !== null;
  }

  /** Index of the present moment, as many as there are at the end; −1 while the tour is off. */
  readonly at = $derived.by(() => (this.#progress ? momentAt(this.lesson, this.#progress) : -1));
  readonly moment: LessonMoment | null = $derived.by(() => this.lesson.moments[this.at] ?? null);
  readonly isAtEnd = $derived.by(() => this.at === this.lesson.moments.length);
  /** What is asked for is on its way. */
  readonly isUnderWay = $derived.by(() => this.moment !== null && this.#begun === this.moment.id);

  get expects(): string | null {
    return this.#progress?.expects ?? null;
  }

  /** For who opens the page. The answer is free at first: then everything can come to rest. */
  greet(): void {
    this.#session.setAnswer('free');
    this.#start();
  }

  /** Again, at somebody's wish: from its own experiment, which undo takes back. */
  restart(): void {
    const preset = presets.find((it) => it.id === this.lesson.preset) ?? presets[0]!;
    this.#session.open(preset.document);
    this.#session.setAnswer('free');
    this.#page.maximized = null;
    this.#start();
  }

  #start(): void {
    rememberTour();
    this.#begun = null;
    this.readings = [];
    this.#progress = beginning(factsOf(this.#session));
    this.look();
  }

  /** Takes in what happened since. */
  follow(): void {
    if (!this.#progress) return;
    this.#progress = follow(this.#progress, factsOf(this.#session));
    if (this.#isClear()) this.#clampNow();
    if (this.#isSeen(this.#progress.deeds)) this.#hurry();
    this.readings = addReading(this.readings, this.expects && readingOf(this.#session));
  }

  /** Shows what the present moment speaks of where one panel shows at a time, and rings what it asks to be pulled. */
  look(): void {
    if (this.moment) this.#page.tab = tabOf[this.moment.look];
    this.#page.hint = this.moment?.pull ?? null;
  }

  /** Does what the present moment offers to do. */
  act(): void {
    const { moment } = this;
    if (!moment?.act) return;
    this.#begun = moment.id;
    if (moment.done === 'turned-down') this.#turnDown();
    if (moment.done === 'learned') this.#learn();
    if (moment.done === 'clamped') this.#clamp();
  }

  /** Once no error is left but what the answer will bring; its way back is short, and is shown step by step. */
  #clamp(): void {
    this.#slow('settling', 'quarter');
    const { experiment, frame } = this.#session;
    const edit = this.moment?.edit;
    if (edit && experiment.inference.start !== 'forward') {
      this.#clearing = frame;
      apply(this.#session, edit);
      setTimeout(() => this.#clampNow(), LONGEST_CLEARING);
    } else this.#session.setAnswer('clamped');
  }

  #clampNow(): void {
    if (this.#clearing) this.#session.setAnswer('clamped');
    this.#clearing = null;
  }

  /** The edit before the clamping is through, for the batch as for the sample. */
  #isClear(): boolean {
    const { frame, moment } = this.#session;
    return this.#clearing !== null && frame !== this.#clearing && moment !== null && moment.total < CLEAR;
  }

  /** A few epochs would be over at once. */
  #learn(): void {
    this.#slow('training', 'fast');
    this.#session.trainEpochs(EPOCHS);
  }

  #slow(clock: Clock, pace: PaceId): void {
    this.#hurry();
    this.#before = { clock, pace: this.#session.pace[clock] };
    this.#session.setPace(clock, pace);
  }

  /** What a clock was slowed down for is over. */
  #isSeen(deeds: readonly Deed[]): boolean {
    if (this.#before?.clock === 'training') return deeds.includes('learned');
    const t = this.#session.moment?.t ?? 0;
    return deeds.includes('clamped') || (t >= SLOW_STEPS && t < 2 * SLOW_STEPS);
  }

  /** Goes on as fast as before. */
  #hurry(): void {
    if (this.#before) this.#session.setPace(this.#before.clock, this.#before.pace);
    this.#before = null;
  }

  /** The person says what they expect; then the network goes back to its first weights, for both to be asked. */
  expect(option: string): void {
    const { moment } = this;
    if (!this.#progress || !moment?.edit) return;
    this.#progress = { ...this.#progress, expects: option };
    this.#begun = moment.id;
    const session = this.#session;
    session.setAnswer('clamped');
    apply(session, moment.edit);
    session.reset();
    session.toRest();
  }

  #turnDown(): void {
    const { network } = this.#session.experiment;
    const { id, precision } = targetOf(network);
    const next = DIAL.find((it) => it < precision * 0.999);
    if (next !== undefined) apply(this.#session, setPrecision, id, next);
  }

  /** Past a clamping not tried the answer is held all the same: what follows is told of it. */
  next(): void {
    if (!this.#progress) return;
    if (this.moment?.done === 'clamped' && this.#session.answer === 'free') this.act();
    this.#progress = { ...this.#progress, passed: this.at + 1 };
  }

  /** Ends the tour wherever it is; what it held back is given back. */
  leave(): void {
    if (!this.#progress) return;
    const isOwed = !this.#progress.deeds.includes('clamped') && this.#session.answer === 'free';
    this.#progress = null;
    this.#page.hint = null;
    this.#clearing = null;
    this.#hurry();
    if (isOwed) this.#session.setAnswer('clamped');
  }
}
