import { type RuleId, ruleIds, rule as ruleOf } from '#core/rules/index.ts';
import type { InferenceSettings } from '#experiment/experiment.ts';
import { fixedInference } from '#experiment/parse-inference.ts';
import { Laboratory } from '../laboratory.ts';
import { type Course, courseOf } from './agreement-course.ts';
import type { Study } from './study.ts';

/** η, T and start of the rules that leave a choice of them. */
export type FreeInference = Omit<InferenceSettings, 'rule'>;

export type RuleCourses = Readonly<Partial<Record<RuleId, Course>>>;

/** Every rule on the same network, weights and rows; with the settings given where it leaves a choice. */
export const rulesCourse =
  (free: FreeInference): Study<RuleCourses> =>
  async ({ engine, experiment, material, parameters, rows, progress, show }) => {
    let courses: RuleCourses = {};
    for (const [k, rule] of ruleIds.entries()) {
      // The rule last: what is free may be a whole set of settings, with a rule of its own.
      const inference = { ...(fixedInference(rule, experiment.network) ?? free), rule };
      const laboratory = await Laboratory.open(engine, { ...experiment, inference }, material);
      laboratory.placeParameters(parameters);
      const report = (share: number) => progress((k + share) / ruleIds.length, ruleOf(rule).label);
      courses = { ...courses, [rule]: await courseOf(laboratory, rows, inference.settleSteps, report) };
      show(courses);
    }
    return courses;
  };
