import { backprop } from './backprop.ts';
import { fixedPrediction } from './fixed-prediction.ts';
import { incremental } from './incremental.ts';
import type { Rule } from './rule.ts';
import { strict } from './strict.ts';
import { zeroDivergence } from './zero-divergence.ts';

export type { Rule } from './rule.ts';
export type RuleId = 'strict' | 'fixed-prediction' | 'zero-divergence' | 'incremental' | 'backprop';

export const rules: readonly Rule[] = [strict, fixedPrediction, zeroDivergence, incremental, backprop];
export const ruleIds = rules.map((it) => it.id as RuleId);
export const rule = (id: RuleId): Rule => rules.find((it) => it.id === id)!;
