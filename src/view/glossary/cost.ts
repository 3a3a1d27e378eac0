import { compile } from '#core/plan/compile.ts';
import { flops } from '#core/plan/cost.ts';
import { update } from '#core/plan/programs.ts';
import type { Experiment } from '#experiment/experiment.ts';

/** Multiply-adds of the matrix products in one weight update, for one sample. */
export interface Cost {
  readonly rule: number;
  readonly backprop: number;
}

/** Counted in the plans that the engines run, not estimated. */
export function costOf({ network, pins, lesions, inference, learning }: Experiment): Cost {
  const { rule, settleSteps, start } = inference;
  const { optimizer } = learning;
  const plan = compile(
    { network, pins, lesions },
    { rule, start, optimizer, capacity: 1, longestSettling: settleSteps, rows: 1, classes: null },
  );
  return {
    rule: flops(plan, update(rule, settleSteps, false), 1) / 2,
    backprop: flops(plan, [{ schedule: 'evaluate' }, { schedule: 'sweep' }], 1) / 2,
  };
}
