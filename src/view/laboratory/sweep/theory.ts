import { arrivedShares, updatesUntil } from '#core/theory/binomial-law.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { experimentAt, type SweepMap } from '#session/studies/sweep/map.ts';
import { placeOf } from './cells.ts';
import type { Whose } from './measures.ts';

/** A line of theory over a map: places in cells, across and up. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
  /** Points that do not follow from the one before. */
  readonly breaks: ReadonlySet<number>;
}

/** Beyond it a settling is unstable: straight through every row, or column, that has a limit. */
function limitLine({ request, xs, ys, limits }: SweepMap): Line | null {
  const isAcross = request.across.axis === 'inferenceRate';
  if (!isAcross && request.up.axis !== 'inferenceRate') return null;
  const side = isAcross ? { span: request.across, values: xs } : { span: request.up, values: ys };
  const points: (readonly [number, number])[] = [];
  const breaks = new Set<number>();
  for (const [i, limit] of limits.entries()) {
    const at = limit === null ? null : placeOf(side, limit);
    if (at === null) continue;
    if (points.length > 0 && points.at(-1)![isAcross ? 1 : 0] !== i) breaks.add(points.length);
    for (const along of [i, i + 1]) points.push(isAcross ? [at, along] : [along, at]);
  }
  return points.length > 0 ? { name: 'theory: largest stable η at the start', points, breaks } : null;
}

/** Within so much of backprop's error, as a share of it. */
const CLOSE = 0.01;

/** Updates until the errors of the layers in question are within 1 % of backprop's, and stay; null where theory does not say. */
function updatesToArrive(experiment: Experiment, steps: number, whose: Whose): number | null {
  const { network, inference } = experiment;
  const { value: shares } = arrivedShares(experiment, inference, steps);
  if (!shares) return null;
  const to = network.connections.filter((it) => whose === 'all' || it.id === whose).map((it) => it.to);
  const updates = to.map((id) => (shares.has(id) ? updatesUntil(shares.get(id)!, CLOSE) : null));
  return updates.some((it) => it === null) ? null : Math.max(...updates.map((it) => it!));
}

/** From where on fixed prediction has arrived, over T and an axis that decides how fast. */
function arrivalLine({ request, base, xs, ys }: SweepMap, whose: Whose): Line | null {
  const isUp = request.up.axis === 'settleSteps';
  const other = isUp ? request.across.axis : request.up.axis;
  if (!isUp && request.across.axis !== 'settleSteps') return null;
  if (other !== 'inferenceRate' && other !== 'precision') return null;
  const [time, values] = isUp
    ? [{ span: request.up, values: ys }, xs]
    : [{ span: request.across, values: xs }, ys];
  const points: (readonly [number, number])[] = [];
  const breaks = new Set<number>();
  let before = -1;
  for (const [i, value] of values.entries()) {
    const at = isUp ? experimentAt(base, request, value, ys[0]!) : experimentAt(base, request, xs[0]!, value);
    const updates = updatesToArrive(at, time.values.at(-1)!, whose);
    const place = updates === null ? null : placeOf(time, updates);
    if (place === null) continue;
    if (points.length > 0 && before !== i - 1) breaks.add(points.length);
    points.push(isUp ? [i + 0.5, place] : [place, i + 0.5]);
    before = i;
  }
  const name =
    whose === 'all' ? 'theory: every layer within 1 % of backprop' : 'theory: within 1 % of backprop';
  return points.length > 1 ? { name, points, breaks } : null;
}

/** What theory says of a map of some of the weights, where it says anything. */
export function linesOf(map: SweepMap, whose: Whose): readonly Line[] {
  if (map.request.work !== 'settling') return [];
  return [limitLine(map), arrivalLine(map, whose)].filter((it) => it !== null);
}
