import { touched } from '../equations/touched.ts';
import type { Wave } from './wave.ts';

/**
 * Tensors that chains write and that nothing in these waves reads but the chain itself, on the way: while the waves are
 * repeated, only the last repetition need put them into memory.
 */
export function unread(waves: readonly Wave[]): ReadonlySet<number> {
  const written = new Set<number>();
  const read = new Set<number>();
  for (const wave of waves) {
    if ('kernel' in wave) {
      // Which of its arguments are tensors is the kernel's business: all may be.
      for (const { args } of wave.calls) for (const it of Object.values(args)) read.add(it);
      continue;
    }
    for (const { links } of wave.chains) {
      const own = new Set<number>();
      for (const link of links) {
        const it = touched(link);
        for (const tensor of [...it.read, ...it.gathered]) if (!own.has(tensor)) read.add(tensor);
        for (const tensor of it.written) own.add(tensor);
      }
      for (const tensor of own) written.add(tensor);
    }
  }
  return new Set([...written].filter((it) => !read.has(it)));
}
