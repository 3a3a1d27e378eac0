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
  /** Of a run put aside. */
  readonly ghost: boolean;
  /** [epoch, value], finite values only. */
  readonly points: readonly (readonly [number, number])[];
}

const field = (measure: Measure, test: boolean): keyof EpochRecord =>
  measure === 'loss' ? (test ? 'testLoss' : 'trainingLoss') : test ? 'testAccuracy' : 'trainingAccuracy';

/** The lines that have something to show: predictive coding, its rival, and the training rows of a run put aside. */
export function linesOf(
  { training, ghost }: Pick<Scene, 'training' | 'ghost'>,
  measure: Measure,
): readonly Line[] {
  const sources = [
    { name: 'training', records: training.history, rival: false, test: false, ghost: false },
    { name: 'test', records: training.history, rival: false, test: true, ghost: false },
    { name: 'backprop training', records: training.rival, rival: true, test: false, ghost: false },
    { name: 'backprop test', records: training.rival, rival: true, test: true, ghost: false },
    { name: 'ghost', records: ghost?.history ?? [], rival: false, test: false, ghost: true },
  ];
  return sources
    .map(({ records, ...line }) => ({
      ...line,
      key: line.name,
      points: records
        .map((it) => [it.epoch, it[field(measure, line.test)]] as const)
        .filter((it): it is readonly [number, number] => it[1] !== null && Number.isFinite(it[1])),
    }))
    .filter((it) => it.points.length > 0);
}

export function describe(scene: Scene): string {
  const { epochs, ghost, training } = scene;
  const rewound = epochs.recorded.length > 0 && epochs.shown < (training.history.at(-1)?.epoch ?? 0);
  const shown = rewound ? ` Shown: epoch ${epochs.shown}.` : '';
  const aside = ghost && ghost.history.length > 0 ? ` Dotted ghost: ${ghost.title}.` : '';
  return `${progress(training)}${shown}${aside}`;
}

function progress({ history, rival }: Scene['training']): string {
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
    return `Before learning: loss ${number(first.trainingLoss)}${share}. Train to draw the rest.`;
  const now = last.trainingLoss === first.trainingLoss ? 'still' : `${number(first.trainingLoss)} →`;
  const other = rival.at(-1);
  const against =
    other && Number.isFinite(other.trainingLoss)
      ? ` Backprop: ${number(other.trainingLoss)}${other.epoch === last.epoch ? '' : ` after ${plural(other.epoch, 'epoch')}`}.`
      : '';
  return `In ${plural(last.epoch - first.epoch, 'epoch')}: loss ${now} ${number(last.trainingLoss)}${share}.${against}`;
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
