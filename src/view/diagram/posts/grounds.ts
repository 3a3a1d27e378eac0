import type { Grounds } from '../preview/outlines.ts';
import type { Rack } from './rack.ts';
import type { Sizes } from './shapes.ts';

/** Shelves and posts as far as outlines of what would come need to know. */
export function groundsOf(
  { shelves, direction, pitch, height }: Rack,
  width: number,
  { knob }: Sizes,
): Grounds {
  const half = Math.max(1, Math.min(...shelves.map(({ box }) => box.height / 2)) - 4);
  return {
    layers: shelves.map(({ node, box: { x, y, width: wide, height: tall }, units, hidden }) => {
      const stretch = pitch * units.length;
      const left = units[0]! - pitch / 2;
      return {
        id: node.id,
        box:
          direction === 'up'
            ? { x: left, y, width: stretch, height: tall }
            : { x, y, width: wide, height: tall },
        units: units.map((it) => ({ x: it, y: y + tall / 2 })),
        hidden,
      };
    }),
    direction,
    width,
    height,
    pitch: { x: pitch, y: 0 },
    reach: { x: Math.min(pitch / 2, 9), y: half },
    shape: ({ x, y }) =>
      `M${x},${y - half}V${y - knob}a${knob},${knob} 0 0 1 0,${2 * knob}a${knob},${knob} 0 0 1 0,${-2 * knob}m0,${2 * knob}V${y + half}`,
  };
}
