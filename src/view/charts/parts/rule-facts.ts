import { rule } from '#core/rules/index.ts';
import type { Experiment } from '#experiment/experiment.ts';

type RuleId = Experiment['inference']['rule'];

/** The rule leaves no choice of η and T. */
export const isFixedByRule = (id: RuleId): boolean => rule(id).moves === 'fully';

/** Whether the sum of the layers' energies is a quantity that settling lowers. */
export const isDescent = (id: RuleId): boolean => rule(id).linearizedAt === 'values';
