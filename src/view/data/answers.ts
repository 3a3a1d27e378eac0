import { targetOf } from '#core/network/topology.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Moment } from '#session/frame.ts';

export interface Answered {
  readonly unit: number;
  readonly value: number;
}

/** What the network says at its output, one entry a unit; null before it was asked, or where it has no classes. */
export function answersOf(
  { network }: Pick<Experiment, 'network'>,
  moment: Moment | null,
): readonly Answered[] | null {
  const { id, units } = targetOf(network);
  const node = moment?.nodes.find((it) => it.id === id);
  const said = node?.predictions ?? node?.values;
  if (!said || units < 2 || said.length !== units) return null;
  return Array.from(said, (value, unit) => ({ unit, value }));
}

/** The largest first; null where none is a number. */
export function best(answers: readonly Answered[]): Answered | null {
  const numbers = answers.filter((it) => Number.isFinite(it.value));
  return numbers.length === 0 ? null : numbers.reduce((most, it) => (it.value > most.value ? it : most));
}
