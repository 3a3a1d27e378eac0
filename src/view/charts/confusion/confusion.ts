import type { Confusion, EpochRecord } from '#session/frame.ts';
import { count, percent, plural } from '../../format.ts';
import { className } from '../../names.ts';
import type { Scene, Table } from '../chart.ts';

/** The last record up to the epoch that is shown. */
export const recordOf = ({ training, epochs }: Scene): EpochRecord | undefined =>
  training.history.filter((it) => it.epoch <= epochs.shown).at(-1);

export const confusionOf = (scene: Scene): Confusion | null => recordOf(scene)?.confusion ?? null;

export const fits = (scene: Scene): boolean => confusionOf(scene) !== null;

/** Rows of one class, how they were answered, and the share answered rightly (NaN where the class has no rows). */
export interface ClassRow {
  readonly label: number;
  readonly counts: readonly number[];
  readonly total: number;
  readonly accuracy: number;
}

export function classRows({ counts, classes }: Confusion): readonly ClassRow[] {
  return Array.from({ length: classes }, (_, label) => {
    const own = Array.from({ length: classes }, (_, answer) => counts[label * classes + answer]!);
    const total = own.reduce((sum, it) => sum + it, 0);
    return { label, counts: own, total, accuracy: own[label]! / total };
  });
}

/** The mistake made most often, of equals the first; null where there is none. */
export function worst(
  rows: readonly ClassRow[],
): { readonly label: number; readonly answer: number; readonly times: number } | null {
  let most: { label: number; answer: number; times: number } | null = null;
  for (const { label, counts } of rows)
    for (const [answer, times] of counts.entries())
      if (answer !== label && times > (most?.times ?? 0)) most = { label, answer, times };
  return most;
}

/**
 * How a share of a row is inked, 0 … 1 of full ink, and whether figures on it are of paper. Rare mistakes are to be seen,
 * so the root of the share counts; the greys on which nothing is read are left out.
 */
export function inkOf(share: number): { readonly ink: number; readonly onInk: boolean } {
  const root = Math.sqrt(Number.isFinite(share) ? share : 0);
  const onInk = root > 0.5;
  return { ink: onInk ? 0.7 + 0.6 * (root - 0.5) : 0.6 * root, onInk };
}

export function describe(scene: Scene): string {
  const record = recordOf(scene);
  if (!record?.confusion) return 'The network has not been asked yet.';
  const rows = classRows(record.confusion);
  const total = rows.reduce((sum, it) => sum + it.total, 0);
  if (total === 0) return 'The network’s answers are not numbers.';
  const right = rows.reduce((sum, it) => sum + it.counts[it.label]!, 0);
  const when = record.epoch === 0 ? 'Before learning,' : `After epoch ${record.epoch},`;
  const told = `${when} ${percent(right / total)} of ${plural(total, `${record.confusion.part} sample`)} ${total === 1 ? 'is' : 'are'} right.`;
  const mistake = worst(rows);
  if (!mistake) return `${told} No class is taken for another.`;
  const [label, answer] = [mistake.label, mistake.answer].map((it) => className(scene.experiment, it));
  return `${told} Most often ${label} is taken for ${answer}: ${count(mistake.times)} of ${count(rows[mistake.label]!.total)}.`;
}

export function table(scene: Scene): Table {
  const confusion = confusionOf(scene);
  if (!confusion) return { columns: ['class'], rows: [] };
  const name = (label: number): string => className(scene.experiment, label);
  const rows = classRows(confusion);
  return {
    columns: ['class', ...rows.map((it) => `as ${name(it.label)}`), 'accuracy'],
    rows: rows.map(({ label, counts, total, accuracy }) => [
      name(label),
      ...counts.map((it) => count(it)),
      total > 0 ? percent(accuracy) : '–',
    ]),
  };
}
