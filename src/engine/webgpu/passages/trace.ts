import type { Stage } from '#core/plan/plan.ts';
import type { Passage } from './passage.ts';

/** An energy that a passage leaves for the batch's mean, and how far the clock moves behind it. */
export interface Recorded {
  readonly energy: number;
  readonly trace: number;
  readonly ticksAfter: number;
}

/** What a passage does to clock and traces, one time round. */
export interface Telemetry {
  readonly clock: number | null;
  readonly resets: boolean;
  readonly ticks: number;
  readonly records: readonly Recorded[];
}

export const isTelemetry = ({ kernel }: Stage) =>
  kernel.startsWith('telemetry/') && !kernel.endsWith('judge');

export function telemetryOf({ stages }: Passage): Telemetry {
  const calls = stages
    .filter(isTelemetry)
    .flatMap(({ kernel, calls }) => calls.map((it) => [kernel, it.args] as const));
  const isTick = (kernel: string) => kernel === 'telemetry/clock.tick';
  const ticksFrom = (i: number) => calls.slice(i).filter(([kernel]) => isTick(kernel)).length;
  const reset = calls.findLastIndex(([kernel]) => kernel === 'telemetry/clock.reset');
  return {
    clock: calls[0]?.[1].clock ?? null,
    resets: reset >= 0,
    ticks: ticksFrom(reset + 1),
    records: calls.flatMap(([kernel, args], i) =>
      kernel === 'telemetry/energy.record'
        ? { energy: args.energy!, trace: args.trace!, ticksAfter: ticksFrom(i) }
        : [],
    ),
  };
}

/** What passages are bound to besides the arena and the settings. */
export const BINDINGS = `
struct Progress { times: u32 }
@group(0) @binding(2) var<uniform> progress: Progress;
@group(0) @binding(3) var<storage, read_write> partials: array<f32>;
`;

/** Where a sample's energy goes: entry `record` of the round. */
export const partial = ({ records }: Telemetry, record: number, capacity: number, sample: string) =>
  `partials[(round * ${records.length}u + ${record}u) * ${capacity}u + ${sample}]`;

/** Threads of the workgroups that take the means. */
export const COLLECTORS = 16;

/**
 * The means of what `times` rounds of a passage left in `partials[round][record][sample]`, into the traces: blocks of
 * samples in index order, as everywhere. Runs behind the passage, whose clock is where it ends.
 */
export function collector({ clock, ticks, records }: Telemetry, capacity: number): string {
  const table = (pick: (it: Recorded) => number) =>
    `array<u32, ${records.length}>(${records.map((it) => `${pick(it)}u`).join(', ')})`;
  return `${BINDINGS}
@compute @workgroup_size(${COLLECTORS})
fn collect(@builtin(global_invocation_id) id: vec3u) {
  var traces = ${table((it) => it.trace)};
  var ticksAfter = ${table((it) => it.ticksAfter)};
  let at = firstOf(id);
  if (at >= endOf(progress.times * ${records.length}u)) { return; }
  let round = at / ${records.length}u;
  let record = at % ${records.length}u;
  let first = at * ${capacity}u;
  var total = 0.0;
  for (var from16 = 0u; from16 < settings.samples; from16 += BLOCK) {
    let end = min(from16 + BLOCK, settings.samples);
    var part = 0.0;
    for (var s = from16; s < end; s++) { part += partials[first + s]; }
    total += part;
  }
  let behind = (progress.times - 1u - round) * ${ticks}u + ticksAfter[record];
  memory[traces[record] + u32(memory[${clock}u]) - behind] = total / f32(settings.samples);
}
`;
}

/** Moves the clock as far as `progress.times` rounds do; one thread runs it. */
export function moveClock({ clock, resets, ticks }: Telemetry): string {
  if (clock === null || (!resets && ticks === 0)) return '';
  const before = resets ? '0.0' : `memory[${clock}u]`;
  return `memory[${clock}u] = ${before} + f32(progress.times * ${ticks}u);`;
}
