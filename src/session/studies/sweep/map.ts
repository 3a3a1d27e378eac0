import type { Comparison } from '#core/telemetry/agreement.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { type Axis, axisOf, type Work } from './axes.ts';
import { fitted, type Span, valuesOf } from './span.ts';

/** What is asked for. */
export interface Request {
  readonly across: Span;
  readonly up: Span;
  readonly work: Work;
  /** Weight updates of a training, from the beginning. */
  readonly updates: number;
}

/** What one setting came to. */
export interface Pixel {
  /** Numbers left every sensible range: what else is here means nothing then. */
  readonly diverged: boolean;
  /** Of a settling: its gradients against backprop's, and its mean energy at the end as a share of that at the start. */
  readonly comparison: Comparison | null;
  readonly energyLeft: number | null;
  /** Of a training: the forward loss and accuracy on all training rows afterwards. */
  readonly loss: number | null;
  readonly accuracy: number | null;
}

export interface SweepMap {
  readonly request: Request;
  /** The experiment whose other settings every pixel has. */
  readonly base: Experiment;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** [row from the lowest][column]; null until it is known. */
  readonly pixels: readonly (readonly (Pixel | null)[])[];
  /** Pixels known. */
  readonly done: number;
  /** Samples settled together, or in a batch. */
  readonly samples: number;
  /**
   * Where η is on an axis: the largest stable η, from theory, for every value of the other axis; null where it is not known (yet)
   * or the rule sets its own steps.
   */
  readonly limits: readonly (number | null)[];
  /** Whether networks are drawn from their seeds rather than taken as they are on the page. */
  readonly drawn: boolean;
}

const bothAxes = ({ across, up }: Request): readonly [Axis, Axis] => [axisOf(across.axis), axisOf(up.axis)];

/** Whether networks are drawn from their seeds: where they learn from the beginning, or cannot be the present one. */
export const drawsAnew = (request: Request): boolean =>
  request.work === 'training' || bothAxes(request).some((it) => it.redraws);

/** Why there is no such map of the experiment; null where there is. */
export function refusalOf(experiment: Experiment, request: Request): string | null {
  const axes = bothAxes(request);
  if (axes[0] === axes[1]) return 'Choose two different axes.';
  for (const axis of axes) {
    const others = axes.filter((it) => it !== axis && it.id === 'rule');
    // A map over rules has rows under which the rest has a meaning.
    const reason =
      others.length > 0 && axis.turn === 2 && isOfSettling(axis)
        ? null
        : axis.refusal(experiment, request.work);
    if (reason) return `${axis.label}: ${reason}`;
  }
  return null;
}

const isOfSettling = ({ id }: Axis) => id === 'inferenceRate' || id === 'settleSteps';

/** The experiment that a pixel stands for, at values of both axes. */
export function experimentAt(base: Experiment, request: Request, x: number, y: number): Experiment {
  const [across, up] = bothAxes(request);
  const settings = [
    { axis: across, value: x },
    { axis: up, value: y },
  ].sort((a, b) => a.axis.turn - b.axis.turn);
  const drawn = settings.some(({ axis }) => axis.redraws) ? { ...base, parameters: {} } : base;
  return settings.reduce((experiment, { axis, value }) => axis.set(experiment, value), drawn);
}

/** A map of which nothing is known yet, over spans as they fit. */
export const emptyMap = (base: Experiment, asked: Request, samples: number): SweepMap => {
  const request = { ...asked, across: fitted(asked.across), up: fitted(asked.up) };
  const [xs, ys] = [valuesOf(request.across), valuesOf(request.up)];
  const pixels = ys.map(() => xs.map(() => null));
  const limits = (request.across.axis === 'inferenceRate' ? ys : xs).map(() => null);
  return { request, base, xs, ys, pixels, done: 0, samples, limits, drawn: drawsAnew(request) };
};
