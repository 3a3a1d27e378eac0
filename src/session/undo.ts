import type { Experiment } from '#experiment/experiment.ts';

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

/**
 * The one quantity in which two experiments differ, where it is one that a hand drags: a step of a drag goes with the
 * steps before it. Null where more differs, or something that is chosen, not dragged.
 */
export function draggedQuantity(before: Experiment, after: Experiment): string | null {
  const found: string[] = [];
  const compare = (path: string, a: unknown, b: unknown): void => {
    if (Object.is(a, b)) return;
    if (isRecord(a) || isRecord(b)) {
      // What is not there yet is as good as empty: its first entry is where a drag begins.
      const [one, other] = [a ?? {}, b ?? {}];
      if (isRecord(one) && isRecord(other))
        for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
          compare(path ? `${path}.${key}` : key, one[key], other[key]);
      else found.push(path);
    } else found.push(path);
  };
  compare('', before, after);
  return found.length === 1 && DRAGGED.some((it) => it.test(found[0]!)) ? found[0]! : null;
}

const isRecord = (it: unknown): it is Readonly<Record<string, unknown>> =>
  typeof it === 'object' && it !== null && !ArrayBuffer.isView(it);

const DRAGGED: readonly RegExp[] = [
  /^inference\.(inferenceRate|settleSteps)$/,
  /^learning\.(learningRate|batchSize)$/,
  /^data\.(noise|samples|split)$/,
  /^network\.nodes\.\d+\.precision$/,
  /^pins\./,
  /^parameters\.weights\./,
];
