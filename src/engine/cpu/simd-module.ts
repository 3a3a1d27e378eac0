import { fused, plain } from './simd/program.ts?kernels';

/** What `simd/program.ts` exports; addresses are in bytes. */
export interface SimdKernels {
  tune(inferenceRate: number, learningRate: number): void;
  run(records: number, count: number, first: number, end: number, samples: number): void;
  runInGroups(
    opening: number,
    openingCount: number,
    records: number,
    count: number,
    times: number,
    first: number,
    end: number,
    group: number,
    room: number,
    energies: number,
  ): void;
  recordEnergies(
    opening: number,
    openingCount: number,
    records: number,
    count: number,
    times: number,
    samples: number,
    room: number,
    energies: number,
  ): void;
  evaluate(activation: number, source: number, values: number, slopes: number, count: number): void;
}

export type SimdVariant = 'plain' | 'fused';

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const variants: Readonly<Record<SimdVariant, string>> = { plain, fused };

/** The kernels, compiled; null where this WebAssembly, or the page's policy, does not allow them. */
export function simdModule(variant: SimdVariant): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(bytesOf(variants[variant]));
  } catch {
    return null;
  }
}

/** An instance of its own on the memory given. */
export const instantiate = (module: WebAssembly.Module, memory: WebAssembly.Memory): SimdKernels =>
  new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as SimdKernels;
