import { contours, geoPath, geoTransform } from 'd3';
import { isFree, isPredicted, topologicalOrder } from '#core/network/topology.ts';
import type { Moment } from '#session/frame.ts';
import type { EnergyMap, Spot } from '#session/session.ts';
import { number, plural } from '../../format.ts';
import { nodeName, subscript } from '../../names.ts';
import { type Look, type Scene, TABLE_ROWS, type Table, usual } from '../chart.ts';
import { isDescent } from '../parts/rule-facts.ts';

/** Of wide layers only so many neurons are offered. */
const MOST_OFFERED = 64;

/** Neurons whose value settling may choose: of free layers, neither pinned nor removed; layer by layer. */
export function spotsOf({
  experiment: { network, pins, lesions },
}: Pick<Scene, 'experiment'>): readonly Spot[] {
  return topologicalOrder(network)
    .filter((it) => isFree(it) && isPredicted(network, it.id))
    .flatMap(({ id, units }) =>
      Array.from({ length: units }, (_, unit) => ({ node: id, unit })).filter(
        ({ unit }) => pins[id]?.[unit] === undefined && !lesions.units[id]?.includes(unit),
      ),
    );
}

/** The neurons to offer, and those chosen. */
export const offeredSpots = (spots: readonly Spot[], chosen: readonly Spot[]): readonly Spot[] =>
  spots.filter((it) => it.unit < MOST_OFFERED || chosen.some((other) => isSame(it, other)));

export const isSame = (a: Spot, b: Spot): boolean => a.node === b.node && a.unit === b.unit;

/** The two neurons to draw: the chosen ones; else the selected neuron and the one after; else the first two. */
export function sliceOf(scene: Scene, { slice }: Look): readonly [Spot, Spot] | null {
  const spots = spotsOf(scene);
  const known = (spot: Spot): boolean => spots.some((it) => isSame(it, spot));
  if (slice && known(slice[0]) && known(slice[1]) && !isSame(slice[0], slice[1])) return slice;
  const { selection } = scene;
  const at = selection?.kind === 'unit' ? spots.findIndex((it) => isSame(it, selection)) : 0;
  const from = Math.max(0, Math.min(at, spots.length - 2));
  const [across, up] = [spots[from], spots[from + 1]];
  return across && up ? [across, up] : null;
}

export const fits = (scene: Scene): boolean => spotsOf(scene).length > 1;

/** "x₂ of layer 1" */
export const spotName = ({ experiment }: Pick<Scene, 'experiment'>, { node, unit }: Spot): string =>
  `x${subscript(unit)} of ${nodeName(experiment.network, node)}`;

export const valueAt = (moment: Moment | null, { node, unit }: Spot): number =>
  moment?.nodes.find((it) => it.id === node)?.values[unit] ?? Number.NaN;

export type Place = readonly [number, number];

/** The two values at every recorded step up to the one shown; what is not a number is left out. */
export function trajectory(
  { recorded, moment }: Scene,
  [across, up]: readonly [Spot, Spot],
): readonly Place[] {
  if (!recorded || !moment) return [];
  const places: Place[] = [];
  for (let t = recorded.first; t <= Math.min(moment.t, recorded.last); t++) {
    const at = recorded.at(t);
    const place = [valueAt(at, across), valueAt(at, up)] as const;
    if (place.every(Number.isFinite)) places.push(place);
  }
  return places;
}

/** Steps that go against the one before: what a large η makes of a valley. */
export function turnsBack(path: readonly Place[]): number {
  let turns = 0;
  for (let i = 2; i < path.length; i++) {
    const [a, b, c] = [path[i - 2]!, path[i - 1]!, path[i]!];
    if ((b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0) turns += 1;
  }
  return turns;
}

/** Both ends of an axis. */
export type Span = readonly [number, number];

/** From the outer edges of the first and the last cell. */
const spanOf = (values: ArrayLike<number>): Span => {
  const half = (values[values.length - 1]! - values[0]!) / Math.max(1, values.length - 1) / 2;
  return [values[0]! - half, values[values.length - 1]! + half];
};

/** What the axes hold: the map, or where there is none the path with some room around. */
export function spansOf(map: EnergyMap | null, path: readonly Place[]): readonly [Span, Span] {
  if (map && map.xs.length > 1 && map.ys.length > 1) return [spanOf(map.xs), spanOf(map.ys)];
  const around = (values: readonly number[]): Span => {
    const [low, high] = [Math.min(...values, 0), Math.max(...values, 0)];
    const room = Math.max(0.5, 0.2 * (high - low));
    return [low - room, high + room];
  };
  return [around(path.map((it) => it[0])), around(path.map((it) => it[1]))];
}

export interface Band {
  /** Energy of the lower edge. */
  readonly from: number;
  /** 0 at the bottom of the valley … 1. */
  readonly share: number;
  readonly path: string;
}

const BANDS = 10;

/** Bands of energy, each lying on those below, as SVG paths in a rectangle of pixels. Even in distance where F is a bowl. */
export function bandsOf(map: EnergyMap, width: number, height: number): readonly Band[] {
  const [columns, rows] = [map.xs.length, map.ys.length];
  const energy = Array.from(map.energy);
  const finite = energy.filter(Number.isFinite);
  if (finite.length === 0) return [];
  const least = finite.reduce((a, b) => Math.min(a, b));
  const most = finite.reduce((a, b) => Math.max(a, b));
  const thresholds = Array.from({ length: BANDS }, (_, i) => least + (most - least) * (i / BANDS) ** 2);
  const toPixels = geoTransform({
    point(x, y) {
      this.stream.point((x / columns) * width, height - (y / rows) * height);
    },
  });
  const draw = geoPath(toPixels);
  return contours()
    .size([columns, rows])
    .thresholds(thresholds)(energy.map((it) => (Number.isFinite(it) ? it : most)))
    .map((band, i) => ({ from: band.value, share: i / (BANDS - 1), path: draw(band) ?? '' }));
}

export const title = ({ experiment }: Scene): string =>
  isDescent(experiment.inference.rule) ? 'Energy landscape' : 'Error landscape';

export function describe(scene: Scene, look: Look = usual): string {
  const slice = sliceOf(scene, look);
  const { moment } = scene;
  if (!slice || !moment) return 'Nothing has been measured yet.';
  const [across, up] = slice;
  const together =
    across.node === up.node
      ? `x${subscript(across.unit)} and x${subscript(up.unit)} of ${nodeName(scene.experiment.network, up.node)}`
      : `${spotName(scene, across)} and ${spotName(scene, up)}`;
  const what = `A slice of ${isDescent(scene.experiment.inference.rule) ? 'F' : 'the total error'} over ${together}, all else as at t = ${moment.t}.`;
  const path = trajectory(scene, slice);
  if (path.length === 0) return `${what} The two values are no longer numbers.`;
  const turns = turnsBack(path);
  const zigzag =
    turns > (path.length - 2) / 2 && turns > 1
      ? ` It zig-zags: ${turns} of ${plural(path.length - 1, 'step')} turn back.`
      : '';
  return `${what}${zigzag}`;
}

export function table(scene: Scene, look: Look = usual): Table {
  const slice = sliceOf(scene, look);
  const { recorded } = scene;
  if (!slice || !recorded) return { columns: ['step'], rows: [] };
  const steps = recorded.last - recorded.first + 1;
  const shown = Math.min(steps, TABLE_ROWS);
  return {
    columns: ['step', ...slice.map((it) => spotName(scene, it)), 'F'],
    rows: Array.from({ length: shown }, (_, i) => {
      const at = recorded.at(recorded.first + i);
      const cells = [...slice.map((it) => valueAt(at, it)), at?.total ?? Number.NaN];
      return [String(recorded.first + i), ...cells.map((it) => number(it))];
    }),
    ...(shown < steps && { note: `The first ${shown} of ${steps} steps.` }),
  };
}
