import type { ConnectionId } from '#core/network/network.ts';
import type { Agreement } from '#core/telemetry/agreement.ts';
import type { Work } from '#session/studies/sweep/axes.ts';
import type { Pixel, SweepMap } from '#session/studies/sweep/map.ts';
import { degrees, percent, plain } from '../../format.ts';

export type MeasureId = 'angle' | 'relativeError' | 'normRatio' | 'energyLeft' | 'loss' | 'accuracy';

/** Which weights a figure about gradients is of: a connection's, or all together. */
export type Whose = ConnectionId | 'all';

type Token = 'paper' | 'error' | 'ink' | 'positive' | 'negative';

/** A colour at a value; between two they are mixed. */
export interface Stop {
  readonly value: number;
  readonly token: Token;
}

/** One figure of a pixel, and its colours. */
export interface Measure {
  readonly id: MeasureId;
  readonly label: string;
  readonly work: Work;
  /** What it is, as a sentence for the legend. */
  readonly definition: string;
  /** Its word in the glossary. */
  readonly term: string;
  /** Whether it is of some of the weights. */
  readonly perLayer: boolean;
  readonly scale: 'linear' | 'log';
  /** Null where a pixel has no such figure: no gradient has arrived, or there are no classes. */
  readonly of: (pixel: Pixel, whose: Whose) => number | null;
  readonly says: (value: number) => string;
  /** The colours of a map whose figures lie between two numbers. */
  readonly stops: (least: number, most: number) => readonly Stop[];
}

/** Three digits, without padding zeros. */
const short = (value: number): string => plain(Number(value.toPrecision(3)));

const agreementOf = ({ comparison }: Pixel, whose: Whose): Agreement | null =>
  (whose === 'all' ? comparison?.all : comparison?.connections[whose]) ?? null;

const fixed =
  (...stops: readonly Stop[]) =>
  () =>
    stops;

export const measures: readonly Measure[] = [
  {
    id: 'angle',
    label: 'Angle',
    work: 'settling',
    definition:
      'Angle between the weight gradient after T steps and that of backprop: 0° the same direction, 90° no help, 180° opposite.',
    term: 'angle',
    perLayer: true,
    scale: 'linear',
    of: (pixel, whose) => agreementOf(pixel, whose)?.angleDegrees ?? null,
    says: degrees,
    stops: (_, most) =>
      most > 90
        ? [
            { value: 0, token: 'paper' },
            { value: 90, token: 'error' },
            { value: 180, token: 'ink' },
          ]
        : [
            { value: 0, token: 'paper' },
            { value: Math.max(1, 10 * Math.ceil(most / 10)), token: 'error' },
          ],
  },
  {
    id: 'normRatio',
    label: 'Scale',
    work: 'settling',
    definition:
      'Length of the weight gradient over that of backprop: 1 the same length, whatever the direction.',
    term: 'norm-ratio',
    perLayer: true,
    scale: 'log',
    of: (pixel, whose) => agreementOf(pixel, whose)?.normRatio ?? null,
    says: short,
    stops: fixed(
      { value: 0.01, token: 'negative' },
      { value: 1, token: 'paper' },
      { value: 100, token: 'positive' },
    ),
  },
  {
    id: 'relativeError',
    label: 'Relative error',
    work: 'settling',
    definition:
      'Length of the difference of both gradients over that of backprop’s: direction and scale in one.',
    term: 'relative-error',
    perLayer: true,
    scale: 'log',
    of: (pixel, whose) => agreementOf(pixel, whose)?.relativeError ?? null,
    says: short,
    stops: fixed({ value: 0.001, token: 'paper' }, { value: 1, token: 'error' }, { value: 10, token: 'ink' }),
  },
  {
    id: 'energyLeft',
    label: 'Energy left',
    work: 'settling',
    definition:
      'F after T steps over F at the start, means over the batch: below 1 energy was released, above 1 it rose.',
    term: 'released',
    perLayer: false,
    scale: 'log',
    of: ({ energyLeft }) => energyLeft,
    says: percent,
    stops: fixed(
      { value: 0.01, token: 'negative' },
      { value: 1, token: 'paper' },
      { value: 100, token: 'positive' },
    ),
  },
  {
    id: 'loss',
    label: 'Loss',
    work: 'training',
    definition: 'Mean loss of the forward pass on all training rows, after the updates.',
    term: 'loss',
    perLayer: false,
    scale: 'log',
    of: ({ loss }) => loss,
    says: short,
    stops: (least, most) => [
      { value: least, token: 'paper' },
      { value: Math.max(most, least * 1.01), token: 'error' },
    ],
  },
  {
    id: 'accuracy',
    label: 'Accuracy',
    work: 'training',
    definition: 'Share of the training rows whose class the forward pass names, after the updates.',
    term: 'accuracy',
    perLayer: false,
    scale: 'linear',
    of: ({ accuracy }) => accuracy,
    says: percent,
    stops: (least) => [
      { value: Math.min(0.5, Math.floor(10 * least) / 10), token: 'paper' },
      { value: 1, token: 'positive' },
    ],
  },
];

export const measureOf = (id: MeasureId): Measure => measures.find((it) => it.id === id)!;
export const measuresOf = (work: Work): readonly Measure[] => measures.filter((it) => it.work === work);

/** What a pixel shows: a figure, or why there is none. */
export type Shown = { readonly value: number } | 'unknown' | 'diverged' | 'none';

export function shown(pixel: Pixel | null, measure: Measure, whose: Whose): Shown {
  if (!pixel) return 'unknown';
  if (pixel.diverged) return 'diverged';
  const value = measure.of(pixel, whose);
  if (value === null) return 'none';
  return Number.isNaN(value) ? 'diverged' : { value };
}

/** The colours of a map's figures: their range where it is not fixed. */
export function stopsFor({ pixels }: SweepMap, measure: Measure, whose: Whose): readonly Stop[] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const pixel of pixels.flat()) {
    const it = shown(pixel, measure, whose);
    if (typeof it === 'string' || !Number.isFinite(it.value)) continue;
    if (measure.scale === 'log' && it.value <= 0) continue;
    least = Math.min(least, it.value);
    most = Math.max(most, it.value);
  }
  return least <= most ? measure.stops(least, most) : measure.stops(0.5, 1);
}
