import type { EngineKind } from '#engine/engine.ts';

/** What a device can do at most, measured by small kernels that share nothing with the engines. */
export interface Roof {
  /** Most floating-point operations in a nanosecond: independent multiply-adds on registers, each counted as two. */
  readonly gflops: number;
  /** Bytes in a nanosecond that a large copy reads and writes. */
  readonly copyGBs: number;
  /** What it costs to ask for nothing: an empty dispatch in a pass; a message to a worker and its answer. */
  readonly emptyStepMicroseconds: number;
  /** What was measured, in words. */
  readonly words: string;
}

/**
 * Takes a few tenths of a second, on a device or workers of its own, which are gone afterwards. The kinds are fetched only when
 * asked for. Rejects where there is no such device.
 */
export async function measureRoof(kind: EngineKind): Promise<Roof> {
  if (kind === 'cpu') return (await import('./cpu-roof.ts')).measureCpuRoof();
  return (await import('./webgpu-roof.ts')).measureWebGpuRoof();
}

/**
 * The most floating-point operations in a nanosecond that a computation can reach under a roof: `intensity` is how many it
 * does for each byte that has to move. Low, and the memory decides; high, and the arithmetic does.
 */
export const attainable = ({ gflops, copyGBs }: Roof, intensity: number): number =>
  Math.min(gflops, intensity * copyGBs);
