import { rule } from '#core/rules/index.ts';
import { limitOf } from '#core/rules/largest-step.ts';
import type { StabilityRecord } from '#session/stability-course.svelte.ts';
import { number, percent, plain, plural } from '../../format.ts';
import { type Scene, TABLE_ROWS, type Table } from '../chart.ts';
import { isDescent } from '../parts/rule-facts.ts';

/** One epoch: the largest curvature that its settling meets, and where that must stay below. */
export interface Point {
  readonly epoch: number;
  readonly lambda: number;
  /** η in use from then on, and 2/η; null where the rule sets its own steps. */
  readonly rate: number | null;
  readonly ceiling: number | null;
  /** Whether predictions were frozen. */
  readonly frozen: boolean;
}

/** Under frozen predictions the curvature is that of the errors alone, max π; else that of the energy. */
function pointOf({ epoch, experiment, limit }: StabilityRecord): Point | null {
  const { inference, network } = experiment;
  if (limit === null || Number.isNaN(limit)) return null;
  const own = limitOf(inference.rule, limit, network);
  const lambda = 2 / (own ?? limit);
  if (!Number.isFinite(lambda)) return null;
  const { inferenceRate: rate } = inference;
  const frozen = !isDescent(inference.rule);
  return {
    epoch,
    lambda,
    frozen,
    ...(own === null ? { rate: null, ceiling: null } : { rate, ceiling: 2 / rate }),
  };
}

export const pointsOf = ({ stability }: Pick<Scene, 'stability'>): readonly Point[] =>
  stability.records.map(pointOf).filter((it) => it !== null);

/** A step size of 2/λ and more overshoots. */
export const isBeyond = ({ lambda, ceiling }: Point): boolean => ceiling !== null && lambda >= ceiling;

/** Epochs at which the curvature came to lie beyond its ceiling. */
export const crossings = (points: readonly Point[]): readonly Point[] =>
  points.filter((it, i) => isBeyond(it) && !(i > 0 && isBeyond(points[i - 1]!)));

export const title = (): string => 'Curvature over training';

export function describe(scene: Scene): string {
  const { stability, experiment, training } = scene;
  const points = pointsOf(scene);
  const [first, last] = [points[0], points.at(-1)];
  if (stability.failure)
    return `The curvature could not be measured: ${stability.failure.replace(/[.\s]*$/, '')}.`;
  if (!first || !last)
    return training.history.length > 0 || stability.records.length > 0
      ? 'Nothing measured yet: λ is measured as epochs end while this plot is in sight.'
      : 'Nothing learned yet. Train to draw the first epoch.';
  const { rule: id } = experiment.inference;
  const grown =
    first === last
      ? `λ is ${number(last.lambda)}${last.epoch === 0 ? ' before learning' : ` after ${plural(last.epoch, 'epoch')}`}.`
      : `In ${plural(last.epoch - first.epoch, 'epoch')} λ went from ${number(first.lambda)} to ${number(last.lambda)}.`;
  if (last.ceiling === null)
    return `${grown} ${rule(id).label} takes full steps: there is no limit to cross.`;
  const frozen = !last.frozen ? '' : ' Under frozen predictions it is max π, whatever the weights.';
  return `${grown} ${told(points, last)}${frozen}`;
}

function told(points: readonly Point[], last: Point): string {
  const limit = number(2 / last.lambda, 2);
  const [crossing] = crossings(points).slice(-1);
  if (isBeyond(last))
    return `η = ${plain(last.rate!)} lies beyond the limit ${limit} since epoch ${crossing!.epoch}: settling overshoots.`;
  return `η = ${plain(last.rate!)} is ${percent((last.rate! * last.lambda) / 2)} of the limit ${limit}.`;
}

export function table(scene: Scene): Table {
  const points = pointsOf(scene);
  const shown = points.slice(-TABLE_ROWS);
  return {
    columns: ['epoch', 'λ max', 'limit 2/λ', 'η in use', 'share of the limit'],
    rows: shown.map(({ epoch, lambda, rate }) => [
      String(epoch),
      number(lambda),
      number(2 / lambda),
      rate === null ? '–' : plain(rate),
      rate === null ? '–' : percent((rate * lambda) / 2),
    ]),
    ...(shown.length < points.length && { note: `The last ${shown.length} of ${points.length} epochs.` }),
  };
}

/** Ends of the axis of λ: all curvatures and ceilings, the latter not further away than so many times what is measured. */
const FARTHEST = 6;
export function extentOf(points: readonly Point[]): readonly [number, number] {
  const lambdas = points.map((it) => it.lambda).filter((it) => it > 0);
  if (lambdas.length === 0) return [1, 10];
  const [low, high] = [Math.min(...lambdas), Math.max(...lambdas)];
  const ceilings = points
    .flatMap((it) => it.ceiling ?? [])
    .filter((it) => it < FARTHEST * high && it > low / FARTHEST);
  return [Math.min(low, ...ceilings) / 1.15, Math.max(high, ...ceilings) * 1.15];
}
