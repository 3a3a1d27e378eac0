/** Values before and after the present one; pure, newest last. */
export interface Undo<T> {
  readonly past: readonly T[];
  readonly future: readonly T[];
}

/** Edits further back than this are forgotten. */
const DEPTH = 100;

export const noUndo = { past: [], future: [] } as const;

/** The present value is left for another one. */
export function remember<T>({ past }: Undo<T>, present: T): Undo<T> {
  return { past: [...past.slice(1 - DEPTH), present], future: [] };
}

/** One step back; null where there is none. */
export function back<T>({ past, future }: Undo<T>, present: T): { value: T; undo: Undo<T> } | null {
  const value = past.at(-1);
  return value === undefined
    ? null
    : { value, undo: { past: past.slice(0, -1), future: [present, ...future] } };
}

/** One step forward again; null where there is none. */
export function forth<T>({ past, future }: Undo<T>, present: T): { value: T; undo: Undo<T> } | null {
  const value = future[0];
  return value === undefined ? null : { value, undo: { past: [...past, present], future: future.slice(1) } };
}
