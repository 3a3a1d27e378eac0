import { largest } from '#core/math/largest.ts';
import { permutation, stream } from '#core/math/random.ts';
import type { Dataset, Samples } from './dataset.ts';

/** How a target is read as a class: by its sign (one unit, ±1), by its largest unit (one-hot), or not at all. */
export type Classes = 'sign' | 'argmax' | null;

/** What a network trains on: train rows first in the order given, then test rows. */
export interface Rows {
  readonly count: number;
  readonly training: number;
  /** [count][inputUnits] */
  readonly inputs: Float64Array;
  /** [count][targetUnits] */
  readonly targets: Float64Array;
  readonly inputUnits: number;
  readonly targetUnits: number;
  readonly classes: Classes;
}

export interface Split {
  /** Share of the rows that train, in (0, 1]; at least one row does. */
  readonly split: number;
  readonly seed: number;
}

/**
 * One target unit: ±1 for two classes, or the regression value; as many units as classes: one-hot.
 * Null where the set cannot be told with that many units.
 */
export function shapeRows(
  samples: Samples,
  dataset: Pick<Dataset, 'classes' | 'inputUnits'>,
  targetUnits: number,
  split: Split,
): Rows | null {
  const coding = codingOf(dataset.classes, targetUnits);
  if (!coding) return null;
  const { count, inputs, labels } = samples;
  const targets = new Float64Array(count * targetUnits);
  for (let row = 0; row < count; row++) coding.write(targets, row * targetUnits, labels[row]!);
  return splitRows(
    { count, inputs, targets, inputUnits: dataset.inputUnits, targetUnits, classes: coding.classes },
    split,
  );
}

interface Coding {
  readonly classes: Classes;
  write(targets: Float64Array, at: number, label: number): void;
}

function codingOf(classes: number | null, targetUnits: number): Coding | null {
  if (classes === targetUnits)
    return { classes: 'argmax', write: (t, at, label) => t.fill(1, at + label, at + label + 1) };
  if (targetUnits !== 1) return null;
  if (classes === null) return { classes: null, write: (t, at, label) => t.fill(label, at, at + 1) };
  if (classes === 2) return { classes: 'sign', write: (t, at, label) => t.fill(2 * label - 1, at, at + 1) };
  return null;
}

/** How a user's own targets, [row][targetUnits], are read as classes. */
export function classesOf(targets: Float64Array, targetUnits: number): Classes {
  if (targets.length === 0) return null;
  if (targetUnits === 1) return targets.every((t) => t === 1 || t === -1) ? 'sign' : null;
  for (let at = 0; at < targets.length; at += targetUnits) {
    if (!isOneHot(targets.subarray(at, at + targetUnits))) return null;
  }
  return 'argmax';
}

/** The class of a row, from 0; null where rows have none. */
export function classAt({ classes, targets, targetUnits }: Rows, row: number): number | null {
  if (classes === null) return null;
  return classes === 'sign' ? Number(targets[row]! > 0) : largest(targets, row * targetUnits, targetUnits);
}

function isOneHot(row: Float64Array): boolean {
  return row.every((t) => t === 0 || t === 1) && row.reduce((sum, t) => sum + t, 0) === 1;
}

/** Chooses the test rows from the seed; within each part the order stays as given. */
export function splitRows(rows: Omit<Rows, 'training'>, { split, seed }: Split): Rows {
  const { count, inputUnits, targetUnits } = rows;
  const training = Math.min(count, Math.max(1, Math.round(count * split)));
  if (training === count) return { ...rows, training };
  const drawn = permutation(count, stream(seed, 'split'));
  const order = [...drawn.subarray(0, training).sort(), ...drawn.subarray(training).sort()];
  return {
    ...rows,
    training,
    inputs: gather(rows.inputs, inputUnits, order),
    targets: gather(rows.targets, targetUnits, order),
  };
}

function gather(rows: Float64Array, units: number, order: readonly number[]): Float64Array {
  const gathered = new Float64Array(rows.length);
  order.forEach((row, i) => {
    gathered.set(rows.subarray(row * units, (row + 1) * units), i * units);
  });
  return gathered;
}
