import { CpuThreads } from './cpu-threads.ts';
import type { Roof } from './roof.ts';
import { fused, plain } from './simd/roof.ts?kernels';

/** In a call of `multiplyAdd`: rounds, and operations a round (12 chains of 4 lanes, each multiplied and added). */
const ROUNDS = 4096;
const OPERATIONS = 12 * 4 * 2;
/** Copied at a time: more than a core's own caches hold. */
const COPIED = 1 << 24;

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** The best build this WebAssembly takes. */
function compiled(): { module: WebAssembly.Module; words: string } {
  try {
    return { module: new WebAssembly.Module(bytesOf(fused)), words: 'WASM relaxed SIMD' };
  } catch {
    return { module: new WebAssembly.Module(bytesOf(plain)), words: 'WASM SIMD' };
  }
}

/** Of so many threads at once: by default, as many as there are cores. */
export async function measureCpuRoof(threads = navigator.hardwareConcurrency): Promise<Roof> {
  const { module, words } = compiled();
  const workers = new CpuThreads(threads);
  try {
    const peak = { module, bytes: 8, call: 'multiplyAdd', arguments: [ROUNDS] };
    const copy = { module, bytes: 2 * COPIED, call: 'copy', arguments: [2 * COPIED] };
    return {
      gflops: ((await workers.rate(peak)) * ROUNDS * OPERATIONS) / 1e6,
      copyGBs: ((await workers.rate(copy)) * 2 * COPIED) / 1e6,
      emptyStepMicroseconds: await workers.messageMicroseconds(),
      words: `${words} on ${threads === 1 ? 'one thread' : `${threads} threads`}`,
    };
  } finally {
    workers.dispose();
  }
}
