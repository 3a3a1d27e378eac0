import type { Answer, Question } from './reader-worker.ts';
import type { Given, Read, ReaderName } from './readers.ts';

/** Bytes from which on reading on the page's own thread would be felt. */
const LARGE = 256 * 1024;

const sizeOf = (content: Blob | Uint8Array): number =>
  content instanceof Uint8Array ? content.byteLength : content.size;

const unread = { code: 'data', at: '', message: 'The file could not be read: there was no room for it.' };

/**
 * What a reader makes of a file or of bytes. What is large is read in a worker, so that the page stays responsive; where
 * no worker comes, here.
 */
export async function readApart<K extends ReaderName>(reader: K, ...given: Given<K>): Promise<Read<K>> {
  const apart = sizeOf(given[0]) < LARGE ? 'none' : await readInWorker({ reader, given });
  if (apart === 'failed') return (reader === 'visit' ? null : { value: null, issues: [unread] }) as Read<K>;
  if (apart !== 'none') return apart.read as Read<K>;
  return (await import('./readers.ts')).read(reader, given);
}

/** `none` where there is no worker to read it, `failed` where one began to and did not end. */
async function readInWorker(question: Question): Promise<{ readonly read: unknown } | 'none' | 'failed'> {
  let worker: Worker | undefined;
  let hasBegun = false;
  try {
    const reading = new Worker(new URL('./reader-worker.ts', import.meta.url), { type: 'module' });
    worker = reading;
    return await new Promise((resolve, reject) => {
      reading.onmessage = ({ data }: MessageEvent<Answer>) => {
        if (data === 'begun') hasBegun = true;
        else resolve(data);
      };
      reading.onerror = reject;
      reading.onmessageerror = reject;
      reading.postMessage(question);
    });
  } catch {
    return hasBegun ? 'failed' : 'none';
  } finally {
    worker?.terminate();
  }
}
