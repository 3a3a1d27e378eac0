import { distanceTo, type Place } from './brush.ts';

/** A stroke: places in the unit square, from the top left. */
export type Stroke = readonly Place[];

/** As in MNIST: ink fits a box of 20 pixels in an image of 28, and its centre of mass is the image's centre. */
const BOX = 20 / 28;
/** Half the width of a line, and of its soft edge, in shares of the image: a line of MNIST is two to three pixels wide. */
const RADIUS = 1.05 / 28;
const SOFT = 0.75 / 28;

/** Grey levels 0 (paper) … 1 (ink) of an image of side × side pixels, row by row from the top left, two digits each. */
export function ink(strokes: readonly Stroke[], side: number): Float64Array {
  const image = new Float64Array(side * side);
  const reach = Math.ceil((RADIUS + SOFT) * side);
  for (const [from, to] of segmentsOf(strokes)) {
    const [left, right] = span(from[0], to[0], side, reach);
    const [top, bottom] = span(from[1], to[1], side, reach);
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++) {
        const distance = distanceTo([(column + 0.5) / side, (row + 0.5) / side], from, to);
        const level = Math.min(1, Math.max(0, (RADIUS + SOFT - distance) / (2 * SOFT)));
        const at = row * side + column;
        image[at] = Math.max(image[at]!, Math.round(100 * level) / 100);
      }
  }
  return image;
}

/** The strokes moved and scaled as the pictures of MNIST were, however large and wherever they were drawn. */
export function centre(strokes: readonly Stroke[], side: number): readonly Stroke[] {
  const places = strokes.flat();
  if (places.length === 0) return strokes;
  const [left, right] = extent(places.map((it) => it[0]));
  const [top, bottom] = extent(places.map((it) => it[1]));
  const most = Math.max(right - left, bottom - top);
  // A dot stays a dot.
  const scale = most < 4 * RADIUS ? 1 : (BOX - 2 * RADIUS) / most;
  const scaled = moved(strokes, scale, [
    0.5 - (scale * (left + right)) / 2,
    0.5 - (scale * (top + bottom)) / 2,
  ]);
  const [x, y] = centreOfMass(ink(scaled, side), side);
  return moved(scaled, 1, [0.5 - x, 0.5 - y]);
}

/** In shares of the image, from the top left; its middle where nothing was drawn. */
export function centreOfMass(image: Float64Array, side: number): Place {
  let [mass, x, y] = [0, 0, 0];
  image.forEach((level, at) => {
    mass += level;
    x += level * ((at % side) + 0.5);
    y += level * (Math.floor(at / side) + 0.5);
  });
  return mass === 0 ? [0.5, 0.5] : [x / mass / side, y / mass / side];
}

const moved = (strokes: readonly Stroke[], scale: number, [dx, dy]: Place): readonly Stroke[] =>
  strokes.map((stroke) => stroke.map(([x, y]): Place => [scale * x + dx, scale * y + dy]));

/** A stroke of one place is a dot: a segment from there to there. */
const segmentsOf = (strokes: readonly Stroke[]): readonly (readonly [Place, Place])[] =>
  strokes.flatMap((stroke) =>
    stroke.length === 1
      ? [[stroke[0]!, stroke[0]!] as const]
      : stroke.slice(1).map((to, i) => [stroke[i]!, to] as const),
  );

const span = (from: number, to: number, side: number, reach: number): readonly [number, number] => [
  Math.max(0, Math.floor(Math.min(from, to) * side) - reach),
  Math.min(side - 1, Math.floor(Math.max(from, to) * side) + reach),
];

const extent = (values: readonly number[]): readonly [number, number] =>
  values.reduce(([low, high], it) => [Math.min(low, it), Math.max(high, it)] as const, [
    Infinity,
    -Infinity,
  ] as const);
