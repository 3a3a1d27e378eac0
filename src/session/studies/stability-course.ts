import type { NodeId, Parameters } from '#core/network/network.ts';
import type { Memory } from '#core/plan/plan.ts';
import { stabilityLimit } from '#core/telemetry/stability.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { limitRows } from '../budget.ts';
import { Laboratory } from '../laboratory.ts';
import { states } from '../readings.ts';
import type { Bench, Study } from './study.ts';

/** A network as it was when an epoch ended, and what it ran under. */
export interface Past {
  readonly epoch: number;
  readonly experiment: Experiment;
  readonly parameters: Parameters;
}

/** 2/λ_max of it, strict dynamics, at the start state of the rows on screen, worst sample. */
export interface Measured {
  readonly epoch: number;
  readonly limit: number;
}

/** Milliseconds of work between two reports. */
const TURN = 10;

/** Measures the largest curvature of the energy for the weights of several epochs; all of one network. */
export const stabilityCourse =
  (pasts: readonly Past[]): Study<readonly Measured[]> =>
  async (bench) => {
    let measured: readonly Measured[] = [];
    const [first] = pasts;
    if (!first) return measured;
    const laboratory = await Laboratory.open(bench.engine, first.experiment, bench.material);
    for (const [k, past] of pasts.entries()) {
      const report = (): Promise<void> => bench.progress(k / pasts.length, `epoch ${past.epoch}`);
      await report();
      await laboratory.change(past.experiment);
      laboratory.placeParameters(past.parameters);
      const limit = await limitOf(laboratory, past.parameters, bench, report);
      measured = [...measured, { epoch: past.epoch, limit }];
      bench.show(measured);
    }
    return measured;
  };

async function limitOf(
  laboratory: Laboratory,
  parameters: Parameters,
  { rows }: Pick<Bench<never>, 'rows'>,
  report: () => Promise<void>,
): Promise<number> {
  const { experiment, plan, preparation } = laboratory;
  const some = rows.subarray(0, Math.min(rows.length, plan.capacity, limitRows(experiment)));
  laboratory.present(some);
  laboratory.begin();
  const { start } = await laboratory.read({ start: states(experiment.network, 'value', 0, some.length) });
  return finished(stabilityLimit(preparation, parameters, start as Starts, some.length), report);
}

type Starts = Readonly<Record<NodeId, Memory>>;

async function finished<T>(work: Generator<void, T>, report: () => Promise<void>): Promise<T> {
  let until = performance.now() + TURN;
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    await report();
    until = performance.now() + TURN;
  }
}
