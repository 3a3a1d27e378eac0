import { targetOf } from '#core/network/topology.ts';
import { rule } from '#core/rules/index.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Both } from '#session/studies/twins/pair.ts';
import { settingsOf, type TwinSettings, twinOf } from '#session/studies/twins/twin.ts';
import type { Begun } from '#session/studies/twins/twin-runs.svelte.ts';
import { isFixedByRule } from '../../charts/parts/rule-facts.ts';
import { count, number, plain } from '../../format.ts';

export const sides = [0, 1] as const;
export type Side = (typeof sides)[number];
export const sideNames: Both<string> = ['left', 'right'];

/** The page's rule, and its rival. Beside backprop itself, what a strict settling begins with. */
export function usualSettings(experiment: Experiment): Both<TwinSettings> {
  const own = settingsOf(experiment);
  const strict = settingsOf(
    twinOf(experiment, { ...own, rule: 'strict', inferenceRate: 0.1, settleSteps: 20 }),
  );
  return own.rule === 'backprop' ? [strict, own] : [own, { ...own, rule: 'backprop' }];
}

/** The one that is drawn dashed: backprop, where just one of them is; else the right one. */
export const dashedSide = ([left, right]: Both<Pick<TwinSettings, 'rule'>>): Side =>
  left.rule === 'backprop' && right.rule !== 'backprop' ? 0 : 1;

/** “Strict” beside “Backprop”; with their settings where the rule alone does not tell them apart. */
export function namesOf(settings: Both<TwinSettings>): Both<string> {
  const [left, right] = settings;
  if (left.rule !== right.rule) return [rule(left.rule).label, rule(right.rule).label];
  return [`left: ${toldBy(left, right)}`, `right: ${toldBy(right, left)}`];
}

/** What differs from the other run of the same rule. */
function toldBy(own: TwinSettings, other: TwinSettings): string {
  const parts = [
    ...(isFixedByRule(own.rule)
      ? []
      : ([
          ['η', own.inferenceRate, other.inferenceRate],
          ['T', own.settleSteps, other.settleSteps],
        ] as const)),
    ['π', own.precision, other.precision] as const,
  ];
  const told = parts
    .filter(([, mine, theirs]) => mine !== theirs)
    .map(([symbol, mine]) => `${symbol} = ${plain(mine)}`);
  return told.length === 0 ? rule(own.rule).label : told.join(', ');
}

/** Rule and settings in full. */
export function inFull({ rule: id, inferenceRate, settleSteps, precision }: TwinSettings): string {
  const settling = isFixedByRule(id) ? [] : [`η = ${plain(inferenceRate)}`, `T = ${settleSteps}`];
  return [rule(id).label, ...settling, `π = ${plain(precision)}`].join(', ');
}

/** All that two runs have in common. Parameters and own rows are the same where they are the same object. */
const shared = (experiment: Experiment) => {
  const { seed, network, pins, lesions, data, learning, inference } = experiment;
  const { id } = targetOf(network);
  const nodes = network.nodes.map((it) => (it.id === id ? { ...it, precision: 0 } : it));
  const rows = data.name === 'rows' ? 0 : data;
  const start = isFixedByRule(inference.rule) ? 'forward' : inference.start;
  return JSON.stringify([seed, nodes, network.connections, pins, lesions, rows, learning, start]);
};

/** Whether runs are those of the page's experiment as it is now, under the settings asked for. */
export function areOf(
  begun: Pick<Begun, 'experiment' | 'settings'>,
  experiment: Experiment,
  settings: Both<TwinSettings>,
): boolean {
  const before = begun.experiment;
  const sameObjects =
    before.parameters === experiment.parameters &&
    (before.data === experiment.data || (before.data.name !== 'rows' && experiment.data.name !== 'rows'));
  return (
    sameObjects &&
    shared(before) === shared(experiment) &&
    sides.every((side) => inFull(begun.settings[side]) === inFull(settings[side]))
  );
}

/** The loss with the precision of the output left out, so that runs of other precision can be compared. */
export const withoutPrecision = (loss: number, { precision }: Pick<TwinSettings, 'precision'>): number =>
  loss / precision;

/** “6.3 times the multiply-adds and 4.1 times the measured time”, the dearer one first. */
export function costCompared({
  cost,
  timing,
  settings,
}: Pick<Begun, 'cost' | 'timing' | 'settings'>): string {
  const names = namesOf(settings);
  const dearer: Side = cost[1] > cost[0] ? 1 : 0;
  const other: Side = dearer === 0 ? 1 : 0;
  const time = timing[dearer].milliseconds / timing[other].milliseconds;
  if (cost[0] === cost[1]) return `Both cost ${count(cost[0])} multiply-adds a sample and update.`;
  return `An update of ${names[dearer]} takes ${number(cost[dearer] / cost[other], 2)} times the multiply-adds of ${names[other]}, and took ${number(time, 2)} times its time.`;
}
