import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import type { Contestant } from './contestant.ts';
import { prepare } from './tfjs.ts';

/** XNNPACK on one thread, or on as many as there are cores where memory may be shared. */
export async function open(): Promise<Contestant> {
  wasm.setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
  });
  wasm.setThreadsCount(navigator.hardwareConcurrency);
  if (!(await tf.setBackend('wasm'))) throw new Error('tfjs has no WASM here');
  await tf.ready();
  const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) ? 'SIMD' : 'no SIMD';
  const isThreaded = await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
  const threads = isThreaded ? `${wasm.getThreadsCount()} threads` : 'one thread';
  return {
    words: `tfjs ${tf.version_core}, WASM ${simd}, ${threads}`,
    prepare: async (problem) => prepare(problem),
  };
}
