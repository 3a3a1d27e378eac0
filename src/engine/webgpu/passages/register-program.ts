import { equations } from '../equations/equations.ts';
import { functionsOf } from '../equations/functions.ts';
import type { Passage } from './passage.ts';
import { RegisterWriter } from './register-writer.ts';
import type { Style } from './style.ts';
import { BINDINGS, isTelemetry, moveClock, partial, type Telemetry } from './trace.ts';

/** Threads of a workgroup, a sample each: a small batch still reaches every core. */
const SAMPLES_PER_GROUP = 32;

/** Products written out at most; a longer text takes a device's compiler seconds. */
const MOST_PRODUCTS = 3000;

/** Multiplications and function values that a passage takes for a sample. */
function operationsOf({ stages }: Passage): number {
  const calls = stages.flatMap((it) => it.calls);
  return calls.reduce((sum, { args, threads }) => {
    const { sourceUnits = 1, units = 1 } = args;
    return sum + Math.max(threads, sourceUnits * units);
  }, 0);
}

function written({ stages }: Passage, telemetry: Telemetry, capacity: number): RegisterWriter {
  const w = new RegisterWriter();
  let record = 0;
  for (const stage of stages)
    for (const { args } of stage.calls) {
      if (!isTelemetry(stage)) equations.get(stage.kernel)!(w, args);
      else if (stage.kernel === 'telemetry/energy.record') {
        const energy = w.read(args.energy!, 1, 0);
        w.line(`if (valid) { ${partial(telemetry, record++, capacity, 'sample')} = ${energy}; }`);
      }
    }
  return w;
}

/**
 * Tiny networks: one thread takes a sample through `progress.times` rounds without a barrier, every number in a variable
 * of its own. Only what a settling repeats: straight-line text is slow to compile and pays where it runs often.
 */
export const registers: Style = {
  name: 'register',
  takes: (passage) => passage.settles && operationsOf(passage) <= MOST_PRODUCTS,
  samplesPerGroup: () => SAMPLES_PER_GROUP,
  write(passage, capacity, telemetry, isSoftware) {
    const w = written(passage, telemetry, capacity);
    return `${BINDINGS}
${w.declarations(isSoftware)}
${functionsOf(w.codes)}

@compute @workgroup_size(${SAMPLES_PER_GROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
${w.copies(isSoftware, SAMPLES_PER_GROUP)}
  let valid = firstOf(id) < endOf(settings.samples);
  let sample = min(firstOf(id), settings.samples - 1u);
${w.loads}
${w.firstSlopes}
  for (var round = 0u; round < progress.times; round++) {
${w.slopes}
${w.body}
  }
  if (valid) {
${w.stores}
  }
  if (firstOf(id) == 0u) { ${moveClock(telemetry)} }
}
`;
  },
};
