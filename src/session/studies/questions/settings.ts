import { type RuleId, rule as ruleOf } from '#core/rules/index.ts';
import { setInference, setRule } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';

/** The experiment under a rule from the forward pass, at its own η and T where it has any, or at others. */
export function under(
  experiment: Experiment,
  rule: RuleId,
  changes: { readonly inferenceRate?: number; readonly settleSteps?: number } = {},
): Experiment {
  const ruled = setRule(experiment, rule).experiment;
  if (ruleOf(rule).moves === 'fully') return ruled;
  return setInference(ruled, { ...changes, start: 'forward' }).experiment;
}
