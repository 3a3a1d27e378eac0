import { activation } from '#core/activations/index.ts';
import { isFree, isPredicted, nodeOf, targetOf } from '#core/network/topology.ts';
import { optimizer } from '#core/optimizers/index.ts';
import { rule } from '#core/rules/index.ts';
import type { Agreement } from '#core/telemetry/agreement.ts';
import { activationOf } from '#experiment/edit.ts';
import type { LiveId, Term } from '#lessons/glossary/index.ts';
import { signsOf } from '../charts/agreement/verdict.ts';
import type { Scene } from '../charts/chart.ts';
import { isDescent, isFixedByRule } from '../charts/parts/rule-facts.ts';
import { bracketed, change, count, degrees, number, percent, plain, plural } from '../format.ts';
import { nodeName } from '../names.ts';
import { released } from '../panels/lead.ts';
import { costOf } from './cost.ts';
import { type Subject, subjectOf } from './subject.ts';

type Filler = (scene: Scene) => string | null;

const ofSubject =
  (say: (subject: Subject, scene: Scene) => string | null): Filler =>
  (scene) => {
    const subject = subjectOf(scene);
    return subject && say(subject, scene);
  };

/** Whole first, then layer by layer. */
const ofAgreement =
  (say: (agreement: Agreement) => string): Filler =>
  ({ frame, experiment: { network } }) => {
    const all = frame?.comparison.all;
    if (!frame || !all) return null;
    const layers = network.connections.flatMap(({ id, to }) => {
      const one = frame.comparison.connections[id];
      return one ? [`${nodeName(network, to)} ${say(one)}`] : [];
    });
    return `all weights ${say(all)}${layers.length > 1 && layers.length <= 6 ? `; to ${layers.join(', ')}` : ''}`;
  };

const setting =
  (say: (scene: Scene) => string): Filler =>
  (scene) =>
    say(scene);

const last = ({ training }: Scene) => training.history.at(-1) ?? null;

const fillers: Record<LiveId, Filler> = {
  value: ofSubject(({ name, x }) => `${name}: x = ${number(x)}`),
  prediction: ofSubject(({ name, mu }) => (mu === null ? null : `${name}: μ = ${number(mu)}`)),
  error: ofSubject(({ name, precision, x, mu, error }) =>
    mu !== null && error !== null
      ? `${name}: ε = ${plain(precision)} × (${number(x)} − ${bracketed(mu)}) = ${number(error)}`
      : null,
  ),
  drive: ofSubject(({ name, drive }) => (drive === null ? null : `${name}: d = ${number(drive)}`)),
  force: ofSubject(({ name, error, drive }) =>
    error === null || drive === null
      ? null
      : `${name}: d − ε = ${number(drive)} − ${bracketed(error)} = ${change(drive - error)}`,
  ),
  'settling-step': ofSubject(({ name, x, error, drive }, { experiment: { inference } }) => {
    if (error === null || drive === null || isFixedByRule(inference.rule)) return null;
    const step = inference.inferenceRate * (drive - error);
    return `${name}: x ← ${number(x)} + ${plain(inference.inferenceRate)} × (${number(drive)} − ${bracketed(error)}) = ${number(x + step)}`;
  }),
  energy: ({ moment, experiment: { network, inference } }) => {
    if (!moment) return null;
    const parts = Object.entries(moment.energy).map(([id, it]) => `${number(it)} (${nodeName(network, id)})`);
    const symbol = isDescent(inference.rule) ? 'F' : 'Σ';
    return `this sample at t = ${moment.t}: ${symbol} = ${parts.length > 6 ? '' : `${parts.join(' + ')} = `}${number(moment.total)}`;
  },
  released: (scene) => {
    const share = released(scene);
    if (share === null || !isDescent(scene.experiment.inference.rule)) return null;
    const { total, t } = scene.frame!;
    return `the batch: 1 − ${number(total[t]!)} / ${number(total[0]!)} = ${percent(share)}`;
  },
  precision: setting(
    ({ experiment: { network } }) => `of the output: π = ${plain(targetOf(network).precision)}`,
  ),
  'inference-rate': ({ experiment: { inference }, stabilityLimit }) => {
    if (isFixedByRule(inference.rule)) return `${rule(inference.rule).label} moves by full steps, η = 1/π`;
    const limit =
      stabilityLimit === null ? '' : `; stable below ${plain(Number(stabilityLimit.toPrecision(2)))}`;
    return `η = ${plain(inference.inferenceRate)}${limit}`;
  },
  'settle-steps': ({ experiment: { inference }, moment }) =>
    `${moment ? `t = ${moment.t} of ` : ''}T = ${inference.settleSteps}`,
  'stability-limit': ({ experiment: { inference }, stabilityLimit }) =>
    stabilityLimit === null
      ? null
      : `η = ${plain(inference.inferenceRate)}, limit ${plain(Number(stabilityLimit.toPrecision(2)))}`,
  start: setting(({ experiment: { inference } }) => `now: ${inference.start}`),
  answer: setting(({ answer }) => `now: ${answer}`),
  weight: (scene) => selectedWeight(scene, 'weights', 'W'),
  gradient: (scene) => selectedWeight(scene, 'gradients', '∂F/∂W'),
  units: setting(({ experiment: { network } }) => network.nodes.map((it) => it.units).join(' – ')),
  activation: ({ experiment: { network } }) => {
    const free = network.nodes.find((it) => isFree(it) && isPredicted(network, it.id));
    return free ? `${nodeName(network, free.id)}: ${activation(activationOf(network, free.id)).label}` : null;
  },
  'learning-rate': setting(({ experiment: { learning } }) => `α = ${plain(learning.learningRate)}`),
  'batch-size': ({ experiment: { learning }, rows }) => {
    const all = rows?.training ?? learning.batchSize;
    return learning.batchSize >= all
      ? `B = all ${count(all)}`
      : `B = ${count(learning.batchSize)} of ${count(all)}`;
  },
  optimizer: setting(({ experiment: { learning } }) => `now: ${optimizer(learning.optimizer).label}`),
  epoch: setting(
    ({ training }) =>
      `epoch ${training.epoch}, batch ${training.batch} of ${plural(training.batches, 'batch', 'batches')}`,
  ),
  loss: (scene) => {
    const record = last(scene);
    return record && `after epoch ${record.epoch}: L = ${number(record.trainingLoss)}`;
  },
  accuracy: (scene) => {
    const record = last(scene);
    return record?.trainingAccuracy == null
      ? null
      : `after epoch ${record.epoch}: ${percent(record.trainingAccuracy)}`;
  },
  seed: setting(({ experiment: { seed, data } }) => `weights and batches ${seed}, data ${data.seed}`),
  samples: ({ rows }) => rows && `${count(rows.count)} samples, ${count(rows.training)} of them train`,
  noise: ({ experiment: { data } }) => (data.name === 'rows' ? null : `σ = ${plain(data.noise)}`),
  split: setting(({ experiment: { data } }) => `${percent(data.split)} train`),
  rule: setting(({ experiment: { inference } }) => `now: ${rule(inference.rule).label}`),
  angle: ofAgreement((it) => degrees(it.angleDegrees)),
  'norm-ratio': ofAgreement((it) => `${number(it.normRatio)}×`),
  'relative-error': ofAgreement((it) => percent(it.relativeError)),
  'sign-agreement': ({ frame }) => {
    const share = signsOf(frame);
    return share === null ? null : `all weights ${percent(share)}`;
  },
  arrival: ({ moment }) => moment && `t = ${moment.t}: ${plural(moment.t, 'layer')} below the output at most`,
  cost: ({ experiment }) => {
    const cost = costOf(experiment);
    const { label } = rule(experiment.inference.rule);
    return `${label} ${count(cost.rule)}, backprop ${count(cost.backprop)} multiply-adds a sample and update: ${number(cost.rule / cost.backprop)}×`;
  },
};

function selectedWeight(
  { experiment: { network }, frame, selection }: Scene,
  of: 'weights' | 'gradients',
  symbol: string,
): string | null {
  if (selection?.kind !== 'weight') return null;
  const connection = network.connections.find((it) => it.id === selection.connection);
  const values = frame?.[of][selection.connection];
  if (!connection || !values || values.length === 0) return null;
  const value = values[selection.out * nodeOf(network, connection.from).units + selection.in]!;
  return `chosen synapse: ${symbol} = ${number(value)}`;
}

/** The present numbers of a word, as they are on screen; null where there are none. */
export const fillNumbers = ({ live }: Pick<Term, 'live'>, scene: Scene): string | null =>
  live ? fillers[live](scene) : null;
