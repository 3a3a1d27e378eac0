import type { Slice, TensorName } from '#core/plan/plan.ts';
import type { Reading } from './engine.ts';

/** Where a stretch of a tensor lies in the arena. Throws where there is no such tensor or it is shorter. */
export function stretchOf(
  tensors: ReadonlyMap<TensorName, Slice>,
  { tensor, start = 0, length }: Reading,
): { readonly offset: number; readonly length: number } {
  const slice = tensors.get(tensor);
  if (!slice) throw new Error(`the plan has no tensor called ${tensor}`);
  const count = length ?? slice.length - start;
  if (start < 0 || count < 0 || start + count > slice.length)
    throw new RangeError(`${count} numbers from ${start} overflow ${tensor}, which has ${slice.length}`);
  return { offset: slice.offset + start, length: count };
}
