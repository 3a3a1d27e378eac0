import type { Part } from '#session/basis.ts';

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** “other settings and weights”. */
export const others = (changes: readonly Part[]): string => `other ${listed(changes)}`;

/** “Of the weights and rows before.”; empty where nothing changed. */
export const ofBefore = (changes: readonly Part[]): string =>
  changes.length === 0 ? '' : `Of the ${listed(changes)} before.`;

/** That a result is of something else than what is on screen, and of what; empty where it is not. */
export const outdated = (changes: readonly Part[], result: string, verb: 'belongs' | 'belong'): string =>
  changes.length === 0 ? '' : `${result} ${verb} to ${others(changes)} than those on screen.`;
