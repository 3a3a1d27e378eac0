import type { PlanePoint } from '#experiment/own-rows/plane-points.ts';

/**
 * Marks of the classes around the present place of a path, of radius about 1. Squares and circles as in the output
 * picture, −1 and +1; further classes have other shapes and colours.
 */
const SHAPES: readonly ((r: number) => string)[] = [
  (r) => `m${-0.9 * r},${-0.9 * r}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`,
  (r) => `m${-r},0a${r},${r},0,1,0,${2 * r},0a${r},${r},0,1,0,${-2 * r},0z`,
  (r) => `m0,${-1.3 * r}l${1.2 * r},${2.1 * r}h${-2.4 * r}z`,
  (r) => `m0,${-1.4 * r}l${r},${1.4 * r}l${-r},${1.4 * r}l${-r},${-1.4 * r}z`,
];

const COLORS = SHAPES.length;
/** Beyond the fourth class colours come again, each with the next shape. */
const shapeOf = (label: number) => SHAPES[(label + Math.floor(label / COLORS)) % SHAPES.length]!;

/** The class of app.css whose --class is the colour of a class of the data. */
export const classToken = (label: number): string => `class-${(label % COLORS) + 1}`;

/** The mark of a class around (0, 0), as SVG path data. */
export const markOf = (label: number, radius = 4): string => `M0,0${shapeOf(label)(radius)}`;

/** All points of each class as one path: thousands cost four elements. Places in pixels. */
export function marksByClass(
  points: readonly PlanePoint[],
  place: (point: PlanePoint) => readonly [number, number],
): readonly string[] {
  const radius = points.length > 400 ? 2.4 : 3.4;
  return SHAPES.map((shape, label) => {
    const mark = shape(radius);
    return points
      .filter((it) => it.label === label)
      .map((it) => `M${place(it).map((at) => at.toFixed(1))}${mark}`)
      .join('');
  });
}
