import type { Schedule, Stage } from '#core/plan/plan.ts';
import { wholeCall } from '../operations.ts';
import { settles, stagesIn } from '../schedules.ts';

/**
 * Consecutive stages that samples go through one by one, each on its own: while weights rest, nothing in them asks for
 * another sample. The clock and the energy traces, which are the batch's, may stand between them.
 */
export interface Passage {
  readonly stages: readonly Stage[];
  /** Stands alone in its schedule and leaves the clock running: may be repeated without leaving it. */
  readonly repeats: boolean;
  /** Belongs to a settling step: the clock moves in its schedule. */
  readonly settles: boolean;
}

/** Operations that a round of the passage takes for a sample. */
export const operationsOf = ({ stages }: Passage): number =>
  stages
    .flatMap(({ kernel, calls }) => calls.filter((it) => it.perSample).map((it) => wholeCall(kernel, it)))
    .reduce((sum, it) => sum + it.perSample, 0);

/** A schedule as passages and the stages that take the whole batch. */
export type Itinerary = readonly (Passage | Stage)[];

export const isPassage = (it: Passage | Stage): it is Passage => 'stages' in it;

const isPerSample = ({ calls }: Stage) => calls.every((it) => it.perSample);

/** Whether a stage may be part of a passage. */
function passes(stage: Stage, clock: number | undefined): boolean {
  if (stage.kernel === 'telemetry/energy.record') return true;
  if (stage.kernel.startsWith('telemetry/clock.')) return stage.calls.every((it) => it.args.clock === clock);
  return isPerSample(stage);
}

/** The schedule in order, what can be run sample by sample in passages as long as possible. */
export function itinerary(schedule: Schedule, clock: number | undefined): Itinerary {
  const stages = stagesIn(schedule);
  const runs: { together: boolean; stages: Stage[] }[] = [];
  for (const stage of stages) {
    const together = passes(stage, clock);
    const last = runs.at(-1);
    if (last?.together && together) last.stages.push(stage);
    else runs.push({ together, stages: [stage] });
  }
  const resets = stages.some((it) => it.kernel === 'telemetry/clock.reset');
  return runs.flatMap(
    (run): Itinerary =>
      run.together && run.stages.some(isPerSample)
        ? [{ stages: run.stages, repeats: runs.length === 1 && !resets, settles: settles(schedule, clock) }]
        : run.stages,
  );
}
