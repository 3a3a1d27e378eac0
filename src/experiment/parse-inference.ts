import type { Network } from '#core/network/network.ts';
import { longestPath } from '#core/network/topology.ts';
import { optimizerIds } from '#core/optimizers/index.ts';
import { type RuleId, rule, ruleIds } from '#core/rules/index.ts';
import { describe } from './describe.ts';
import type { InferenceSettings, LearningSettings, StartId } from './experiment.ts';
import { type Fields, readChoice, readFields, readNumber, readSetting } from './read.ts';
import type { Report } from './report.ts';
import { settings, startIds } from './schema.ts';

const INFERENCE_FIELDS = ['rule', 'inferenceRate', 'settleSteps', 'start'];
const LEARNING_FIELDS = ['optimizer', 'learningRate', 'batchSize'];

/** In a document nothing need settle: the synapses learn from the start state. Sliders begin at one step. */
const settleSteps = { ...settings.settleSteps, min: 0 };

export const defaultInference: InferenceSettings = {
  rule: 'strict',
  inferenceRate: settings.inferenceRate.default,
  settleSteps: settleSteps.default,
  start: 'forward',
};

export type FixedInference = Omit<InferenceSettings, 'rule'>;

/**
 * What the rule leaves no choice about, or null: full steps (rate 1 stands for 1/π of each node) from the forward
 * pass, for as long as the error needs from the target to the first free node.
 */
export function fixedInference(id: RuleId, network: Network): FixedInference | null {
  if (rule(id).moves !== 'fully') return null;
  return { inferenceRate: 1, settleSteps: longestPath(network) - 1, start: 'forward' };
}

/** Without a network, which could not be read, nothing is fixed and the settings are only checked. */
export function parseInference(value: unknown, network: Network | null, report: Report): InferenceSettings {
  if (value === undefined) return defaultInference;
  const field = readFields(value, 'inference', INFERENCE_FIELDS, report);
  if (!field) return defaultInference;
  const id = readChoice(field('rule'), 'inference.rule', ruleIds, report, defaultInference.rule);
  const fixed = id && network && fixedInference(id, network);
  if (fixed) return { rule: id, ...readFixed(field, id, fixed, report) };
  return {
    rule: id ?? defaultInference.rule,
    inferenceRate: readSetting(
      field('inferenceRate'),
      'inference.inferenceRate',
      settings.inferenceRate,
      report,
    ),
    settleSteps: readSetting(field('settleSteps'), 'inference.settleSteps', settleSteps, report),
    start: readStart(field, report),
  };
}

const readStart = (field: Fields, report: Report): StartId =>
  readChoice(field('start'), 'inference.start', startIds, report, defaultInference.start) ??
  defaultInference.start;

/** The fixed values. Others are reported, except under backprop, which has no settling that could be set. */
function readFixed(field: Fields, id: RuleId, fixed: FixedInference, report: Report): FixedInference {
  const given = {
    inferenceRate: readNumber(field('inferenceRate'), 'inference.inferenceRate', report, fixed.inferenceRate),
    settleSteps: readNumber(field('settleSteps'), 'inference.settleSteps', report, fixed.settleSteps),
    start: field('start') === undefined ? fixed.start : readStart(field, report),
  };
  if (id === 'backprop') return fixed;
  for (const key of ['inferenceRate', 'settleSteps', 'start'] as const) {
    if (given[key] === fixed[key] || given[key] === null) continue;
    const at = `inference.${key}`;
    const message = `${at} is fixed by the rule ${id} to ${fixed[key]}; found ${describe(given[key])}.`;
    report.repair('fixed-by-rule', at, message, 'Leave it out, or choose another rule.');
  }
  return fixed;
}

export function parseLearning(value: unknown, report: Report): LearningSettings {
  const field =
    value === undefined ? () => undefined : readFields(value, 'learning', LEARNING_FIELDS, report);
  const read: Fields = field ?? (() => undefined);
  return {
    optimizer: readChoice(read('optimizer'), 'learning.optimizer', optimizerIds, report, 'adam') ?? 'adam',
    learningRate: readSetting(read('learningRate'), 'learning.learningRate', settings.learningRate, report),
    batchSize: readSetting(read('batchSize'), 'learning.batchSize', settings.batchSize, report),
  };
}
