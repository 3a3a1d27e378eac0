import { classAt } from '#core/datasets/rows.ts';
import { largest } from '#core/math/largest.ts';
import { recordsConfusion } from './budget.ts';
import type { Confusion } from './frame.ts';
import type { Laboratory } from './laboratory.ts';

/** What the test rows (or, without any, the training rows) are taken for, as the parameters are now. */
export async function confusionOf(laboratory: Laboratory): Promise<Confusion | null> {
  const { rows, experiment } = laboratory;
  const { training, count, targetUnits: classes } = rows;
  const first = count > training ? training : 0;
  if (rows.classes !== 'argmax' || !recordsConfusion(experiment, count - first)) return null;
  const answers = await laboratory.answer(Uint32Array.from({ length: count - first }, (_, i) => first + i));
  const counts = new Uint32Array(classes * classes);
  for (let i = 0; i < count - first; i++) {
    const answered = largest(answers, i * classes, classes);
    if (answered >= 0) counts[classAt(rows, first + i)! * classes + answered]!++;
  }
  return { part: first > 0 ? 'test' : 'training', classes, counts };
}
