import { targetOf } from '#core/network/topology.ts';
import { number } from '../../format.ts';
import type { Scene, Table } from '../chart.ts';

export interface Answer {
  readonly unit: number;
  /** What the layers before predict for this unit, and what the clamp says. */
  readonly prediction: number;
  readonly target: number;
}

/** The output node of the chosen sample, unit by unit. */
export function answers({ experiment, frame, rows }: Scene): readonly Answer[] {
  const target = targetOf(experiment.network);
  const predictions = frame?.nodes.find((it) => it.id === target.id)?.predictions;
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
  list.length > 1 && list.every((it) => it.target === 0 || it.target === 1);
export const truth = (list: readonly Answer[]): Answer | null =>
  isClass(list) ? (list.find((it) => it.target === 1) ?? null) : null;

export function title({ frame }: Scene): string {
  return frame ? `Answer for sample ${frame.sample + 1}` : 'Answer';
}

export function describe(scene: Scene): string {
  const list = answers(scene);
  if (list.length === 0) return 'The network has not been asked yet.';
  const best = favourite(list);
  if (!best) return 'The network’s answer is not a number.';
  const right = truth(list);
  const t = scene.frame!.t;
  const when = t === 0 ? 'Before settling' : `After ${t} settling steps`;
  if (!right)
    return `${when} the largest prediction is ${number(best.prediction)}, of output ${best.unit + 1}.`;
  const verdict = best.unit === right.unit ? 'which is right' : `but it is a ${right.unit}`;
  return `${when} the network predicts ${best.unit} (${number(best.prediction, 2)}), ${verdict}.`;
}

export function table(scene: Scene): Table {
  return {
    columns: ['output', 'prediction μ', 'target'],
    rows: answers(scene).map((it) => [
      String(it.unit),
      number(it.prediction),
      Number.isNaN(it.target) ? '–' : number(it.target),
    ]),
  };
}
