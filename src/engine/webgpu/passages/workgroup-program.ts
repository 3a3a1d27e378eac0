import type { Args, KernelName } from '#core/plan/plan.ts';
import { equations } from '../equations/equations.ts';
import { functionsOf } from '../equations/functions.ts';
import { type Touched, touched } from '../equations/touched.ts';
import { operationsOf, type Passage } from './passage.ts';
import type { Style } from './style.ts';
import { BINDINGS, isTelemetry, moveClock, partial, type Telemetry } from './trace.ts';
import { WORKGROUP_FLOATS, WorkgroupWriter } from './workgroup-writer.ts';

/** Threads that share a workgroup's samples. */
const THREADS = 64;
/** Operations of a round of one sample, which nothing can cut: what takes more is dispatched stage by stage. */
const MOST_OPERATIONS = 2 ** 21;
/** More samples would share each weight fetched; fewer let more workgroups run at once. */
const MOST_SAMPLES = 4;

const callsOf = ({ stages }: Passage) =>
  stages
    .filter((it) => !isTelemetry(it))
    .flatMap(({ kernel, calls }) => calls.map(({ args }) => ({ kernel, args })));

/** Tensors of samples with their entries a sample: first those of which threads need what others computed. */
function tensorsOf(passage: Passage): { gathered: Map<number, number>; all: Map<number, number> } {
  const gathered = new Map<number, number>();
  const all = new Map<number, number>();
  for (const call of callsOf(passage)) {
    const it = touched(call);
    for (const [tensor, units] of it.units) all.set(tensor, units);
    for (const tensor of it.gathered) gathered.set(tensor, it.units.get(tensor)!);
  }
  return { gathered, all };
}

const total = (tensors: ReadonlyMap<number, number>) =>
  [...tensors.values()].reduce((sum, it) => sum + it, 0);

function samplesPerGroup(passage: Passage): number {
  const { all } = tensorsOf(passage);
  return Math.min(MOST_SAMPLES, Math.max(1, Math.floor(WORKGROUP_FLOATS / total(all))));
}

/** What threads did since they last waited for each other. */
class Pending {
  readonly #read = new Set<number>();
  readonly #written = new Set<number>();
  readonly #gathered = new Set<number>();
  readonly #scattered = new Set<number>();

  /** Whether the calls must wait: they need what other threads wrote, or would overwrite what those still need. */
  blocks(calls: readonly Touched[]): boolean {
    const meets = (tensors: ReadonlySet<number>, ...pending: readonly ReadonlySet<number>[]) =>
      [...tensors].some((it) => pending.some((set) => set.has(it)));
    return calls.some(
      ({ read, written, gathered, scattered }) =>
        meets(read, this.#scattered) ||
        meets(written, this.#gathered, this.#scattered) ||
        meets(gathered, this.#written, this.#scattered) ||
        meets(scattered, this.#read, this.#written, this.#gathered, this.#scattered),
    );
  }

  add(calls: readonly Touched[]): void {
    for (const it of calls) {
      for (const tensor of it.read) this.#read.add(tensor);
      for (const tensor of it.written) this.#written.add(tensor);
      for (const tensor of it.gathered) this.#gathered.add(tensor);
      for (const tensor of it.scattered) this.#scattered.add(tensor);
    }
  }
}

function written(passage: Passage, telemetry: Telemetry, capacity: number): WorkgroupWriter {
  const w = new WorkgroupWriter(samplesPerGroup(passage), THREADS);
  const { gathered, all } = tensorsOf(passage);
  for (const [tensor, units] of [...gathered, ...all]) w.place(tensor, units);
  let record = 0;
  let pending = new Pending();
  const write = (kernel: KernelName, args: Args) => {
    if (kernel !== 'telemetry/energy.record') equations.get(kernel)!(w, args);
    else
      w.together(() =>
        w.line(
          `${partial(telemetry, record++, capacity, 'first + sample')} = ${w.read(args.energy!, 1, 0)};`,
        ),
      );
  };
  for (const { kernel, calls } of passage.stages) {
    if (kernel.startsWith('telemetry/clock.')) continue;
    const own =
      kernel === 'telemetry/energy.record' ? [] : calls.map(({ args }) => touched({ kernel, args }));
    if (pending.blocks(own)) {
      w.barrier();
      pending = new Pending();
    }
    pending.add(own);
    for (const { args } of calls) write(kernel, args);
  }
  // The next round may need anything of this one.
  w.barrier();
  return w;
}

/**
 * Small networks: a workgroup owns some samples and takes them through `progress.times` rounds, their numbers in its own
 * memory as far as it goes; its threads wait for each other only where one needs what another computed.
 */
export const workgroups: Style = {
  name: 'fused',
  takes: (passage) =>
    passage.settles &&
    operationsOf(passage) <= MOST_OPERATIONS &&
    total(tensorsOf(passage).gathered) <= WORKGROUP_FLOATS,
  samplesPerGroup,
  write(passage, capacity, telemetry) {
    const w = written(passage, telemetry, capacity);
    const samples = samplesPerGroup(passage);
    return `${BINDINGS}
${w.declarations}
${functionsOf(w.codes)}

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = settings.firstOutput + group.x * ${samples}u;
  let count = min(${samples}u, endOf(settings.samples) - first);
${w.loads}
  workgroupBarrier();
  for (var round = 0u; round < progress.times; round++) {
${w.body}
  }
${w.stores}
  if (first == 0u && lane == 0u) { ${moveClock(telemetry)} }
}
`;
  },
};
