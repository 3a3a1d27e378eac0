import { type RuleId, rule } from '#core/rules/index.ts';
import type { Program } from './plan.ts';

/** What opens a settling: the forward pass of the batch, then the start state. */
export const opening = (resumes: boolean): Program => [
  { schedule: 'begin' },
  { schedule: resumes ? 'resume' : 'start' },
];

/** A whole settling of T steps and the gradients it leaves, parameters untouched. */
export function settling(id: RuleId, settleSteps: number, resumes: boolean): Program {
  return [...opening(resumes), ...relaxation(id, settleSteps)];
}

/** T steps from the start state and the gradients they leave. */
export function relaxation(id: RuleId, settleSteps: number): Program {
  if (rule(id).learns !== 'with-the-wave')
    return [{ schedule: 'step', times: settleSteps }, { schedule: 'gradient' }];
  const waves = Array.from({ length: settleSteps }, (_, k) => [
    { schedule: 'step' },
    { schedule: `gradient@${k + 1}` },
  ]);
  return [{ schedule: 'gradient@0' }, ...waves.flat()];
}

/** The gradients due after `t` steps of a settling watched step by step. */
export const watchedGradient = (id: RuleId, t: number): Program => [
  { schedule: rule(id).learns === 'with-the-wave' ? `gradient@${t}` : 'gradient' },
];

/** One weight update from the batch (T updates under a rule that learns at every step), its loss before it recorded. */
export function update(id: RuleId, settleSteps: number, resumes: boolean): Program {
  const before: Program = [
    { schedule: 'begin' },
    { schedule: 'score' },
    { schedule: resumes ? 'resume' : 'start' },
  ];
  if (rule(id).learns === 'every-step') return [...before, { schedule: 'learningStep', times: settleSteps }];
  return [...before, ...relaxation(id, settleSteps), { schedule: 'descend' }];
}
