import type { Plan, Program, Settings } from '#core/plan/plan.ts';
import type { Load } from './parts.ts';
import type { Programs } from './programs.ts';

/** Where a plan's numbers live on the device. */
export interface Place {
  readonly device: GPUDevice;
  readonly programs: Programs;
  readonly arena: GPUBuffer;
  readonly settings: GPUBuffer;
}

/**
 * A way of running plans on a GPU. The staged one runs any plan, a dispatch a stage. Another may recognise the schedules
 * it can run in fewer dispatches (a whole settling in one, say) and hand the rest to the staged one; the numbers in the
 * arena are the same between any two entries of a program.
 */
export interface Path {
  readonly name: string;
  /** Compiles what the plan needs. Rejects with an EngineError when the device cannot. */
  compile(plan: Plan, programs: Programs): Promise<CompiledPath>;
}

export interface CompiledPath {
  /** Makes buffers and bind groups, all at once so that the device's complaints can be caught together. */
  bind(place: Place): BoundPath;
}

/**
 * A dispatch, complete but for samples and rounds: a row of workgroups for each of its calls. Its program computes those
 * outputs only that the settings' part names, whichever they are, so that it can be made in parts.
 */
export interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bind: (pass: GPUComputePassEncoder, rounds: number) => void;
  readonly calls: number;
  /** Outputs that a workgroup takes at a time, and workgroups at most. */
  readonly threads: number;
  readonly most: number;
  /** Outputs of the largest call. */
  readonly outputs: (samples: number, rounds: number) => number;
  /** Of every call; asked for only where it is long. */
  readonly loads: (samples: number, rounds: number) => readonly Load[];
}

/** Takes dispatches in their order. A passage may go round several times in one. */
export type Outlet = (dispatch: Dispatch, samples: number, rounds?: number) => void;

export interface BoundPath {
  /** Hands over the dispatches of a program, whose schedules exist. Allocates nothing on the device. */
  encode(outlet: Outlet, program: Program, settings: Settings): void;
  dispose(): void;
}
