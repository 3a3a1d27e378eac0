import { classesOf } from '#core/datasets/rows.ts';
import type { OwnRows } from '../experiment.ts';

/** Rows as a person means them, before they are coded for the target of a network. */
export interface OwnSamples {
  readonly count: number;
  readonly inputUnits: number;
  /** [count][inputUnits] */
  readonly inputs: Float64Array;
  readonly answers: Answers;
}

/** What is to be told of each row: one class out of `classes`, from 0, or numbers, [count][units]. */
export type Answers =
  | { readonly kind: 'classes'; readonly classes: number; readonly labels: ArrayLike<number> }
  | { readonly kind: 'numbers'; readonly units: number; readonly values: Float64Array };

/** The targets [count][targetUnits] of classes: −1 and +1 on one unit, one-hot on as many as there are classes. */
export function codeClasses(labels: ArrayLike<number>, targetUnits: number): Float64Array {
  if (targetUnits === 1) return Float64Array.from(labels, (label) => 2 * label - 1);
  const targets = new Float64Array(labels.length * targetUnits);
  for (let row = 0; row < labels.length; row++) targets[row * targetUnits + labels[row]!] = 1;
  return targets;
}

/** Reads a document's rows the way `codeClasses` writes them; targets that tell no classes are numbers. */
export function samplesOf({
  count,
  inputs,
  targets,
}: Pick<OwnRows, 'count' | 'inputs' | 'targets'>): OwnSamples {
  const inputUnits = inputs.length / count;
  const units = targets.length / count;
  const coding = classesOf(targets, units);
  if (coding === null)
    return { count, inputUnits, inputs, answers: { kind: 'numbers', units, values: targets } };
  const label = (row: number): number =>
    coding === 'sign' ? Number(targets[row]! > 0) : targets.indexOf(1, row * units) - row * units;
  const labels = Uint8Array.from({ length: count }, (_, row) => label(row));
  return { count, inputUnits, inputs, answers: { kind: 'classes', classes: Math.max(2, units), labels } };
}
