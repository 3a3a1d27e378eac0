import type { Plan, Program, Settings } from '#core/plan/plan.ts';
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

/** What takes dispatches in their order: a pass of the device's, or one that cuts them apart. */
export type Pass = Pick<GPUComputePassEncoder, 'setPipeline' | 'setBindGroup' | 'dispatchWorkgroups'>;

export interface BoundPath {
  /** Adds the dispatches of a program, whose schedules exist, to the pass. Allocates nothing on the device. */
  encode(pass: Pass, program: Program, settings: Settings): void;
  dispose(): void;
}
