import type { RuleId } from '#core/rules/index.ts';
import type { Experiment, InferenceSettings, LearningSettings } from '../experiment.ts';
import { fixedInference, parseInference, parseLearning } from '../parse-inference.ts';
import { parseTitle } from '../parse-title.ts';
import { readSetting } from '../read.ts';
import { createReport, type Report } from '../report.ts';
import { settings } from '../schema.ts';
import type { Edited } from './edited.ts';

/** A rule that fixes the settling brings its values along; leaving it restores the defaults. */
export function setRule(experiment: Experiment, rule: RuleId): Edited {
  const { inference, network } = experiment;
  const keeps = !fixedInference(inference.rule, network) && !fixedInference(rule, network);
  return edit(experiment, (report) => ({
    inference: parseInference(keeps ? { ...inference, rule } : { rule }, network, report),
  }));
}

/** Values out of range are brought into it, values that the rule fixes stay: both with an issue. */
export function setInference(
  experiment: Experiment,
  changes: Partial<Omit<InferenceSettings, 'rule'>>,
): Edited {
  return edit(experiment, (report) => ({
    inference: parseInference({ ...experiment.inference, ...changes }, experiment.network, report),
  }));
}

export function setLearning(experiment: Experiment, changes: Partial<LearningSettings>): Edited {
  return edit(experiment, (report) => ({
    learning: parseLearning({ ...experiment.learning, ...changes }, report),
  }));
}

/** Given parameters stay: the seed draws only those that are missing. */
export function setSeed(experiment: Experiment, seed: number): Edited {
  return edit(experiment, (report) => ({ seed: readSetting(seed, 'seed', settings.seed, report) }));
}

export function setTitle(experiment: Experiment, title: string): Edited {
  return edit(experiment, (report) => ({ title: parseTitle(title, report) }));
}

function edit(experiment: Experiment, change: (report: Report) => Partial<Experiment>): Edited {
  const report = createReport();
  const changes = change(report);
  return { experiment: report.refused ? experiment : { ...experiment, ...changes }, issues: report.issues };
}
