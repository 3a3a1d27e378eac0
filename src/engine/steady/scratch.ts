import type { Plan, Program, TensorName } from '#core/plan/plan.ts';

/** Numbers of an arena that are kept whole, whatever is run: 64 MB. */
export const MOST_WHOLE = 2 ** 24;

/** What samples leave on their way, in both worlds; the one is computed from `begin` on, the other from `evaluate` on. */
const COMPUTED =
  /^(rival )?(value|forward|preactivation|prediction|error|delta|drive|energy|correct|activity)\(/;

/**
 * Which tensors need not be kept just before a program. In a small plan none. In a large one what samples leave, before a
 * program that begins with the forward pass: it is computed anew whenever the program is run again. Null where a large plan
 * is in the middle of something: that is no time to keep it.
 */
export function sparedBefore(
  { layout }: Plan,
  program: Program,
  mostWhole = MOST_WHOLE,
): ((name: TensorName) => boolean) | null {
  if (layout.length <= mostWhole) return () => false;
  if (program[0]?.schedule !== 'begin') return null;
  // Goes on from the values that are there.
  const resumes = program.some((it) => it.schedule === 'resume');
  return (name) => COMPUTED.test(name) && !(resumes && name.startsWith('value('));
}
