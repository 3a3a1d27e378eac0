import { isFree, longestPath, targetOf } from '#core/network/topology.ts';
import { setPrecision } from '#experiment/edit.ts';
import { type Course, courseOf } from '../agreement-course.ts';
import type { Study } from '../study.ts';
import { type Cost, costOf } from '../twins/cost.ts';
import { under } from './settings.ts';
import { laboratoryOf, type Subject, subjectOf } from './subject.ts';

/** Frozen predictions, steps as large as they can be: the whole error goes on by a layer at each. */
export interface OnceFound {
  readonly subject: Subject;
  /** t = 0 … L. */
  readonly course: Course;
  /** L − 1: steps after which the error has been everywhere. */
  readonly sweep: number;
  /** Of an update after L − 1 steps, and of backprop. */
  readonly cost: Cost;
  readonly outputPrecision: number;
}

export const innerLoopOnce: Study<OnceFound> = async (bench) => {
  const subject = await subjectOf(bench);
  const { network } = subject.experiment;
  const sweep = longestPath(network) - 1;
  // A full step is 1/π of a layer: hidden layers are given π = 1, at which one η is full for all.
  const even = network.nodes
    .filter((it) => isFree(it) && it.precision !== 1)
    .reduce((experiment, { id }) => setPrecision(experiment, id, 1).experiment, subject.experiment);
  const experiment = under(even, 'fixed-prediction', { inferenceRate: 1, settleSteps: sweep });
  const laboratory = await laboratoryOf(bench.engine, subject, experiment);
  const course = await courseOf(laboratory, subject.rows, sweep + 1, (share) => bench.progress(share));
  const { precision: outputPrecision } = targetOf(network);
  return { subject, course, sweep, cost: costOf(laboratory), outputPrecision };
};
