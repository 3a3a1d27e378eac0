import { contours, geoIdentity, geoPath } from 'd3';
import type { Landscape } from '#session/frame.ts';
import { number, percent, plural } from '../../format.ts';
import { type Scene, TABLE_ROWS, type Table } from '../chart.ts';
import { dataPoints } from '../parts/points.ts';

export const fits = ({ landscape, rows }: Scene): boolean =>
  landscape ? landscape.kind === 'surface' : rows?.inputUnits === 2;

type Surface = Extract<Landscape, { kind: 'surface' }>;

/** Another answer over the very same plane; null where there is none. */
const alike = (landscape: Landscape | null, other: Landscape | null | undefined): Surface | null =>
  landscape?.kind === 'surface' && other?.kind === 'surface' && `${other.extent}` === `${landscape.extent}`
    ? other
    : null;

export const rivalOf = ({ landscape, rivalLandscape }: Scene): Surface | null =>
  alike(landscape, rivalLandscape);
export const ghostOf = ({ landscape, ghost }: Scene): Surface | null => alike(landscape, ghost?.landscape);

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
  const ghost = ghostOf(scene) ? ` Dotted ghost: ${scene.ghost!.title}.` : '';
  const rival = rivalOf(scene);
  if (rival && Number.isFinite(shareAbove(rival)))
    return `The answer is positive on ${percent(above)} of the plane, backprop’s on ${percent(shareAbove(rival))}: same seed, same batches.${ghost}`;
  const tests =
    rows && rows.training < rows.count ? ` and ${plural(rows.count - rows.training, 'test sample')}` : '';
  const points = rows ? ` ${plural(rows.training, 'training sample')}${tests} drawn over it.` : '';
  const answer =
    above === 0 || above === 1
      ? 'The network answers with the same sign everywhere.'
      : `The answer is positive on ${percent(above)} of the plane.`;
  return `${answer}${points}${ghost}`;
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

/** The line where the answer is zero, as SVG path data in a square of `side` pixels; rows from the top. */
export function boundary(values: ArrayLike<number>, size: number, side: number): string {
  const safe = Array.from(values, (it) => (Number.isFinite(it) ? it : 0));
  const [line] = contours().size([size, size]).thresholds([0])(safe);
  if (!line) return '';
  // Contours also close around the rim, which is no boundary: whoever draws this cuts the outermost pixel off.
  return geoPath(geoIdentity().scale(side / size))(line) ?? '';
}
