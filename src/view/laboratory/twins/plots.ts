import type { EpochRecord } from '#session/frame.ts';
import type { PairRecord } from '#session/studies/twins/pair.ts';
import type { Begun, TwinRuns } from '#session/studies/twins/twin-runs.svelte.ts';
import { TABLE_ROWS, type Table } from '../../charts/chart.ts';
import { change, degrees, number, percent, plain, plural } from '../../format.ts';
import { dashedSide, namesOf, type Side, sides, withoutPrecision } from './twins.ts';

/** What the runs say, as far as plots read it. */
export interface Heard extends Pick<TwinRuns, 'records' | 'alignments' | 'updates' | 'shown'> {
  readonly begun: Begun;
}

/** What the horizontal axis of losses and accuracies counts. */
export type Across = 'epochs' | 'work' | 'time';

export interface Line {
  readonly key: string;
  readonly name: string;
  readonly dashed: boolean;
  /** `test`: of rows that do not train; `context`: what the other lines are measured by; `faint`: single updates. */
  readonly kind: 'main' | 'test' | 'context' | 'faint';
  readonly points: readonly (readonly [number, number])[];
}

export interface Plot {
  readonly id: string;
  readonly title: string;
  /** Of the horizontal axis. */
  readonly unit: string;
  readonly lines: readonly Line[];
  /** Values the vertical axis spans at least. */
  readonly spans: readonly [number, number];
  readonly format: (value: number) => string;
  readonly caption: string;
  readonly about: readonly string[];
  readonly table: Table;
  readonly term: string;
}

/** Epochs as multiples of what the axis counts, of either run; the unit is one for both. */
export function scaleOf({ begun, records }: Pick<Heard, 'begun' | 'records'>, across: Across) {
  const { cost, timing, batches, rows } = begun;
  if (across === 'epochs') return { unit: 'epoch', factors: [1, 1] as const };
  if (across === 'time')
    return {
      unit: 'seconds of updates',
      factors: sides.map((it) => (batches * timing[it].milliseconds) / 1000) as [number, number],
    };
  const each = sides.map((it) => rows.training * cost[it]) as [number, number];
  const most = Math.max(...each) * Math.max(1, records.at(-1)?.at ?? 1);
  const [size, word] = most >= 1e9 ? [1e9, 'billion '] : most >= 1e6 ? [1e6, 'million '] : [1, ''];
  return { unit: `${word}multiply-adds`, factors: each.map((it) => it / size) as [number, number] };
}

type Figure = 'trainingLoss' | 'testLoss' | 'trainingAccuracy' | 'testAccuracy';

function figureOf({ settings }: Begun, record: EpochRecord, figure: Figure, side: Side): number | null {
  const value = record[figure];
  if (value === null) return null;
  return figure.endsWith('Loss') ? withoutPrecision(value, settings[side]) : value;
}

function linesOf(heard: Heard, figures: readonly [Figure, Figure], across: Across): readonly Line[] {
  const { begun, records } = heard;
  const { factors } = scaleOf(heard, across);
  const names = namesOf(begun.settings);
  return figures.flatMap((figure, part) =>
    sides
      .map((side) => ({
        key: `${figure} ${side}`,
        name: `${names[side]}, ${part === 0 ? 'training' : 'test'}`,
        dashed: dashedSide(begun.settings) === side,
        kind: part === 0 ? ('main' as const) : ('test' as const),
        points: records.flatMap((it): [number, number][] => {
          const value = figureOf(begun, it.runs[side], figure, side);
          return value === null || !Number.isFinite(value) ? [] : [[it.at * factors[side], value]];
        }),
      }))
      .filter((it) => it.points.length > 0),
  );
}

const atEpoch = (at: number): string => (Number.isInteger(at) ? String(at) : number(at));

function tableOf(
  heard: Heard,
  columns: readonly string[],
  cells: (record: PairRecord) => readonly string[],
): Table {
  const last = heard.records.slice(-TABLE_ROWS);
  return {
    columns: ['epoch', ...columns],
    rows: last.map((it) => [atEpoch(it.at), ...cells(it)]),
    ...(last.length < heard.records.length && {
      note: `The last ${last.length} of ${heard.records.length} records.`,
    }),
  };
}

const said = (value: number | null, format: (value: number) => string): string =>
  value === null ? '–' : format(value);

function columnsOf(
  heard: Heard,
  figures: readonly [Figure, Figure],
  format: (value: number) => string,
): Table {
  const { begun, records } = heard;
  const names = namesOf(begun.settings);
  const known = figures.filter((it) => records.some((record) => record.runs[0][it] !== null));
  return tableOf(
    heard,
    known.flatMap((figure) =>
      sides.map((side) => `${names[side]}, ${figure.startsWith('test') ? 'test' : 'training'}`),
    ),
    ({ runs }) =>
      known.flatMap((figure) => sides.map((side) => said(figureOf(begun, runs[side], figure, side), format))),
  );
}

/** “Strict 0.21, Backprop 0.18” at the moment shown. */
function compared({ begun, shown }: Heard, figure: Figure, format: (value: number) => string): string {
  const names = namesOf(begun.settings);
  return sides
    .map(
      (side) =>
        `${names[side]}\u00a0${shown ? said(figureOf(begun, shown.runs[side], figure, side), format) : '–'}`,
    )
    .join(', ');
}

const whenShown = ({ shown }: Heard): string => (shown ? `Epoch ${atEpoch(shown.at)}` : 'Before learning');

export function lossPlot(heard: Heard, across: Across): Plot {
  const test = heard.shown?.runs[0].testLoss != null ? ` Test: ${compared(heard, 'testLoss', number)}.` : '';
  return {
    id: 'loss',
    term: 'loss',
    title: 'Loss',
    unit: scaleOf(heard, across).unit,
    lines: linesOf(heard, ['trainingLoss', 'testLoss'], across),
    spans: [0, 0],
    format: plain,
    caption: `${whenShown(heard)}: ${compared(heard, 'trainingLoss', number)}.${test}`,
    about: [
      'The energy of the output alone after a forward pass, averaged over the rows. The output’s precision π is divided out here, so that runs of other precision can be compared.',
      'Seconds are the measured time of one update times the updates made; multiply-adds those of the matrix products of the updates. What the plots themselves ask for counts in neither.',
    ],
    table: columnsOf(heard, ['trainingLoss', 'testLoss'], number),
  };
}

/** Null where rows have no classes. */
export function accuracyPlot(heard: Heard, across: Across): Plot | null {
  const lines = linesOf(heard, ['trainingAccuracy', 'testAccuracy'], across);
  if (lines.length === 0) return null;
  const test =
    heard.shown?.runs[0].testAccuracy != null ? ` Test: ${compared(heard, 'testAccuracy', percent)}.` : '';
  return {
    id: 'accuracy',
    term: 'accuracy',
    title: 'Right answers',
    unit: scaleOf(heard, across).unit,
    lines,
    spans: [0, 1],
    format: percent,
    caption: `${whenShown(heard)}: ${compared(heard, 'trainingAccuracy', percent)}.${test}`,
    about: [
      'The share of rows whose class the forward pass names: by its sign with one output, by its largest output with more.',
    ],
    table: columnsOf(heard, ['trainingAccuracy', 'testAccuracy'], percent),
  };
}

export function distancePlot(heard: Heard): Plot {
  const { begun, records, shown } = heard;
  const names = namesOf(begun.settings);
  const line = (
    key: string,
    name: string,
    dashed: boolean,
    kind: Line['kind'],
    of: (record: PairRecord) => number,
  ): Line => ({
    key,
    name,
    dashed,
    kind,
    points: records.map((it) => [it.at, of(it)] as const).filter(([, value]) => Number.isFinite(value)),
  });
  const { between, moved, angle } = shown?.separation ?? { between: 0, moved: [0, 0], angle: null };
  const turned =
    angle === null || !Number.isFinite(angle)
      ? ''
      : ` Their ways from the start are ${degrees(angle)} apart.`;
  return {
    id: 'distance',
    term: 'weight-distance',
    title: 'Distance of the weights',
    unit: 'epoch',
    lines: [
      ...sides.map((side) =>
        line(
          `moved ${side}`,
          `${names[side]} from the start`,
          dashedSide(begun.settings) === side,
          'context',
          (it) => it.separation.moved[side],
        ),
      ),
      line('between', 'from each other', false, 'main', (it) => it.separation.between),
    ],
    spans: [0, 0],
    format: plain,
    caption: `${whenShown(heard)}: ${number(between)} from each other; ${number(moved[0])} and ${number(moved[1])} from the start.${turned}`,
    about: [
      'All weights and biases of a run are one point θ. Bold: |θ − θ′|, how far both runs are from each other. Thin: |θ − θ₀|, how far either came from where both began. The angle is that between θ − θ₀ and θ′ − θ₀.',
    ],
    table: tableOf(
      heard,
      ['from each other', ...sides.map((it) => `${names[it]} from the start`), 'angle'],
      ({ separation }) => [
        number(separation.between),
        ...separation.moved.map((it) => number(it)),
        said(separation.angle, degrees),
      ],
    ),
  };
}

/** More single updates than these would hide the epochs. */
const MOST_SINGLE = 60;

export function alignmentPlot(heard: Heard): Plot {
  const { begun, alignments, updates } = heard;
  const names = namesOf(begun.settings);
  const single = updates.length > MOST_SINGLE ? [] : updates;
  const line = (side: Side, kind: 'main' | 'faint'): Line => ({
    key: `${kind} ${side}`,
    name: kind === 'main' ? names[side] : `${names[side]}, single updates`,
    dashed: dashedSide(begun.settings) === side,
    kind,
    points: (kind === 'main' ? alignments : single).flatMap(({ at, alignment }): [number, number][] => {
      const { cosine } = alignment[side];
      return cosine === null || !Number.isFinite(cosine) ? [] : [[at, cosine]];
    }),
  });
  return {
    id: 'alignment',
    term: 'target-alignment',
    title: 'Target alignment',
    unit: 'epoch',
    lines: [...sides.map((side) => line(side, 'faint')), ...sides.map((side) => line(side, 'main'))],
    spans: [-1, 1],
    format: plain,
    caption: alignmentCaption(heard),
    about: [
      'Does an update take the output where the target asked for? For every sample of the batch learned from: ŷ before and ŷ′ after one weight update, both by a forward pass, and the cosine between the change ŷ′ − ŷ and the error y − ŷ. Its mean over the samples is drawn: thin for single updates, bold for all samples of an epoch together. 1: straight at the target; 0: across.',
      'Left out, and counted: samples whose output did not change at all and samples that were right to the last digit; neither has a direction. With a single output unit a cosine is +1 or −1, and the mean says how many more samples moved towards their target than away from it.',
      'Song et al. (2024) call learning with alignment near 1 prospective: the network first settles to where it ought to be, and then learns that.',
    ],
    table: {
      columns: ['epoch', ...sides.map((it) => names[it]), ...sides.map((it) => `${names[it]}, left out`)],
      rows: alignments
        .slice(-TABLE_ROWS)
        .map(({ at, alignment }) => [
          atEpoch(at),
          ...sides.map((side) => said(alignment[side].cosine, number)),
          ...sides.map((side) => plural(alignment[side].leftOut, 'sample')),
        ]),
    },
  };
}

function alignmentCaption({ begun, alignments, updates, shown }: Heard): string {
  const names = namesOf(begun.settings);
  const until = shown?.at ?? 0;
  const [epoch, single] = [alignments, updates].map((list) => list.findLast((it) => it.at <= until));
  const last = Number.isInteger(until) ? (epoch ?? single) : (single ?? epoch);
  if (!last) return 'Nothing learned yet: make one update.';
  const when = last === single && last !== epoch ? 'Last update' : `Epoch ${atEpoch(last.at)}`;
  const cosines = sides.map((side) => `${names[side]}\u00a0${said(last.alignment[side].cosine, change)}`);
  const left = last.alignment.map((it) => it.leftOut);
  const total = last.alignment[0].counted + left[0]!;
  const out = left.some((it) => it > 0)
    ? ` Left out: ${left.join(' and ')} of ${plural(total, 'sample')}.`
    : '';
  return `${when}: ${cosines.join(', ')}.${out}`;
}
