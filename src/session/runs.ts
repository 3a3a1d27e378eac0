import type { Network } from '#core/network/network.ts';
import { targetOf } from '#core/network/topology.ts';
import { rule } from '#core/rules/index.ts';
import { byHand } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { hasSameData, isAlike } from './basis.ts';
import { type Frame, windowOf } from './frame.ts';
import type { Stamp } from './stamp.ts';

/** Gradients this much shorter than backprop's are rounding: their direction means nothing. */
const ROUNDING = 1e-6;
/** Runs kept at most; the oldest go first. */
const MOST_RUNS = 300;

/** A settling of the rows on screen that came to its end: what it ran under, and what became of it. */
export interface Run {
  readonly experiment: Experiment;
  /** How far learning had come, with updates of the epoch under way. */
  readonly epoch: number;
  readonly batch: number;
  /** Of the weights: epochs of two trainings have one number. */
  readonly stamp: Stamp;
  /** T, or until the energy stood still. */
  readonly until: number | 'rest';
  readonly steps: number;
  readonly samples: number;
  /** Which stretch of the rows. */
  readonly window: number;
  /** Total energy per sample at the first and at the last step; under frozen predictions the total error, which is none. */
  readonly before: number;
  readonly after: number;
  /** Of all connections together, to backprop. */
  readonly angleDegrees: number;
  readonly normRatio: number;
}

/** Share of the energy at the start that is gone: 1 − F(T) / F(0). Below zero where the total rose. */
export const released = ({ before, after }: Pick<Run, 'before' | 'after'>): number =>
  (before - after) / before;

/** The frame as the end of a run; null where it is on its way, diverged, or has nothing to compare. */
export function runOf(
  experiment: Experiment,
  frame: Frame,
  { epoch, batch }: Pick<Run, 'epoch' | 'batch'>,
): Run | null {
  const { t, samples, total, comparison, atRest, diverged } = frame;
  const { settleSteps, start } = experiment.inference;
  const until = t === settleSteps ? settleSteps : atRest ? 'rest' : null;
  const { all } = comparison;
  const [before, after] = [total[0]!, total[t]!];
  if (until === null || diverged || start === 'keep' || !all || !(before > 0)) return null;
  if (!(all.normRatio >= ROUNDING) || ![after, all.angleDegrees].every(Number.isFinite)) return null;
  const { angleDegrees, normRatio } = all;
  const rows = { samples, window: windowOf(frame) };
  const at = { epoch, batch, stamp: frame.stamp };
  return { experiment, ...at, until, steps: t, ...rows, before, after, angleDegrees, normRatio };
}

/** π of the output. */
export const precisionOf = ({ network }: Experiment): number => targetOf(network).precision;

/** All of a network but the precision of its output. */
const subjects = new WeakMap<Network, string>();
function subjectOf(network: Network): string {
  const known = subjects.get(network);
  if (known !== undefined) return known;
  const target = targetOf(network);
  const nodes = network.nodes.map((it) => (it === target ? { ...it, precision: 0 } : it));
  const text = JSON.stringify([nodes, network.connections]);
  subjects.set(network, text);
  return text;
}

const isEmpty = (it: object): boolean => Object.keys(it).length === 0;

/** Whether two experiments are of the same network, given weights, holds and rows: what no setting of a run changes. */
export function haveSameSubject(a: Experiment, b: Experiment): boolean {
  const sameParameters = a.parameters === b.parameters || (isEmpty(a.parameters) && isEmpty(b.parameters));
  return (
    sameParameters &&
    hasSameData(a, b) &&
    isAlike(a.pins, b.pins) &&
    isAlike(a.lesions, b.lesions) &&
    (a.network === b.network || subjectOf(a.network) === subjectOf(b.network))
  );
}

/** Whether two runs were made of the same rows and weights under the same settings: the later takes the place of the earlier. */
export function isSameRun(a: Run, b: Run): boolean {
  const [one, other] = [a.experiment, b.experiment];
  const [x, y] = [one.inference, other.inference];
  return (
    a.until === b.until &&
    a.stamp === b.stamp &&
    a.window === b.window &&
    x.rule === y.rule &&
    x.start === y.start &&
    (rule(x.rule).moves === 'fully' || x.inferenceRate === y.inferenceRate) &&
    one.seed === other.seed &&
    precisionOf(one) === precisionOf(other) &&
    haveSameSubject(one, other)
  );
}

/** The record with one run more; the newest last. */
export const withRun = (runs: readonly Run[], run: Run): readonly Run[] =>
  [...runs.filter((it) => !isSameRun(it, run)), run].slice(-MOST_RUNS);

/** The present experiment under the settings of a run of the same subject: rule, η, T, start, π and seed. */
export function restored(present: Experiment, { experiment: { inference, network, seed } }: Run): Experiment {
  const precision = targetOf(network).precision;
  const target = targetOf(present.network);
  const nodes = present.network.nodes.map((it) => (it === target ? { ...it, precision } : it));
  return byHand({ ...present, seed, inference, network: { ...present.network, nodes } });
}
