import type { Experiment } from '#experiment/experiment.ts';
import { defaultInference, fixedInference } from '#experiment/parse-inference.ts';
import { followsCourse } from '#session/budget.ts';
import type { Session } from '#session/session.ts';
import type { Measure } from '#session/studies/agreement-course.ts';
import { Follower } from '#session/studies/follower.svelte.ts';
import { type FreeInference, type RuleCourses, rulesCourse } from '#session/studies/rules-course.ts';
import type { Part } from './rules.ts';

/** Rules compared at once. */
const RULES = 5;

/** What the bench shows, as long as the page lives. */
class RulesBench {
  readonly follower: Follower<RuleCourses>;
  measure = $state<Measure>('angleDegrees');
  part = $state<Part>('all');
  readonly #session: Session;
  /** Settings of the rules that leave a choice, kept while the page is under one that leaves none. */
  #free: FreeInference = defaultInference;

  constructor(session: Session) {
    this.#session = session;
    const isCheap = (experiment: Experiment, rows: number) => followsCourse(experiment, RULES * rows);
    this.follower = new Follower(session, async () => rulesCourse(this.#freeNow()), isCheap);
  }

  #freeNow(): FreeInference {
    const { inference, network } = this.#session.experiment;
    if (!fixedInference(inference.rule, network)) {
      const { inferenceRate, settleSteps, start } = inference;
      this.#free = { inferenceRate, settleSteps, start };
    }
    return this.#free;
  }
}

const kept = new WeakMap<Session, RulesBench>();

export function benchOf(session: Session): RulesBench {
  // Made for a first visit, what it derives must not rest with that visit.
  if (!kept.has(session)) $effect.root(() => void kept.set(session, new RulesBench(session)));
  return kept.get(session)!;
}
