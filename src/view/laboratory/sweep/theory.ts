import type { SweepMap } from '#session/studies/sweep/map.ts';
import { placeOf } from './cells.ts';

/** A line of theory over a map: places in cells, across and up. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
  /** Points that do not follow from the one before. */
  readonly breaks: ReadonlySet<number>;
}

/** Beyond it a settling is unstable: straight through every row, or column, that has a limit. */
function limitLine({ request, xs, ys, limits }: SweepMap): Line | null {
  const isAcross = request.across.axis === 'inferenceRate';
  const side = isAcross ? { span: request.across, values: xs } : { span: request.up, values: ys };
  const points: (readonly [number, number])[] = [];
  const breaks = new Set<number>();
  for (const [i, limit] of limits.entries()) {
    const at = limit === null ? null : placeOf(side, limit);
    if (at === null) continue;
    if (points.length > 0 && points.at(-1)![isAcross ? 1 : 0] !== i) breaks.add(points.length);
    for (const along of [i, i + 1]) points.push(isAcross ? [at, along] : [along, at]);
  }
  return points.length > 0 ? { name: 'theory: largest stable η at the start', points, breaks } : null;
}

/** What theory says of a map, where it says anything. */
export function linesOf(map: SweepMap): readonly Line[] {
  const hasRate = [map.request.across.axis, map.request.up.axis].includes('inferenceRate');
  return hasRate && map.request.work === 'settling' ? [limitLine(map)].filter((it) => it !== null) : [];
}
