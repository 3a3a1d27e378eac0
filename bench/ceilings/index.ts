import { measureCpuRoof } from '#engine/roof/cpu-roof.ts';
import type { Roof } from '#engine/roof/roof.ts';
import { measureWebGpuRoof } from '#engine/roof/webgpu-roof.ts';
import { cpuProduct } from './cpu-product.ts';
import { type GpuCosts, measureGpuCosts } from './gpu-costs.ts';

/** What this machine can do at most, by kernels that share nothing with the engines. */
export interface Ceilings {
  readonly cpu: {
    readonly one: Roof;
    readonly all: Roof;
    /** GFLOP/s of a small matrix product whose operands stay in the first cache. */
    readonly productOne: number;
    readonly productAll: number;
  };
  /** Null where there is no WebGPU. */
  readonly webgpu: { readonly roof: Roof; readonly costs: GpuCosts } | null;
}

export async function measureCeilings(): Promise<Ceilings> {
  const cores = navigator.hardwareConcurrency;
  const cpu = {
    one: await measureCpuRoof(1),
    all: await measureCpuRoof(cores),
    productOne: await cpuProduct(1),
    productAll: await cpuProduct(cores),
  };
  const roof = await measureWebGpuRoof().catch(() => null);
  return { cpu, webgpu: roof && { roof, costs: await measureGpuCosts() } };
}
