import { someRows } from '#core/datasets/gathered.ts';
import { isFree, targetOf } from '#core/network/topology.ts';
import { rule } from '#core/rules/index.ts';
import type { Comparison } from '#core/telemetry/agreement.ts';
import { type WeakOutput, weakOutput } from '#core/theory/weak-output.ts';
import { setInference, setPrecision } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { type Basis, basisOfBench } from '../basis.ts';
import type { Frame } from '../frame.ts';
import { Laboratory } from '../laboratory.ts';
import { Watch } from '../watch.ts';
import type { Bench, Study } from './study.ts';

/** One settling of the rows on screen, with the output at another precision. */
export interface SweepPoint {
  readonly precision: number;
  readonly steps: number;
  /** Total energy per sample at the first and at the last step. */
  readonly before: number;
  readonly after: number;
  readonly comparison: Comparison;
}

export interface PrecisionSweep {
  /** What was swept: all but π of it. */
  readonly of: Basis;
  readonly until: Until;
  /** From the largest precision down. */
  readonly points: readonly SweepPoint[];
  /** Precisions at which the settling diverged, or had nothing to compare. */
  readonly lost: readonly number[];
  /** Of strict settling at rest, for π → 0; null where it has no such law. */
  readonly theory: WeakOutput | null;
}

/** How far each settling goes: T steps, or until nothing moves any more. */
export type Until = 'steps' | 'rest';

/** 30 values from 10 down to 0.001, evenly spaced on a log scale, to three digits. */
export const sweptPrecisions: readonly number[] = Array.from({ length: 30 }, (_, k) =>
  Number((10 ** (1 - (4 * k) / 29)).toPrecision(3)),
);

/** Steps between two looks at the energy, and steps at most. */
const STRIDE = 20;
const MOST_STEPS = 4000;
/**
 * At rest a stride turns no layer's gradient by more than this share of its angle, or this little. The energy would not do: it is
 * flat where it rests, and stands still long before the errors do.
 */
const STILL = 1e-4;
const STILL_DEGREES = 1e-5;

interface Options {
  readonly until: Until;
  readonly precisions?: readonly number[];
}

/** Settles the rows on screen once for each output precision, with the weights as they are; all else stays. */
export const precisionSweep =
  ({ until, precisions = sweptPrecisions }: Options): Study<PrecisionSweep> =>
  async (bench) => {
    const { engine, experiment, material } = bench;
    const laboratory = await Laboratory.open(engine, withoutMemory(experiment), material);
    laboratory.placeParameters(bench.parameters);
    let sweep: PrecisionSweep = {
      of: basisOfBench(bench),
      until,
      points: [],
      lost: [],
      theory: await theoryOf(bench),
    };
    for (const [k, precision] of precisions.entries()) {
      const report = (): Promise<void> => bench.progress(k / precisions.length, `π = ${precision}`);
      await report();
      const point = await settledAt(laboratory, bench.rows[0] ?? 0, precision, until, report);
      sweep = point
        ? { ...sweep, points: [...sweep.points, point] }
        : { ...sweep, lost: [...sweep.lost, precision] };
      bench.show(sweep);
    }
    return sweep;
  };

/** Nothing is kept from one precision to the next: energies released would be measured from where the last one rested. */
const withoutMemory = (experiment: Experiment): Experiment =>
  experiment.inference.start === 'keep'
    ? setInference(experiment, { start: 'forward' }).experiment
    : experiment;

async function settledAt(
  laboratory: Laboratory,
  row: number,
  precision: number,
  until: Until,
  report: () => Promise<void>,
): Promise<SweepPoint | null> {
  const { experiment } = laboratory;
  const { id } = targetOf(experiment.network);
  const goesToRest = until === 'rest' && rule(experiment.inference.rule).moves !== 'fully';
  await laboratory.change(
    setPrecision(experiment, id, precision).experiment,
    undefined,
    goesToRest ? MOST_STEPS : experiment.inference.settleSteps,
  );
  const watch = new Watch(laboratory, row);
  await watch.begin();
  if (!goesToRest) watch.advance(watch.settleSteps);
  let frame = await watch.frame(false);
  for (let moves = goesToRest; moves; ) {
    await report();
    watch.advance(STRIDE);
    const next = await watch.frame(false);
    moves = watch.t + STRIDE < MOST_STEPS && !next.diverged && !isStill(frame.comparison, next.comparison);
    frame = next;
  }
  return pointOf(frame, precision);
}

/** Whether errors have arrived everywhere they can and turn no gradient any more. */
function isStill(before: Comparison, after: Comparison): boolean {
  return Object.entries(after.connections).every(([id, now]) => {
    const earlier = before.connections[id] ?? null;
    if (now === null || earlier === null) return now === earlier;
    const turned = Math.abs(now.angleDegrees - earlier.angleDegrees);
    const grown = Math.abs(now.normRatio - earlier.normRatio);
    return turned <= STILL * now.angleDegrees + STILL_DEGREES && grown <= STILL * now.normRatio;
  });
}

function pointOf({ t, total, comparison, diverged }: Frame, precision: number): SweepPoint | null {
  const [before, after] = [total[0]!, total[t]!];
  const { all } = comparison;
  if (diverged || !all || !(before > 0)) return null;
  if (![after, all.angleDegrees].every(Number.isFinite)) return null;
  return { precision, steps: t, before, after, comparison };
}

/** The law of strict settling from the forward pass, where nothing is held or cut. */
async function theoryOf(bench: Bench<PrecisionSweep>): Promise<WeakOutput | null> {
  const { inference, network, pins, lesions } = bench.experiment;
  const isHeld = [pins, lesions.units, lesions.weights].some((it) => Object.keys(it ?? {}).length > 0);
  const isStrict = inference.rule === 'strict' || inference.rule === 'incremental';
  if (isHeld || !isStrict || inference.start !== 'forward' || !network.nodes.some(isFree)) return null;
  const { inputs, targets, inputUnits, targetUnits } = bench.material.rows;
  const work = weakOutput(
    network,
    bench.parameters,
    someRows(inputs, inputUnits, bench.rows),
    someRows(targets, targetUnits, bench.rows),
  );
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await bench.progress(0, 'the theory');
  }
}
