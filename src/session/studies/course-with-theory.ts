import type { Rows } from '#core/datasets/rows.ts';
import { rule } from '#core/rules/index.ts';
import { type Equilibrium, equilibriumOf, type Samples } from '#core/theory/equilibrium.ts';
import { type Said, silent } from '#core/theory/said.ts';
import { preparationOf } from '../fitting-plan.ts';
import { agreementCourse, type Chosen, type Course } from './agreement-course.ts';
import type { Study } from './study.ts';

/** A course, and where theory says it ends up. */
export interface CourseWithTheory extends Course {
  /** Of the same rows and weights. */
  readonly equilibrium: Said<Equilibrium>;
}

function samplesOf({ inputs, targets, inputUnits, targetUnits }: Rows, rows: ArrayLike<number>): Samples {
  const gathered = (of: Float64Array, units: number) =>
    Float64Array.from({ length: rows.length * units }, (_, i) => {
      const row = rows[Math.floor(i / units)]!;
      return of[row * units + (i % units)]!;
    });
  return {
    count: rows.length,
    inputs: gathered(inputs, inputUnits),
    targets: gathered(targets, targetUnits),
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
    return { ...course, equilibrium };
  };
