import { countParameters } from '#core/network/check.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { AxisId } from './axes.ts';
import type { Request } from './map.ts';
import { valuesOf } from './span.ts';

/** Operations of matrix products that a map may take: minutes on a CPU, seconds on a graphics card. */
export const MOST_OPERATIONS = 3e11;

/** Multiplications and additions a parameter takes part in, a sample: in a settling step, in a gradient, in a sweep of backprop. */
const STEP = 4;
const GRADIENT = 2;
const SWEEP = 6;

export interface Batch {
  /** Samples that are settled together on screen. */
  readonly rows: number;
  /** Rows that train. */
  readonly training: number;
}

/** Operations for each parameter of the network. */
function perParameter(
  { inference, learning }: Experiment,
  request: Request,
  { rows, training }: Batch,
): number {
  const [across, up] = [request.across, request.up].map((it) => valuesOf(it)) as [
    readonly number[],
    readonly number[],
  ];
  const along = (id: AxisId) => (request.across.axis === id ? across : request.up.axis === id ? up : null);
  const pixels = across.length * up.length;
  const times = along('settleSteps');
  const steps = times?.at(-1) ?? inference.settleSteps;
  if (request.work === 'settling') {
    // Pixels that differ in T alone share a settling.
    const settlings = pixels / (times?.length ?? 1);
    return settlings * rows * (STEP * steps + GRADIENT * (times?.length ?? 1) + SWEEP);
  }
  const meanOf = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;
  const batch = Math.min(training, meanOf(along('batchSize') ?? [learning.batchSize]));
  const update = batch * (STEP * meanOf(times ?? [steps]) + GRADIENT + SWEEP);
  return pixels * (request.updates * update + GRADIENT * training);
}

/** Operations of a map, roughly: depths count as the present one. */
export const operationsOf = (experiment: Experiment, request: Request, batch: Batch): number =>
  countParameters(experiment.network) * perParameter(experiment, request, batch);

/** Why a map is too much to ask, and what would do; null where it is not. */
export function excessOf(experiment: Experiment, request: Request, batch: Batch): string | null {
  if (operationsOf(experiment, request, batch) <= MOST_OPERATIONS) return null;
  const fits = Math.floor(MOST_OPERATIONS / perParameter(experiment, request, batch));
  const parameters = countParameters(experiment.network).toLocaleString('en');
  const has = `this one has ${parameters}`;
  const fewer = request.work === 'training' ? 'fewer values, updates or steps' : 'fewer values or steps';
  return fits > 0
    ? `A map of this size is for networks of up to ${fits.toLocaleString('en')} parameters; ${has}. Ask for ${fewer}.`
    : `A map of this size is too much to ask of any network. Ask for ${fewer}.`;
}
