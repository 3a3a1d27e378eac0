import type { Issue } from '#core/issue.ts';
import type { Memory, Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';

export type EngineKind = 'cpu' | 'webgpu';

/** A stretch of a tensor: whole by default. */
export interface Reading {
  readonly tensor: TensorName;
  readonly start?: number;
  readonly length?: number;
}

/**
 * Runs plans; knows no algorithm. Calls take effect in the order made, none of them waits but `load` and `read`.
 * Every engine passes the suite in tests/engine.
 */
export interface Engine {
  readonly kind: EngineKind;
  /** The device in the words of its maker; what the CPU is used by, empty where that is plain TypeScript. */
  readonly adapter: string;
  /** Resolves when the engine stops working by itself: time for another. Never, where that cannot happen. */
  readonly lost: Promise<Issue>;
  /** Ways of running a plan, and the one that runs the loaded plan, where an engine has several. */
  readonly paths?: readonly string[];
  readonly path?: string | null;
  /** The path that plans loaded from now on run on; null for the one that seems fastest. */
  pin?(path: string | null): void;
  /**
   * Allocates and compiles. Tensors marked `kept` survive where name and length are unchanged; all others are
   * zero. Rejects, and keeps the old plan, when the device cannot hold it.
   */
  load(plan: Plan): Promise<readonly Issue[]>;
  tune(settings: Settings): void;
  write(tensor: TensorName, data: ArrayLike<number>, start?: number): void;
  run(program: Program): void;
  /** The values after everything run so far, one array per reading, in order. Rejects beyond a tensor's end. */
  read(readings: readonly Reading[]): Promise<readonly Memory[]>;
  dispose(): void;
}
