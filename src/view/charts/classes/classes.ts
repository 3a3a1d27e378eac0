import { targetOf } from '#core/network/topology.ts';
import { isInputHeld } from '#experiment/edit.ts';
import { number } from '../../format.ts';
import { className } from '../../names.ts';
import type { Scene, Table } from '../chart.ts';

export interface Answer {
  readonly unit: number;
  /** What the layers before predict for this unit, and what the sample's label says of it. */
  readonly prediction: number;
  readonly target: number;
}

/** The chosen sample as it stands: by itself, or, where it is too large for that, within its batch. */
export const shown = ({ moment, frame }: Scene) => moment ?? frame;

/** The output node of the chosen sample, unit by unit. */
export function answers(scene: Scene): readonly Answer[] {
  const { experiment, frame, rows } = scene;
  const target = targetOf(experiment.network);
  const predictions = shown(scene)?.nodes.find((it) => it.id === target.id)?.predictions;
  if (!frame || !predictions) return [];
  return Array.from({ length: predictions.length }, (_, unit) => ({
    unit,
    prediction: predictions[unit]!,
    target: rows?.targets[frame.sample * rows.targetUnits + unit] ?? Number.NaN,
  }));
}

/** The unit with the largest prediction; null where one is not a number or there is none. */
export function favourite(list: readonly Answer[]): Answer | null {
  if (list.length === 0 || list.some((it) => Number.isNaN(it.prediction))) return null;
  return list.reduce((best, it) => (it.prediction > best.prediction ? it : best));
}

const isClass = (list: readonly Answer[]): boolean =>
  list.length > 1 &&
  list.every((it) => it.target === 0 || it.target === 1) &&
  list.filter((it) => it.target === 1).length === 1;
/** The unit that the label names; null where labels name none, or the input is not the sample's but held at something else. */
export const truth = ({ experiment }: Scene, list: readonly Answer[]): Answer | null =>
  isClass(list) && !isInputHeld(experiment) ? (list.find((it) => it.target === 1) ?? null) : null;

/** Units that the target holds at 1: none while the output is free. */
export const clampedUnits = ({ answer }: Scene, list: readonly Answer[]): readonly number[] =>
  answer === 'clamped' ? list.filter((it) => it.target === 1).map((it) => it.unit) : [];

export function title({ experiment, frame }: Scene): string {
  if (isInputHeld(experiment)) return 'Answer for the held input';
  return frame ? `Answer for sample ${frame.sample + 1}` : 'Answer';
}

export function describe(scene: Scene): string {
  const list = answers(scene);
  if (list.length === 0) return 'The network has not been asked yet.';
  const best = favourite(list);
  if (!best) return 'The network’s answer is not a number.';
  const { t } = shown(scene)!;
  const when = t === 0 ? 'Before settling' : `After ${t} settling steps`;
  if (!isClass(list))
    return `${when} the largest prediction is ${number(best.prediction)}, of output ${best.unit + 1}.`;
  const name = (it: Answer): string => className(scene.experiment, it.unit);
  const said = `${when} the network predicts ${name(best)} (${number(best.prediction, 2)})`;
  const right = truth(scene, list);
  if (!right) return `${said} for the input that is held.`;
  return `${said}, ${best.unit === right.unit ? 'which is right' : `but it is ${name(right)}`}.`;
}

export function table(scene: Scene): Table {
  return {
    columns: ['output', 'prediction μ', 'target'],
    rows: answers(scene).map((it) => [
      className(scene.experiment, it.unit),
      number(it.prediction),
      Number.isNaN(it.target) ? '–' : number(it.target),
    ]),
  };
}
