import type { Line } from './history.ts';

/** What a mark or a stroke means. */
export interface KeyEntry {
  readonly name: string;
  readonly stroke: 'own' | 'test' | 'rival' | 'ghost';
}

/** Round marks are training, square ones test; strokes tell whose. Named once each, not in every pairing. */
export function keyOf(lines: readonly Line[]): readonly KeyEntry[] {
  const entries: readonly (KeyEntry & { readonly shown: boolean })[] = [
    { name: 'training', stroke: 'own', shown: lines.some((it) => !it.test) },
    { name: 'test', stroke: 'test', shown: lines.some((it) => it.test) },
    { name: 'backprop', stroke: 'rival', shown: lines.some((it) => it.rival) },
    { name: 'ghost', stroke: 'ghost', shown: lines.some((it) => it.ghost) },
  ];
  return entries.filter((it) => it.shown);
}

/** Width of an entry: its stroke and gaps, and about so much a letter. */
const STROKE = 42;
const LETTER = 7.2;

/** Lines of text that the key takes in so many pixels. */
export function keyRows(entries: readonly KeyEntry[], width: number): number {
  let rows = 1;
  let used = 0;
  for (const { name } of entries) {
    const own = STROKE + LETTER * name.length;
    if (used > 0 && used + own > width) {
      rows += 1;
      used = 0;
    }
    used += own;
  }
  return rows;
}
