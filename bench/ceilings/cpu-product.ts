import { CpuThreads } from '#engine/roof/cpu-threads.ts';
import { fused, plain } from './simd/product.ts?kernels';

/** Rows, columns and depth: 16 kB an operand. */
const SIZE = 64;
const BYTES = 4 * SIZE * SIZE;

function compiled(): WebAssembly.Module {
  const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  try {
    return new WebAssembly.Module(bytesOf(fused));
  } catch {
    return new WebAssembly.Module(bytesOf(plain));
  }
}

/** GFLOP/s of so many threads, each with operands of its own. */
export async function cpuProduct(threads: number): Promise<number> {
  const workers = new CpuThreads(threads);
  const values = [0, BYTES, 2 * BYTES, SIZE, SIZE, SIZE];
  try {
    const rate = await workers.rate({
      module: compiled(),
      bytes: 3 * BYTES,
      call: 'multiply',
      arguments: values,
    });
    return (rate * 2 * SIZE ** 3) / 1e6;
  } finally {
    workers.dispose();
  }
}
