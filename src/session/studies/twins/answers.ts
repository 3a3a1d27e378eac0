import { classAt, type Rows } from '#core/datasets/rows.ts';
import { largest } from '#core/math/largest.ts';

/** Rows by who answered them with their class: both runs, one of them, or neither. */
export interface Answered {
  readonly part: 'test' | 'training';
  readonly both: number;
  /** Only the first, only the second. */
  readonly only: readonly [number, number];
  readonly neither: number;
}

/** The rows that are asked: the test rows, or the training rows where there are no others. */
export function rowsAsked({ count, training }: Rows): { part: Answered['part']; rows: Uint32Array } {
  const hasTest = count > training;
  const [from, to] = hasTest ? [training, count] : [0, training];
  return {
    part: hasTest ? 'test' : 'training',
    rows: Uint32Array.from({ length: to - from }, (_, i) => from + i),
  };
}

/** Whether an output [unit] beginning at `at` names the class of a row. */
function isRight(rows: Rows, row: number, answers: ArrayLike<number>, at: number): boolean {
  const { classes, targetUnits } = rows;
  const named = classes === 'sign' ? Number(answers[at]! > 0) : largest(answers, at, targetUnits);
  return named === classAt(rows, row);
}

/** Of answers [row][unit] to the rows asked. */
export function answeredOf(
  rows: Rows,
  asked: ReturnType<typeof rowsAsked>,
  answers: readonly [ArrayLike<number>, ArrayLike<number>],
): Answered {
  let [both, first, second, neither] = [0, 0, 0, 0];
  for (const [k, row] of asked.rows.entries()) {
    const [one, other] = answers.map((it) => isRight(rows, row, it, k * rows.targetUnits));
    if (one && other) both++;
    else if (one) first++;
    else if (other) second++;
    else neither++;
  }
  return { part: asked.part, both, only: [first, second], neither };
}
