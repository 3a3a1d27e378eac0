import type { Experiment } from '../experiment.ts';
import { type Edited, edited } from './edited.ts';
import { setInference } from './settings.ts';

/** In the free-form view of a document: η follows the stability limit. */
const KEY = 'autoRate';

/** Share of the stability limit that η is kept at while it is automatic. */
export const AUTO_SHARE = 0.5;
/** η is left alone while it is this close to where it should be, so that it does not tremble with the limit; more than rounding to two digits moves it. */
const NEAR = 0.06;

/** Whether η follows the stability limit by itself. */
export const isAutoRate = ({ view }: Experiment): boolean => view[KEY] === true;

/** With η in somebody's hands. */
export function byHand(experiment: Experiment): Experiment {
  if (!(KEY in experiment.view)) return experiment;
  const { [KEY]: _, ...view } = experiment.view;
  return { ...experiment, view };
}

/** Lets η follow a limit, from now on, or leaves it where it is. */
export function setAutoRate(experiment: Experiment, on: boolean, limit: number | null): Edited {
  if (!on) return edited(byHand(experiment));
  return edited(followed({ ...experiment, view: { ...experiment.view, [KEY]: true } }, limit));
}

/** η as somebody chose it; it is not automatic any more. */
export const chooseRate = (experiment: Experiment, inferenceRate: number): Edited =>
  setInference(byHand(experiment), { inferenceRate });

/** An experiment whose η is automatic at its share of the limit; the very same one where there is nothing to do. */
export function followed(experiment: Experiment, limit: number | null): Experiment {
  if (!isAutoRate(experiment) || limit === null || !(limit > 0) || !Number.isFinite(limit)) return experiment;
  const wanted = AUTO_SHARE * limit;
  const { inferenceRate } = experiment.inference;
  if (Math.abs(inferenceRate - wanted) <= NEAR * wanted) return experiment;
  return setInference(experiment, { inferenceRate: Number(wanted.toPrecision(2)) }).experiment;
}

/** Whether one experiment is another whose automatic η followed the limit, and nothing else. */
export const hasFollowed = (before: Experiment, after: Experiment): boolean =>
  isAutoRate(before) &&
  isAutoRate(after) &&
  (Object.keys(after) as (keyof Experiment)[]).every(
    (it) => it === 'inference' || after[it] === before[it],
  ) &&
  (Object.keys(after.inference) as (keyof Experiment['inference'])[]).every(
    (it) => it === 'inferenceRate' || after.inference[it] === before.inference[it],
  );
