import { askWorker } from './ask-worker.ts';
import type { Question } from './reader-worker.ts';
import type { Given, Read, ReaderName } from './readers.ts';

/** Bytes from which on reading on the page's own thread would be felt. */
const LARGE = 256 * 1024;

const sizeOf = (content: Blob | Uint8Array): number =>
  content instanceof Uint8Array ? content.byteLength : content.size;

const unread = { code: 'data', at: '', message: 'The file could not be read: there was no room for it.' };

const start = () => new Worker(new URL('./reader-worker.ts', import.meta.url), { type: 'module' });

/**
 * What a reader makes of a file or of bytes. What is large is read in a worker, so that the page stays responsive; where
 * no worker comes, here.
 */
export async function readApart<K extends ReaderName>(reader: K, ...given: Given<K>): Promise<Read<K>> {
  const question: Question = { reader, given };
  const apart = sizeOf(given[0]) < LARGE ? 'none' : await askWorker(start, question);
  if (apart === 'failed') return (reader === 'visit' ? null : { value: null, issues: [unread] }) as Read<K>;
  if (apart !== 'none') return apart.read as Read<K>;
  return (await import('./readers.ts')).read(reader, given);
}
