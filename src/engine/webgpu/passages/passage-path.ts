import type { Plan, Stage } from '#core/plan/plan.ts';
import type { CompiledPath, Dispatch, Path, Place } from '../path.ts';
import type { Programs } from '../programs.ts';
import { clockOf } from '../schedules.ts';
import { generated } from '../sources.ts';
import { type CompiledStages, compileStages } from '../staged-path.ts';
import { type BoundPassage, BoundPassages, type Leg } from './bound-passages.ts';
import { isPassage, itinerary, operationsOf, type Passage } from './passage.ts';
import type { Style } from './style.ts';
import { COLLECTORS, collector, type Telemetry, telemetryOf } from './trace.ts';

export interface CompiledPassage {
  readonly passage: Passage;
  readonly samplesPerGroup: number;
  readonly telemetry: Telemetry;
  readonly main: GPUComputePipeline;
  readonly collect: GPUComputePipeline | null;
}

type CompiledLeg = CompiledPassage | Stage;

/** Runs what samples go through on their own in one dispatch for all rounds, and the rest a dispatch a stage. */
export const passagePath = (style: Style): Path => ({
  name: style.name,
  async compile(plan, programs): Promise<CompiledPath> {
    const clock = clockOf(plan);
    const compile = (it: Passage | Stage): readonly (Promise<CompiledLeg> | Stage)[] => {
      if (!isPassage(it)) return [it];
      return style.takes(it) ? [compilePassage(it, plan, style, programs)] : it.stages;
    };
    const legs = await Promise.all(
      Object.entries(plan.schedules).map(async ([name, schedule]) => {
        const compiled = await Promise.all(itinerary(schedule, clock).flatMap(compile));
        return [name, compiled] as const;
      }),
    );
    const stages = legs.flatMap(([, it]) => it).filter((it): it is Stage => 'kernel' in it);
    const rest = await compileStages(plan, [...new Set(stages)], programs);
    return new CompiledPassages(plan, new Map(legs), rest);
  },
});

async function compilePassage(
  passage: Passage,
  plan: Plan,
  style: Style,
  programs: Programs,
): Promise<CompiledPassage> {
  const telemetry = telemetryOf(passage);
  const label = `${style.name} passage`;
  const pipeline = (code: string, entryPoint: string) =>
    programs.pipeline(label, generated(label, code), entryPoint, programs.passageLayout);
  const [main, collect] = await Promise.all([
    pipeline(style.write(passage, plan.capacity, telemetry, programs.isSoftware), 'main'),
    telemetry.records.length > 0 ? pipeline(collector(telemetry, plan.capacity), 'collect') : null,
  ]);
  return { passage, samplesPerGroup: style.samplesPerGroup(passage), telemetry, main, collect };
}

/** Rounds in one dispatch at most, and numbers that wait for their mean. */
const MOST_ROUNDS = 128;
const MOST_PARTIALS = 2 ** 22;

class CompiledPassages implements CompiledPath {
  readonly #plan: Plan;
  readonly #legs: ReadonlyMap<string, readonly CompiledLeg[]>;
  readonly #rest: CompiledStages;

  constructor(plan: Plan, legs: ReadonlyMap<string, readonly CompiledLeg[]>, rest: CompiledStages) {
    this.#plan = plan;
    this.#legs = legs;
    this.#rest = rest;
  }

  bind(place: Place): BoundPassages {
    const { device, programs } = place;
    const most = Math.max(
      1,
      ...[...this.#legs.values()].flat().map((it) => ('kernel' in it ? 0 : it.telemetry.records.length)),
    );
    const perRound = most * this.#plan.capacity;
    const rounds = Math.max(1, Math.min(MOST_ROUNDS, Math.floor(MOST_PARTIALS / perRound)));
    const partials = device.createBuffer({
      label: 'partials',
      size: 4 * rounds * perRound,
      usage: GPUBufferUsage.STORAGE,
    });
    const progress = countTo(rounds, device);
    const buffers = [
      { buffer: place.arena },
      { buffer: place.settings },
      { buffer: progress, size: 16 },
      { buffer: partials },
    ];
    const group = device.createBindGroup({
      label: 'passages',
      layout: programs.passageLayout,
      entries: buffers.map((resource, binding) => ({ binding, resource })),
    });
    const offset = new Uint32Array(1);
    const stride = device.limits.minUniformBufferOffsetAlignment;
    const bind: Dispatch['bind'] = (pass, rounds) => {
      offset[0] = (rounds - 1) * stride;
      pass.setBindGroup(0, group, offset, 0, 1);
    };
    const legs: [string, Leg[]][] = [...this.#legs].map(([name, it]) => [
      name,
      it.map((leg) => ('kernel' in leg ? [leg] : bound(leg, bind))),
    ]);
    return new BoundPassages({
      legs: new Map(legs),
      rest: this.#rest.bind(place),
      rounds,
      buffers: [partials, progress],
    });
  }
}

/** A passage's outputs are the samples, each of the operations of all its stages; those of its means the records. */
function bound(
  { passage, samplesPerGroup, telemetry, main, collect }: CompiledPassage,
  bind: Dispatch['bind'],
): BoundPassage {
  const perSample = operationsOf(passage);
  const records = telemetry.records.length;
  // No more of them than a dimension holds: batches have at most some ten thousand samples.
  const whole = { bind, calls: 1, most: Number.POSITIVE_INFINITY };
  return {
    repeats: passage.repeats,
    main: {
      ...whole,
      pipeline: main,
      threads: samplesPerGroup,
      outputs: (samples) => samples,
      loads: (samples, rounds) => [{ outputs: samples, operations: rounds * perSample }],
    },
    collect: collect && {
      ...whole,
      pipeline: collect,
      threads: COLLECTORS,
      outputs: (_, rounds) => rounds * records,
      loads: (samples, rounds) => [{ outputs: rounds * records, operations: samples }],
    },
  };
}

/** A uniform buffer that holds 1, 2, … at the offsets where bindings may begin: how often to go round, prepared. */
function countTo(most: number, device: GPUDevice): GPUBuffer {
  const stride = device.limits.minUniformBufferOffsetAlignment;
  const usage = GPUBufferUsage.UNIFORM;
  const buffer = device.createBuffer({ label: 'rounds', size: most * stride, usage, mappedAtCreation: true });
  const words = new Uint32Array(buffer.getMappedRange());
  for (let i = 0; i < most; i++) words[(i * stride) / 4] = i + 1;
  buffer.unmap();
  return buffer;
}
