import { longestPath } from '#core/network/topology.ts';
import type { RuleId } from '#core/rules/index.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Study } from '../study.ts';
import { costOf, type Timing, timeUpdates } from '../twins/cost.ts';
import { under } from './settings.ts';
import { laboratoryOf, type Subject, subjectOf } from './subject.ts';

export interface Priced {
  readonly rule: RuleId;
  readonly settleSteps: number;
  /** Multiply-adds of one update, for each sample. */
  readonly products: number;
  readonly timing: Timing;
}

export interface CostFound {
  readonly subject: Subject;
  /** Backprop's one sweep forward and back. */
  readonly sweep: number;
  readonly priced: readonly Priced[];
  readonly batchSize: number;
}

/** Steps that papers settle for. */
const MANY = 100;

export const whyTheCost: Study<CostFound> = async (bench) => {
  const subject = await subjectOf(bench);
  const { experiment } = subject;
  const once = longestPath(experiment.network) - 1;
  const asked: readonly Experiment[] = [
    under(experiment, 'zero-divergence'),
    under(experiment, 'fixed-prediction', { inferenceRate: 1, settleSteps: once }),
    under(experiment, 'strict'),
    under(experiment, 'strict', { settleSteps: MANY }),
  ];
  const priced: Priced[] = [];
  let sweep = 0;
  for (const [k, it] of asked.entries()) {
    const { rule, settleSteps } = it.inference;
    await bench.progress(k / asked.length, rule);
    const laboratory = await laboratoryOf(bench.engine, subject, it);
    const { run, sweep: rival } = costOf(laboratory);
    sweep = rival;
    const [timing] = await timeUpdates([laboratory]);
    priced.push({ rule, settleSteps, products: run, timing: timing! });
  }
  const batchSize = Math.min(experiment.learning.batchSize, subject.material.rows.training);
  return { subject, sweep, priced, batchSize };
};
