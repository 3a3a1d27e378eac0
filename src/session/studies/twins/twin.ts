import { targetOf } from '#core/network/topology.ts';
import { type RuleId, rule } from '#core/rules/index.ts';
import { setInference, setPrecision, setRule } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';

/** In what one of two runs may differ from the other; all else they share. */
export interface TwinSettings {
  readonly rule: RuleId;
  /** η and T: kept, but without a meaning, under a rule that leaves no choice of them. */
  readonly inferenceRate: number;
  readonly settleSteps: number;
  /** π of the output. */
  readonly precision: number;
}

/** What an experiment says itself. */
export const settingsOf = ({ inference, network }: Experiment): TwinSettings => ({
  rule: inference.rule,
  inferenceRate: inference.inferenceRate,
  settleSteps: inference.settleSteps,
  precision: targetOf(network).precision,
});

/** The same network, seed, rows and learning under other settings. */
export function twinOf(
  experiment: Experiment,
  { rule: id, inferenceRate, settleSteps, precision }: TwinSettings,
): Experiment {
  const ruled = setRule(experiment, id).experiment;
  const settled =
    rule(id).moves === 'fully' ? ruled : setInference(ruled, { inferenceRate, settleSteps }).experiment;
  return setPrecision(settled, targetOf(experiment.network).id, precision).experiment;
}
