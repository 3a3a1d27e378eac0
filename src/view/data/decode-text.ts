import { limits } from '#experiment/limits.ts';

/** Bytes of the longest text that is read, in whichever encoding, and a few more to see that one is longer. */
const MOST_BYTES = 4 * limits.tableText + 8;

/** The text of a file, or as much of it as shows that it is too long; empty where the file is not to be had. */
export async function readTableFile(file: Blob): Promise<string> {
  const bytes = await file
    .slice(0, MOST_BYTES)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  return decodeText(new Uint8Array(bytes));
}

/** The text of a file: UTF-16 where its first bytes say so, else UTF-8, else what Windows wrote before. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
