import type { Contestant } from './contestants/contestant.ts';
import { entries } from './contestants/index.ts';

// The page of one contestant, in a frame of the benchmark's page: on the same thread, so that a call costs nothing, but with
// globals and modules of its own. Libraries that know one device at a time, or take shared memory wherever they see it, can
// so be timed in turns.

declare global {
  interface Window {
    contestant?: Promise<Contestant>;
  }
}

const entry = entries.find((it) => it.name === location.hash.slice(1))!;
if (!entry.sharesMemory) Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
window.contestant =
  entry.sharesMemory && !globalThis.crossOriginIsolated
    ? Promise.reject(new Error('shared memory needs a cross-origin isolated page'))
    : entry.open().then(({ words, prepare }) => ({
        words,
        // Arrays of this frame's own kind: libraries do not know those of another.
        prepare: (problem) => prepare(structuredClone(problem)),
      }));
// Whoever opened the frame hears of it.
window.contestant.catch(() => {});
