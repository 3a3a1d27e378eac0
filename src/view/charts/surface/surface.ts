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

/** What is drawn beside the network's own answer. */
function beside(scene: Scene): string {
  const rival = rivalOf(scene)
    ? ' Right of the divider: backprop, from the same seed on the same batches.'
    : '';
  return rival + (ghostOf(scene) ? ` Dotted: ${scene.ghost!.title}.` : '');
}

export function describe(scene: Scene): string {
  const { landscape, rows } = scene;
  return own(landscape, rows) + (landscape?.kind === 'surface' ? beside(scene) : '');
}

function own(landscape: Scene['landscape'], rows: Scene['rows']): string {
  if (landscape?.kind !== 'surface') return 'The network has not been asked yet.';
  const values = Array.from(landscape.values);
  if (values.some((it) => !Number.isFinite(it)))
    return 'Where it is hatched the network’s answer is not a number.';
  const above = values.filter((it) => it > 0).length / values.length;
  const tests =
    rows && rows.training < rows.count ? ` and ${plural(rows.count - rows.training, 'test sample')}` : '';
  const points = rows ? ` ${plural(rows.training, 'training sample')}${tests} drawn over it.` : '';
  if (above === 0 || above === 1) return `The network answers with the same sign everywhere.${points}`;
  return `The answer is positive on ${percent(above)} of the plane.${points}`;
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
