import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use once everything unreachable is gone: objects, and the memory of typed arrays and WebAssembly. */
export async function collectedHeap(): Promise<number> {
  // What is let go by promises and finalizers of one collection goes with the next.
  for (let k = 0; k < 3; k++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
