import { isFree, longestPath, targetOf, topologicalOrder } from '#core/network/topology.ts';
import { type RuleId, rule, ruleIds } from '#core/rules/index.ts';
import { addLayer, removeLayer, setInference, setLearning, setPrecision, setRule } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { settings } from '#experiment/schema.ts';

export type AxisId =
  | 'inferenceRate'
  | 'settleSteps'
  | 'precision'
  | 'rule'
  | 'depth'
  | 'learningRate'
  | 'batchSize'
  | 'seed';

/** What a map is made of: settlings of the rows on screen, or short trainings from the beginning. */
export type Work = 'settling' | 'training';

/** One setting that a map runs over. */
export interface Axis {
  readonly id: AxisId;
  readonly label: string;
  readonly symbol: string;
  readonly type: 'number' | 'integer' | 'choice';
  readonly scale: 'linear' | 'log';
  /** Hard limits, both allowed. */
  readonly min: number;
  readonly max: number;
  /** What a map spans unless told otherwise. */
  readonly span: readonly [number, number];
  /** Whether other values mean other weights, so that every network is drawn from its seed. */
  readonly redraws: boolean;
  /** Settings that decide what others may be come first. */
  readonly turn: number;
  /** Its value in an experiment. */
  readonly of: (experiment: Experiment) => number;
  /** The experiment with another value; the very same one where it does not take it. */
  readonly set: (experiment: Experiment, value: number) => Experiment;
  /** Why it cannot be an axis here; null where it can. */
  readonly refusal: (experiment: Experiment, work: Work) => string | null;
}

const NAMES: Readonly<Partial<Record<AxisId, readonly string[]>>> = {
  rule: ruleIds.map((id) => rule(id).label),
};
/** A choice's values in words, by number; undefined where the axis is of numbers. */
export const namesOf = (id: AxisId): readonly string[] | undefined => NAMES[id];

const learns = (_: Experiment, work: Work) =>
  work === 'training' ? null : 'A settling knows no learning: choose a short training.';

const settles = ({ inference }: Experiment) =>
  rule(inference.rule).moves === 'fully'
    ? `${rule(inference.rule).label} sets its own steps: choose another rule.`
    : null;

const isChain = ({ network }: Experiment): boolean =>
  network.connections.length === network.nodes.length - 1 &&
  longestPath(network) === network.connections.length;

/** Adds hidden layers like the last one, or takes the last away, until there are so many. */
function withDepth(experiment: Experiment, depth: number): Experiment {
  const hidden = topologicalOrder(experiment.network).filter(isFree);
  if (hidden.length === depth || hidden.length === 0) return experiment;
  const last = hidden.at(-1)!.id;
  const { experiment: next } =
    hidden.length < depth ? addLayer(experiment, last) : removeLayer(experiment, last);
  return next === experiment ? experiment : withDepth(next, depth);
}

const fromSetting = ({ label, symbol, type, scale, min, max }: (typeof settings)['inferenceRate']) => ({
  ...{ label, symbol, type, scale, min, max },
});

const all: readonly Axis[] = [
  {
    ...fromSetting(settings.inferenceRate),
    id: 'inferenceRate',
    span: [0.01, 2],
    redraws: false,
    turn: 2,
    of: ({ inference }) => inference.inferenceRate,
    set: (experiment, inferenceRate) => setInference(experiment, { inferenceRate }).experiment,
    refusal: settles,
  },
  {
    ...fromSetting(settings.settleSteps),
    id: 'settleSteps',
    max: 1000,
    span: [1, 64],
    redraws: false,
    turn: 2,
    of: ({ inference }) => inference.settleSteps,
    set: (experiment, settleSteps) => setInference(experiment, { settleSteps }).experiment,
    refusal: settles,
  },
  {
    ...fromSetting(settings.precision),
    id: 'precision',
    label: 'Output precision',
    span: [0.01, 10],
    redraws: false,
    turn: 2,
    of: ({ network }) => targetOf(network).precision,
    set: (experiment, precision) =>
      setPrecision(experiment, targetOf(experiment.network).id, precision).experiment,
    refusal: () => null,
  },
  {
    id: 'rule',
    label: 'Rule',
    symbol: 'rule',
    type: 'choice',
    scale: 'linear',
    min: 0,
    max: ruleIds.length - 1,
    span: [0, ruleIds.length - 1],
    redraws: false,
    turn: 1,
    of: ({ inference }) => ruleIds.indexOf(inference.rule),
    set: (experiment, value) => setRule(experiment, ruleIds[value] as RuleId).experiment,
    refusal: () => null,
  },
  {
    id: 'depth',
    label: 'Hidden layers',
    symbol: 'depth',
    type: 'integer',
    scale: 'linear',
    min: 1,
    max: 16,
    span: [1, 8],
    redraws: true,
    turn: 0,
    of: ({ network }) => network.nodes.filter(isFree).length,
    set: withDepth,
    refusal: (experiment) =>
      isChain(experiment) && experiment.network.nodes.length > 2
        ? null
        : 'Layers come and go where they follow one another in a chain.',
  },
  {
    ...fromSetting(settings.learningRate),
    id: 'learningRate',
    span: [0.001, 1],
    redraws: false,
    turn: 2,
    of: ({ learning }) => learning.learningRate,
    set: (experiment, learningRate) => setLearning(experiment, { learningRate }).experiment,
    refusal: learns,
  },
  {
    ...fromSetting(settings.batchSize),
    id: 'batchSize',
    max: 1024,
    span: [1, 64],
    redraws: false,
    turn: 2,
    of: ({ learning }) => learning.batchSize,
    set: (experiment, batchSize) => setLearning(experiment, { batchSize }).experiment,
    refusal: learns,
  },
  {
    id: 'seed',
    label: 'Seed',
    symbol: 'seed',
    type: 'integer',
    scale: 'linear',
    min: 0,
    max: 1_000_000,
    span: [1, 32],
    redraws: true,
    turn: 2,
    of: ({ seed }) => seed,
    set: (experiment, seed) => ({ ...experiment, seed }),
    refusal: () => null,
  },
];

export const axes = all;
export const axisIds: readonly AxisId[] = axes.map((it) => it.id);
export const axisOf = (id: AxisId): Axis => axes.find((it) => it.id === id)!;
