import type { EpochRecord } from '#session/frame.ts';
import { number, percent, plural } from '../../format.ts';
import { type Scene, TABLE_ROWS, type Table } from '../chart.ts';

export type Measure = 'loss' | 'accuracy';

/** One line: by whom and on which rows. */
export interface Line {
  readonly key: string;
  readonly name: string;
  readonly rival: boolean;
  readonly test: boolean;
  /** [epoch, value], finite values only. */
  readonly points: readonly (readonly [number, number])[];
}

const field = (measure: Measure, test: boolean): keyof EpochRecord =>
  measure === 'loss' ? (test ? 'testLoss' : 'trainingLoss') : test ? 'testAccuracy' : 'trainingAccuracy';

/** The lines that have something to show, predictive coding before its rival. */
export function linesOf({ training }: Pick<Scene, 'training'>, measure: Measure): readonly Line[] {
  const sources = [
    { records: training.history, rival: false },
    { records: training.rival, rival: true },
  ];
  return sources
    .flatMap(({ records, rival }) =>
      [false, true].map((test) => ({
        key: `${rival}/${test}`,
        name: `${rival ? 'backprop ' : ''}${test ? 'test' : 'training'}`,
        rival,
        test,
        points: records
          .map((it) => [it.epoch, it[field(measure, test)]] as const)
          .filter((it): it is readonly [number, number] => it[1] !== null && Number.isFinite(it[1])),
      })),
    )
    .filter((it) => it.points.length > 0);
}

export function describe({ training }: Scene): string {
  const { history, rival } = training;
  const first = history[0];
  const last = history.at(-1);
  if (!first || !last) return 'Nothing learned yet. Train to draw the first epoch.';
  if (!Number.isFinite(last.trainingLoss)) return 'The loss is no longer a number: learning has diverged.';
  const right = last.testAccuracy ?? last.trainingAccuracy;
  const share =
    right === null
      ? ''
      : `, ${percent(right)} ${last.testAccuracy === null ? '' : 'of the test samples '}right`;
  if (history.length === 1 && first.epoch > 0)
    return `After ${plural(first.epoch, 'epoch')} the loss is ${number(first.trainingLoss)}${share}.`;
  if (history.length === 1)
    return `Before learning the loss is ${number(first.trainingLoss)}${share}. Train to draw the rest.`;
  const now =
    last.trainingLoss === first.trainingLoss ? 'is still' : `went from ${number(first.trainingLoss)} to`;
  const other = rival.at(-1);
  const against =
    other && Number.isFinite(other.trainingLoss)
      ? ` Backprop: ${number(other.trainingLoss)} after ${plural(other.epoch, 'epoch')}.`
      : '';
  return `In ${plural(last.epoch - first.epoch, 'epoch')} the loss ${now} ${number(last.trainingLoss)}${share}.${against}`;
}

export function table({ training: { history } }: Scene): Table {
  const optional = (value: number | null, format: (value: number) => string): string =>
    value === null ? '–' : format(value);
  const shown = history.slice(-TABLE_ROWS);
  return {
    columns: ['epoch', 'training loss', 'test loss', 'training right', 'test right'],
    rows: shown.map((it) => [
      String(it.epoch),
      number(it.trainingLoss),
      optional(it.testLoss, number),
      optional(it.trainingAccuracy, percent),
      optional(it.testAccuracy, percent),
    ]),
    ...(shown.length < history.length && { note: `The last ${shown.length} of ${history.length} epochs.` }),
  };
}
