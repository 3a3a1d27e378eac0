import { gathered } from '#core/datasets/gathered.ts';
import type { Rows } from '#core/datasets/rows.ts';
import { rule } from '#core/rules/index.ts';
import { limitOf } from '#core/rules/largest-step.ts';
import { type Equilibrium, equilibriumOf, type Samples } from '#core/theory/equilibrium.ts';
import { type Said, silent } from '#core/theory/said.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { preparationOf } from '../fitting-plan.ts';
import { Laboratory } from '../laboratory.ts';
import { agreementCourse, type Chosen, type Course } from './agreement-course.ts';
import { strictLimit } from './strict-limit.ts';
import type { Bench, Study } from './study.ts';

/** A course, and where theory says it ends up. */
export interface CourseWithTheory extends Course {
  /** Of the same rows and weights. */
  readonly equilibrium: Said<Equilibrium>;
  /** The largest η that settles them; null where the rule sets its own steps. */
  readonly limit: number | null;
}

function samplesOf({ inputs, targets, inputUnits, targetUnits }: Rows, rows: ArrayLike<number>): Samples {
  return {
    count: rows.length,
    inputs: gathered(inputs, inputUnits, rows),
    targets: gathered(targets, targetUnits, rows),
    inputUnits,
    targetUnits,
  };
}

/** The course of the rows on screen, and the equilibrium of the network where it is linear and its predictions move. */
export const courseWithTheory =
  (chosen: Chosen = {}): Study<CourseWithTheory> =>
  async (bench) => {
    const course = await agreementCourse(chosen)({ ...bench, show: () => {} });
    const { inference } = course.experiment;
    const rows = bench.rows.subarray(0, course.samples);
    const equilibrium =
      rule(inference.rule).linearizedAt === 'values' && rule(inference.rule).moves === 'by-rate'
        ? equilibriumOf(
            preparationOf(course.experiment),
            bench.parameters,
            samplesOf(bench.material.rows, rows),
          )
        : silent('the rule does not settle on the energy');
    return { ...course, equilibrium, limit: await largestStepOf(course.experiment, rows, bench) };
  };

/** Frozen predictions are as stable at any weights; for the others it is measured. */
async function largestStepOf(
  experiment: Experiment,
  rows: Uint32Array,
  { engine, material, parameters, progress }: Bench<CourseWithTheory>,
): Promise<number | null> {
  const { inference, network } = experiment;
  const isMeasured =
    rule(inference.rule).linearizedAt === 'values' && rule(inference.rule).moves === 'by-rate';
  if (!isMeasured) return limitOf(inference.rule, Number.NaN, network);
  const laboratory = await Laboratory.open(engine, experiment, material);
  laboratory.placeParameters(parameters);
  const report = () => progress(1, 'the stability limit');
  return limitOf(inference.rule, await strictLimit(laboratory, parameters, rows, report), network);
}
