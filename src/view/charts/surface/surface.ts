import type { Landscape } from '#session/frame.ts';
import { diverging } from '../../color.ts';
import { number, percent, plural } from '../../format.ts';
import { type Scene, TABLE_ROWS, type Table } from '../chart.ts';
import { answersAlike, type PlanePicture, zeroLine } from '../parts/plane.ts';
import { dataPoints } from '../parts/points.ts';

export const fits = ({ landscape, rows }: Scene): boolean =>
  landscape ? landscape.kind === 'surface' : rows?.inputUnits === 2 && rows.targetUnits <= 2;

export type Surface = Extract<Landscape, { kind: 'surface' }>;

/** How strongly the plane is coloured, so that the points stand out. */
const TINT = 0.62;

export const pictureOf = ({ size, extent, values }: Surface): PlanePicture => ({
  size,
  extent,
  paint(palette) {
    const color = diverging(palette, 1, TINT);
    return (probe) => (Number.isFinite(values[probe]!) ? color(values[probe]!) : null);
  },
  boundaries: (side) => zeroLine(values, size, side),
});

/** Share of the plane on which an answer is positive; NaN where it is not a number everywhere. */
function shareAbove({ values }: Surface): number {
  let above = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) return Number.NaN;
    if (values[i]! > 0) above += 1;
  }
  return above / values.length;
}

export function describe(scene: Scene): string {
  const { landscape, rows } = scene;
  if (landscape?.kind !== 'surface') return 'The network has not been asked yet.';
  const above = shareAbove(landscape);
  if (Number.isNaN(above)) return 'Where it is hatched the network’s answer is not a number.';
  const { rival, ghost: other } = answersAlike('surface', scene);
  const ghost = other ? ` Dotted ghost: ${scene.ghost!.title}.` : '';
  if (rival && Number.isFinite(shareAbove(rival)))
    return `Positive on ${percent(above)} of the plane, backprop’s on ${percent(shareAbove(rival))}.${learned(scene)}${ghost}`;
  const tests =
    rows && rows.training < rows.count ? ` and ${plural(rows.count - rows.training, 'test sample')}` : '';
  const points = rows ? ` ${plural(rows.training, 'training sample')}${tests} drawn over it.` : '';
  const answer =
    above === 0 || above === 1
      ? 'The network answers with the same sign everywhere.'
      : `Positive on ${percent(above)} of the plane.`;
  return `${answer}${learned(scene)}${points}${ghost}`;
}

/** How good the answers are, as far as it was measured. */
function learned({ training: { history } }: Scene): string {
  const last = history.at(-1);
  if (!last || !Number.isFinite(last.trainingLoss)) return '';
  const right = last.testAccuracy ?? last.trainingAccuracy;
  const share = right === null ? '' : `, ${percent(right)} right`;
  return ` Loss\u00a0${number(last.trainingLoss)}${share}.`;
}

export function table({ rows }: Scene): Table {
  const points = dataPoints(rows);
  return {
    columns: ['row', 'x₁', 'x₂', 'target', 'part'],
    rows: points
      .slice(0, TABLE_ROWS)
      .map((it) => [
        String(it.index + 1),
        number(it.x),
        number(it.y),
        number(it.target),
        it.trains ? 'training' : 'test',
      ]),
    ...(points.length > TABLE_ROWS && { note: `The first ${TABLE_ROWS} of ${points.length} rows.` }),
  };
}
