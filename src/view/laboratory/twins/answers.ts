import type { Landscape } from '#session/frame.ts';
import type { Answered } from '#session/studies/twins/answers.ts';
import type { Both, PairRecord } from '#session/studies/twins/pair.ts';
import type { Begun } from '#session/studies/twins/twin-runs.svelte.ts';
import { count, number, percent, plural } from '../../format.ts';
import { namesOf } from './twins.ts';

type Kind = Landscape['kind'];
type Of<K extends Kind> = Extract<Landscape, { readonly kind: K }>;

/** Both runs' answers, of one kind. */
export type AnswersOfBoth = { readonly [K in Kind]: { readonly kind: K; readonly pair: Both<Of<K>> } }[Kind];

export function answersOf(record: Pick<PairRecord, 'landscapes'> | null): AnswersOfBoth | null {
  const [left, right] = record?.landscapes ?? [null, null];
  if (!left || left.kind !== right?.kind) return null;
  return { kind: left.kind, pair: [left, right] } as AnswersOfBoth;
}

/** Share of the plane where both answer alike, or the root mean square of their difference along a line. */
export function sameness(answers: AnswersOfBoth): number {
  if (answers.kind === 'surface') {
    const [left, right] = answers.pair.map((it) => it.values) as [ArrayLike<number>, ArrayLike<number>];
    return Array.from(left).filter((it, i) => it > 0 === right[i]! > 0).length / left.length;
  }
  if (answers.kind === 'regions') {
    const [left, right] = answers.pair;
    return Array.from(left.winners).filter((it, i) => it === right.winners[i]).length / left.winners.length;
  }
  const [left, right] = answers.pair;
  const squares = Array.from(left.ys, (y, i) => (y - right.ys[i]!) ** 2);
  return Math.sqrt(squares.reduce((sum, it) => sum + it, 0) / squares.length);
}

const partName = (part: Answered['part']): string => (part === 'test' ? 'test row' : 'training row');

export function captionOf({ settings }: Pick<Begun, 'settings'>, record: PairRecord): string {
  const answers = answersOf(record);
  const [left, right] = namesOf(settings);
  const { answered } = record;
  const counted = answered
    ? `Of ${plural(answered.both + answered.only[0] + answered.only[1] + answered.neither, partName(answered.part))}, both are right on ${count(answered.both)}, only ${left} on ${count(answered.only[0])}, only ${right} on ${count(answered.only[1])}, neither on ${count(answered.neither)}.`
    : '';
  if (!answers) return counted;
  const same = sameness(answers);
  if (!Number.isFinite(same)) return 'An answer is not a number everywhere.';
  if (answers.kind === 'curve')
    return `Along the line the two answers are typically ${number(same, 2)} apart.`;
  return `Both answer alike on ${percent(same)} of the plane. ${counted}`;
}
