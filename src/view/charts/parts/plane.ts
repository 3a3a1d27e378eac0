import { contours, geoIdentity, geoPath } from 'd3';
import type { Landscape } from '#session/frame.ts';
import type { Palette, Rgb } from '../../color.ts';
import type { Scene } from '../chart.ts';
import type { ClassKey } from './points.ts';

/** Answers over the input plane. */
export type PlaneLandscape = Extract<Landscape, { readonly size: number }>;

/** How an answer is drawn. */
export interface PlanePicture {
  readonly size: number;
  readonly extent: readonly [number, number];
  /** The colour at each probe, rows from the top; null where the answer is not a number. */
  paint(palette: Palette): (probe: number) => Rgb | null;
  /** SVG path data in a square of `side` pixels; the outermost of them are cut off. */
  boundaries(side: number): string;
  /** Names of classes, at shares of the plane from its left and top. */
  readonly names?: readonly (ClassKey & { readonly x: number; readonly y: number })[];
}

/** The network's answer, backprop's beside it and that of a run put aside. */
export type Beside<Answer> = Readonly<Record<'own' | 'rival' | 'ghost', Answer | null>>;

export function drawn<Answer>(
  { own, rival, ghost }: Beside<Answer>,
  draw: (answer: Answer) => PlanePicture,
): Beside<PlanePicture> {
  return { own: own && draw(own), rival: rival && draw(rival), ghost: ghost && draw(ghost) };
}

/** Where a plane is drawn, in pixels. */
export interface PlaneBox {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** Another answer over the very same plane; null where there is none. */
function alike<Kind extends PlaneLandscape>(
  landscape: Kind | null,
  other: Landscape | null | undefined,
): Kind | null {
  if (!landscape || other?.kind !== landscape.kind) return null;
  const found = other as Kind;
  return `${found.extent}` === `${landscape.extent}` ? found : null;
}

/** The answers of one kind, over one plane. */
export function answersAlike<Kind extends PlaneLandscape['kind']>(
  kind: Kind,
  { landscape, rivalLandscape, ghost }: Scene,
): Beside<Extract<PlaneLandscape, { kind: Kind }>> {
  type Found = Extract<PlaneLandscape, { kind: Kind }>;
  const own = landscape?.kind === kind ? (landscape as Found) : null;
  return { own, rival: alike(own, rivalLandscape), ghost: alike(own, ghost?.landscape) };
}

/** The line where a field is zero, as SVG path data in a square of `side` pixels; rows from the top. */
export function zeroLine(values: ArrayLike<number>, size: number, side: number): string {
  const safe = Array.from(values, (it) => (Number.isFinite(it) ? it : 0));
  const [line] = contours().size([size, size]).thresholds([0])(safe);
  if (!line) return '';
  // Contours also close around the rim, which is no boundary: whoever draws this cuts the outermost pixel off.
  return geoPath(geoIdentity().scale(side / size))(line) ?? '';
}
