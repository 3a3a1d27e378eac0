import type { Plan, Program, Schedule, Settings, Stage } from '#core/plan/plan.ts';
import { EngineError } from '#engine/engine-error.ts';
import type { BoundPath, CompiledPath, Pass, Path, Place } from './path.ts';
import type { CompiledKernel, Programs } from './programs.ts';
import { stagesOf } from './schedules.ts';
import { WORKGROUP } from './sources.ts';

type Kernels = ReadonlyMap<Stage, CompiledKernel>;

/** Any plan, a dispatch a stage: x runs over the outputs of a call, y over the calls. */
export const stagedPath: Path = {
  name: 'staged',
  compile: (plan, programs) => compileStages(plan, stagesOf(plan), programs),
};

/** Some stages of a plan, a dispatch each. */
export async function compileStages(
  plan: Plan,
  stages: readonly Stage[],
  programs: Programs,
): Promise<CompiledStages> {
  const kernels = stages.map(
    async (it): Promise<[Stage, CompiledKernel]> => [it, await programs.kernel(it.kernel, codesOf(it))],
  );
  return new CompiledStages(plan, new Map(await Promise.all(kernels)));
}

/** The activations that a stage's calls name. */
export const codesOf = ({ calls }: Stage): readonly number[] =>
  [...new Set(calls.flatMap(({ args }) => args.activation ?? []))].sort((a, b) => a - b);

/** Workgroups that keep a software device's cores busy: each one more costs it a microsecond. */
const SOFTWARE_GROUPS = 16;

export class CompiledStages implements CompiledPath {
  readonly #plan: Plan;
  readonly #kernels: Kernels;

  constructor(plan: Plan, kernels: Kernels) {
    this.#plan = plan;
    this.#kernels = kernels;
  }

  bind(place: Place): BoundStages {
    const { maxComputeWorkgroupsPerDimension: most } = place.device.limits;
    const stages = [...this.#kernels.keys()].filter((it) => it.calls.length > 0);
    if (stages.some((it) => it.calls.length > most))
      throw EngineError.of(
        `The network has more than ${most} layers or connections, which WebGPU cannot run.`,
      );
    const packed = stages.map((stage) =>
      this.#kernels.get(stage)!.packer.calls(stage.calls.map((it) => it.args)),
    );
    const { buffer, bindings } = together(place.device, packed);
    const launches = stages.map((stage, i): [Stage, Launch] => {
      const resources = [{ buffer: place.arena }, { buffer: place.settings }, bindings[i]!];
      const group = place.device.createBindGroup({
        label: stage.kernel,
        layout: place.programs.groupLayout,
        entries: resources.map((resource, binding) => ({ binding, resource })),
      });
      return [
        stage,
        new Launch(
          stage,
          this.#kernels.get(stage)!,
          group,
          place.programs.isSoftware ? SOFTWARE_GROUPS : most,
        ),
      ];
    });
    return new BoundStages(this.#plan, new Map(launches), buffer);
  }
}

/** Blocks of bytes in one buffer, each where a binding may begin. */
export function together(device: GPUDevice, blocks: readonly ArrayBuffer[]) {
  const alignment = device.limits.minStorageBufferOffsetAlignment;
  let size = 0;
  const offsets = blocks.map(({ byteLength }) => {
    const offset = size;
    size = Math.ceil((offset + byteLength) / alignment) * alignment;
    return offset;
  });
  const usage = GPUBufferUsage.STORAGE;
  const buffer = device.createBuffer({
    label: 'calls',
    size: Math.max(size, alignment),
    usage,
    mappedAtCreation: true,
  });
  const bytes = new Uint8Array(buffer.getMappedRange());
  for (const [i, block] of blocks.entries()) bytes.set(new Uint8Array(block), offsets[i]);
  buffer.unmap();
  const bindings = blocks.map(({ byteLength }, i) => ({ buffer, offset: offsets[i]!, size: byteLength }));
  return { buffer, bindings };
}

/** A stage's dispatch, complete but for the number of samples. */
class Launch {
  readonly #pipeline: GPUComputePipeline;
  readonly #group: GPUBindGroup;
  readonly #calls: number;
  /** Threads of the largest call: of those that run once, of those that run for every sample. */
  readonly #once: number;
  readonly #perSample: number;
  readonly #most: number;

  /** Of `most` workgroups; their threads take further outputs in strides. */
  constructor({ calls }: Stage, { pipeline }: CompiledKernel, group: GPUBindGroup, most: number) {
    const threads = (perSample: boolean) =>
      calls.reduce(
        (largest, it) => (it.perSample === perSample ? Math.max(largest, it.threads) : largest),
        0,
      );
    this.#pipeline = pipeline;
    this.#group = group;
    this.#calls = calls.length;
    this.#once = threads(false);
    this.#perSample = threads(true);
    this.#most = most;
  }

  encode(pass: Pass, samples: number): void {
    const workgroups = Math.max(this.#once, this.#perSample * samples) / WORKGROUP;
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#group);
    pass.dispatchWorkgroups(Math.min(this.#most, Math.ceil(workgroups)), this.#calls);
  }
}

export class BoundStages implements BoundPath {
  readonly #plan: Plan;
  readonly #launches: ReadonlyMap<Stage, Launch>;
  readonly #arguments: GPUBuffer;

  constructor(plan: Plan, launches: ReadonlyMap<Stage, Launch>, buffer: GPUBuffer) {
    this.#plan = plan;
    this.#launches = launches;
    this.#arguments = buffer;
  }

  encode(pass: Pass, program: Program, { samples }: Settings): void {
    for (const { schedule, times = 1 } of program)
      this.encodeSchedule(pass, this.#plan.schedules[schedule]!, times, samples);
  }

  encodeSchedule(pass: Pass, schedule: Schedule, times: number, samples: number): void {
    for (let i = 0; i < times; i++)
      for (const item of schedule)
        if ('repeat' in item) this.encodeSchedule(pass, item.stages, item.repeat, samples);
        else this.encodeStage(pass, item, samples);
  }

  encodeStage(pass: Pass, stage: Stage, samples: number): void {
    this.#launches.get(stage)?.encode(pass, samples);
  }

  dispose(): void {
    this.#arguments.destroy();
  }
}
