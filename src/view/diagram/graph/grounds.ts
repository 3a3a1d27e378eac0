import type { Arrangement, LayerPlace, Point } from '../layout.ts';
import type { Box } from '../matrix/places.ts';
import type { Grounds } from '../preview/outlines.ts';

/** Circles and images as far as outlines of what would come need to know. */
export function groundsOf({ layers, direction }: Arrangement, width: number, height: number): Grounds {
  const drawn = layers.filter((it) => it.units.length > 0);
  const radius = Math.max(...drawn.map((it) => it.radius));
  const apart = Math.min(2.5 * radius, ...drawn.flatMap((it) => distances(it.units)));
  const pitch = direction === 'across' ? { x: 0, y: apart } : { x: apart, y: 0 };
  return {
    layers: layers.map((it) => ({ id: it.node.id, box: boxOf(it), units: it.units, hidden: it.hidden })),
    direction,
    width,
    height,
    pitch,
    reach: { x: radius, y: radius },
    shape: ({ x, y }) =>
      `M${x - radius},${y}a${radius},${radius} 0 0 1 ${2 * radius},0a${radius},${radius} 0 0 1 ${-2 * radius},0`,
  };
}

const distances = (units: readonly Point[]): readonly number[] =>
  units.slice(1).map(({ x, y }, i) => Math.hypot(x - units[i]!.x, y - units[i]!.y));

function boxOf({ image, units, radius }: LayerPlace): Box {
  if (image) return { x: image.x, y: image.y, width: image.size, height: image.size };
  const [first, last] = [units[0]!, units.at(-1)!];
  const [x, y] = [first.x - radius, first.y - radius];
  return { x, y, width: last.x + radius - x, height: last.y + radius - y };
}
