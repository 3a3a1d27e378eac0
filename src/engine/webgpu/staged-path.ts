import type { Plan, Program, Schedule, Settings, Stage } from '#core/plan/plan.ts';
import { EngineError } from '#engine/engine-error.ts';
import { eachOutput } from './operations.ts';
import type { BoundPath, CompiledPath, Dispatch, Outlet, Path, Place } from './path.ts';
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
    const dispatches = stages.map((stage, i): [Stage, Dispatch] => {
      const resources = [{ buffer: place.arena }, { buffer: place.settings }, bindings[i]!];
      const group = place.device.createBindGroup({
        label: stage.kernel,
        layout: place.programs.groupLayout,
        entries: resources.map((resource, binding) => ({ binding, resource })),
      });
      const { pipeline } = this.#kernels.get(stage)!;
      return [stage, dispatchOf(stage, pipeline, group, place.programs.isSoftware ? SOFTWARE_GROUPS : most)];
    });
    return new BoundStages(this.#plan, new Map(dispatches), buffer);
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

/** A stage's dispatch, of `most` workgroups; their threads take further outputs in strides. */
function dispatchOf(
  { kernel, calls }: Stage,
  pipeline: GPUComputePipeline,
  group: GPUBindGroup,
  most: number,
): Dispatch {
  const largest = (perSample: boolean) =>
    calls.reduce((threads, it) => (it.perSample === perSample ? Math.max(threads, it.threads) : threads), 0);
  // Known before: this is asked at every step.
  const [once, perSample] = [largest(false), largest(true)];
  return {
    pipeline,
    bind: (pass) => pass.setBindGroup(0, group),
    calls: calls.length,
    threads: WORKGROUP,
    most,
    outputs: (samples) => Math.max(once, perSample * samples),
    loads: (samples) =>
      calls.map(({ args, threads, perSample }) => {
        const each = eachOutput(kernel, args);
        return {
          outputs: perSample ? threads * samples : threads,
          operations: each.fixed + samples * each.perSample,
        };
      }),
  };
}

export class BoundStages implements BoundPath {
  readonly #plan: Plan;
  readonly #dispatches: ReadonlyMap<Stage, Dispatch>;
  readonly #arguments: GPUBuffer;

  constructor(plan: Plan, dispatches: ReadonlyMap<Stage, Dispatch>, buffer: GPUBuffer) {
    this.#plan = plan;
    this.#dispatches = dispatches;
    this.#arguments = buffer;
  }

  encode(outlet: Outlet, program: Program, { samples }: Settings): void {
    for (const { schedule, times = 1 } of program)
      this.encodeSchedule(outlet, this.#plan.schedules[schedule]!, times, samples);
  }

  encodeSchedule(outlet: Outlet, schedule: Schedule, times: number, samples: number): void {
    for (let i = 0; i < times; i++)
      for (const item of schedule)
        if ('repeat' in item) this.encodeSchedule(outlet, item.stages, item.repeat, samples);
        else this.encodeStage(outlet, item, samples);
  }

  encodeStage(outlet: Outlet, stage: Stage, samples: number): void {
    const dispatch = this.#dispatches.get(stage);
    if (dispatch) outlet(dispatch, samples);
  }

  dispose(): void {
    this.#arguments.destroy();
  }
}
