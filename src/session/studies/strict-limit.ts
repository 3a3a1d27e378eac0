import type { NodeId, Parameters } from '#core/network/network.ts';
import type { Memory } from '#core/plan/plan.ts';
import { stabilityLimit } from '#core/telemetry/stability.ts';
import { limitRows } from '../budget.ts';
import type { Laboratory } from '../laboratory.ts';
import { states } from '../readings.ts';

/** Milliseconds of work between two reports. */
const TURN = 10;

/**
 * 2/λ_max of strict dynamics for the parameters that a laboratory holds, at the start state of some rows (of a large network,
 * the first of them), worst sample. `report` may reject to give up.
 */
export async function strictLimit(
  laboratory: Laboratory,
  parameters: Parameters,
  rows: Uint32Array,
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
