import type { Engine } from '#engine/engine.ts';
import { CpuEngine } from './cpu-engine.ts';
import { SimdEngine } from './simd-engine.ts';

/** The fastest engine for one thread: SIMD where WebAssembly has it, else the reference. Nothing in it waits. */
export const openCpuEngine = (): Engine => SimdEngine.open() ?? new CpuEngine();
