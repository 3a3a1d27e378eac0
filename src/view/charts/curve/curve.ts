import { bisector, max, min } from 'd3';
import type { Landscape } from '#session/frame.ts';
import { number, plural } from '../../format.ts';
import { type Scene, TABLE_ROWS, type Table } from '../chart.ts';
import { dataPoints } from '../parts/points.ts';

export type Curve = Extract<Landscape, { kind: 'curve' }>;

export const fits = ({ landscape, rows }: Scene): boolean =>
  landscape ? landscape.kind === 'curve' : rows?.inputUnits === 1 && rows.targetUnits <= 2;

/** The curves there are, the network's own on top. */
export function curvesOf({
  landscape,
  rivalLandscape,
  ghost,
}: Scene): readonly { readonly kind: 'own' | 'rival' | 'ghost'; readonly curve: Curve }[] {
  const all = [
    { kind: 'ghost', curve: ghost?.landscape },
    { kind: 'rival', curve: rivalLandscape },
    { kind: 'own', curve: landscape },
  ] as const;
  return all.flatMap(({ kind, curve }) => (curve?.kind === 'curve' ? [{ kind, curve }] : []));
}

/** The curve at x, linearly between its points; NaN outside of them. */
export function valueAt({ xs, ys }: Curve, x: number): number {
  const at = bisector((it: number) => it).left(xs, x);
  if (xs[at] === x) return ys[at]!;
  if (at === 0 || at >= xs.length) return Number.NaN;
  const share = (x - xs[at - 1]!) / (xs[at]! - xs[at - 1]!);
  return ys[at - 1]! + share * (ys[at]! - ys[at - 1]!);
}

/** Root of the mean squared distance between the curve and the training rows. */
export function typicalDistance({ landscape, rows }: Scene): number {
  if (landscape?.kind !== 'curve') return Number.NaN;
  const training = dataPoints(rows).filter((it) => it.trains);
  const squares = training
    .map((it) => (valueAt(landscape, it.x) - it.y) ** 2)
    .filter((it) => !Number.isNaN(it));
  return Math.sqrt(squares.reduce((sum, it) => sum + it, 0) / squares.length);
}

export function describe(scene: Scene): string {
  const { landscape, rows } = scene;
  if (landscape?.kind !== 'curve') return 'The network has not been asked yet.';
  const low = min(Array.from(landscape.ys)) ?? Number.NaN;
  const high = max(Array.from(landscape.ys)) ?? Number.NaN;
  if (!Number.isFinite(low) || !Number.isFinite(high))
    return 'The network’s answer is not a number everywhere.';
  const distance = typicalDistance(scene);
  const fit =
    rows && Number.isFinite(distance)
      ? ` It is typically ${number(distance, 2)} off its ${plural(rows.training, 'sample')}.`
      : '';
  const kinds = curvesOf(scene).map((it) => it.kind);
  const rival = kinds.includes('rival') ? ' Dashed: backprop, same seed, same batches.' : '';
  const ghost = kinds.includes('ghost') ? ` Dotted ghost: ${scene.ghost!.title}.` : '';
  return `The network’s curve runs between ${number(low, 2)} and ${number(high, 2)}.${fit}${rival}${ghost}`;
}

export function table({ landscape, rows }: Scene): Table {
  const points = dataPoints(rows);
  const answer = (x: number): string => {
    const value = landscape?.kind === 'curve' ? valueAt(landscape, x) : Number.NaN;
    return Number.isNaN(value) ? '–' : number(value);
  };
  return {
    columns: ['row', 'input', 'target', 'network', 'part'],
    rows: points
      .slice(0, TABLE_ROWS)
      .map((it) => [
        String(it.index + 1),
        number(it.x),
        number(it.y),
        answer(it.x),
        it.trains ? 'training' : 'test',
      ]),
    ...(points.length > TABLE_ROWS && { note: `The first ${TABLE_ROWS} of ${points.length} rows.` }),
  };
}
