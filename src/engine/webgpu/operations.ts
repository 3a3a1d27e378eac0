import type { Args, Call, KernelName } from '#core/plan/plan.ts';

/** Operations of one output: so many, and so many more for every sample of the batch. Rough, for the pace alone. */
export interface Each {
  readonly fixed: number;
  readonly perSample: number;
}

/** What an output costs besides what it adds up. */
const PER_OUTPUT = 10;
/** An exponential. */
const POWER = 20;

const fixed = (count: number): Each => ({ fixed: count, perSample: 0 });
const perSample = (count: number): Each => ({ fixed: 0, perSample: count });

/** What an output adds up, by the kernel; the others look at their own place alone. */
const sums: ReadonlyMap<KernelName, (args: Args) => Each> = new Map<KernelName, (args: Args) => Each>([
  ['ops/dense.predict', ({ sourceUnits }) => fixed(2 * sourceUnits!)],
  ['ops/dense.pullback', ({ units }) => fixed(2 * units!)],
  ['ops/dense.gradient', () => perSample(2)],
  ['nodes/bias.gradient', () => perSample(1)],
  ['telemetry/energy.record', () => perSample(1)],
  ['telemetry/outcome.record', () => perSample(1)],
  ['telemetry/outcome.judge', ({ units }) => fixed(2 * units!)],
  ['likelihoods/gaussian.measure', ({ units }) => fixed(2 * units!)],
  ['likelihoods/categorical.compare', ({ units }) => fixed(2 * POWER * units!)],
  ['likelihoods/categorical.measure', ({ units }) => fixed(POWER * units!)],
  ['telemetry/gradients.lengths', ({ part }) => fixed(6 * part!)],
  ['telemetry/gradients.legs', ({ part }) => fixed(6 * part!)],
  ['telemetry/gradients.addUp', ({ count }) => fixed(count!)],
]);

/** Operations of one output of a call. */
export function eachOutput(kernel: KernelName, args: Args): Each {
  const summed = sums.get(kernel)?.(args) ?? fixed(0);
  return { ...summed, fixed: PER_OUTPUT + summed.fixed };
}

/** Operations of a whole call: so many, and so many more for every sample. */
export function wholeCall(kernel: KernelName, { args, threads, perSample: isPerSample }: Call): Each {
  const each = eachOutput(kernel, args);
  return isPerSample
    ? perSample(threads * each.fixed)
    : { fixed: threads * each.fixed, perSample: threads * each.perSample };
}
