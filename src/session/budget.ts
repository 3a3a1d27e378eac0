import { countParameters } from '#core/network/check.ts';
import type { Experiment } from '#experiment/experiment.ts';

/*
 * What the screen asks for besides the experiment itself is kept to a share of what a slow core does at once, in
 * multiply-adds. Rows settled for the picture, a step each; the network's answer over the plane; the record before any
 * learning; which classes it takes for which; the stability limit; a sample settled while the page waits for it; gradients over t.
 */
const PICTURE = 3e7;
const LANDSCAPE = 3e8;
const FIRST_RECORD = 1e9;
const CONFUSION = 3e8;
const LIMIT = 3e8;
const GLANCE = 5e5;
/** A settling with its gradients at every step, computed without being asked for. */
const COURSE = 3e9;
/** A step of the one sample that the page settles on its own thread, in multiply-adds. */
const ALONE = 6e5;
/** Passes over the network that the largest eigenvalue of one sample takes. */
const LANCZOS_PASSES = 60;

const passes = (experiment: Experiment, budget: number): number =>
  Math.floor(budget / countParameters(experiment.network));

/** Rows the picture's settling takes at most. */
export const pictureRows = (experiment: Experiment): number => Math.max(4, passes(experiment, PICTURE));

/** Rows the stability limit on screen is the worst of, at most. */
export const limitRows = (experiment: Experiment): number =>
  Math.max(1, Math.floor(passes(experiment, LIMIT) / LANCZOS_PASSES));

export const drawsLandscape = (experiment: Experiment, probes: number): boolean =>
  probes <= passes(experiment, LANDSCAPE);

export const recordsBeginning = (experiment: Experiment, rows: number): boolean =>
  rows <= passes(experiment, FIRST_RECORD);

export const recordsConfusion = (experiment: Experiment, rows: number): boolean =>
  rows <= passes(experiment, CONFUSION);

/** Whether a settling of so many rows with a gradient at every step is computed unasked: a prediction, a pullback and a gradient each. */
export const followsCourse = (experiment: Experiment, rows: number): boolean =>
  3 * rows * (experiment.inference.settleSteps + 1) <= passes(experiment, COURSE);

/** Whether one sample settles fast enough to do it within the event that asks for it: T predictions and as many pullbacks. */
export const settlesAtOnce = (experiment: Experiment): boolean =>
  2 * experiment.inference.settleSteps <= passes(experiment, GLANCE);

/** Whether one sample can be settled on the page's own thread, step by step. */
export const settlesAlone = (experiment: Experiment): boolean => passes(experiment, ALONE) >= 2;
