import { countParameters } from '#core/network/check.ts';
import { longestPath } from '#core/network/topology.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Laboratory } from '../../laboratory.ts';
import { learnEpochs, type Outcome } from '../../learn.ts';
import { type Course, courseOf } from '../agreement-course.ts';
import type { Bench, Study } from '../study.ts';
import { multiplyAdds } from '../twins/cost.ts';
import { under } from './settings.ts';
import { laboratoryOf, type Subject, subjectOf } from './subject.ts';

/** A training that settles for so many steps before each update. */
export interface Trained {
  readonly settleSteps: number;
  readonly cost: number;
  readonly outcome: Outcome;
  readonly diverged: boolean;
}

export interface ConvergenceFound {
  readonly subject: Subject;
  readonly strict: Course;
  readonly frozen: Course;
  /** From one start, on the same batches: just until the error has arrived, and ten times as long. */
  readonly trained: readonly [Trained, Trained];
  readonly epochs: number;
}

const LONG = 300;
const LONG_IF_LARGE = 80;
const LARGE = 5000;
/** Multiply-adds that both trainings together may take, and epochs at most. */
const AFFORDABLE = 6e9;
const MOST_EPOCHS = 12;

export const shouldItConverge: Study<ConvergenceFound> = async (bench) => {
  const subject = await subjectOf(bench);
  const { experiment } = subject;
  const steps = countParameters(experiment.network) > LARGE ? LONG_IF_LARGE : LONG;
  const course = async (rule: 'strict' | 'fixed-prediction', from: number): Promise<Course> => {
    const laboratory = await laboratoryOf(bench.engine, subject, under(experiment, rule));
    return courseOf(laboratory, subject.rows, steps, (share) => bench.progress(from + 0.25 * share, rule));
  };
  const strict = await course('strict', 0);
  const frozen = await course('fixed-prediction', 0.25);
  return { subject, strict, frozen, ...(await trainBoth(bench, subject)) };
};

async function trainBoth(
  bench: Bench<never>,
  subject: Subject,
): Promise<Pick<ConvergenceFound, 'trained' | 'epochs'>> {
  const short = longestPath(subject.experiment.network) - 1;
  const settings = [short, 10 * short].map((settleSteps) =>
    under(subject.experiment, 'strict', { settleSteps }),
  );
  const first = await laboratoryOf(bench.engine, subject, settings[1]!);
  const epochs = epochsFor(first);
  const trained: Trained[] = [];
  for (const [k, experiment] of settings.entries())
    trained.push(await train(bench, subject, experiment, epochs, 0.5 + 0.25 * k));
  return { trained: trained as [Trained, Trained], epochs };
}

function epochsFor(laboratory: Laboratory): number {
  const ofEpoch = multiplyAdds(laboratory) * laboratory.rows.training;
  return Math.max(1, Math.min(MOST_EPOCHS, Math.floor(AFFORDABLE / (2 * ofEpoch))));
}

async function train(
  bench: Bench<never>,
  subject: Subject,
  experiment: Experiment,
  epochs: number,
  from: number,
): Promise<Trained> {
  const laboratory = await laboratoryOf(bench.engine, subject, experiment);
  const { settleSteps } = experiment.inference;
  const { outcomes, diverged } = await learnEpochs(laboratory, epochs, {
    goesOn: async ({ updates, of }) => {
      await bench.progress(from + (0.25 * updates) / of, `training with T = ${settleSteps}`);
      return true;
    },
  });
  const nothing = { loss: Number.NaN, accuracy: null };
  return { settleSteps, cost: multiplyAdds(laboratory), outcome: outcomes.at(-1) ?? nothing, diverged };
}
