/** A coil from (0, 0) to (0, 1), as wide as `reach` to both sides: drawn at any length by scaling it upright. */
export function coil(reach: number, turns = 4): string {
  const lead = 0.1;
  const rise = (1 - 2 * lead) / (2 * turns);
  const bends = Array.from({ length: 2 * turns }, (_, i) => {
    const side = i % 2 === 0 ? reach : -reach;
    return `L${side},${(lead + (i + 0.5) * rise).toFixed(4)}`;
  });
  return `M0,0V${lead}${bends.join('')}L0,${1 - lead}V1`;
}

/** Arrows shorter than this are not drawn: nothing pulls there that one could see. */
const SHORTEST = 4;

/** An arrow upright at x from one height to another; empty where it would be too short to see. */
export function arrow(x: number, tail: number, head: number): string {
  const length = head - tail;
  if (!(Math.abs(length) >= SHORTEST)) return '';
  const barb = Math.sign(length) * Math.min(5, 0.7 * Math.abs(length));
  const wing = (0.7 * Math.abs(barb)).toFixed(1);
  const at = x.toFixed(1);
  return `M${at},${tail.toFixed(1)}V${head.toFixed(1)}m-${wing},${(-barb).toFixed(1)}l${wing},${barb.toFixed(1)}l${wing},${(-barb).toFixed(1)}`;
}

/** Sizes of what stands on a post, by how far posts are apart: all in pixels. */
export interface Sizes {
  readonly knob: number;
  /** Half the width of a platform, and of a coil. */
  readonly platform: number;
  readonly coil: number;
  /** Where the two arrows stand beside the post. */
  readonly side: number;
  /** There is room for arrows at every post. */
  readonly isRoomy: boolean;
}

const between = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));

export function sizesAt(pitch: number): Sizes {
  const knob = between(0.21 * pitch, 2.8, 7.5);
  return {
    knob,
    platform: between(0.38 * pitch, 3.4, 17),
    coil: between(0.16 * pitch, 1.6, 6),
    side: Math.max(knob + 4, 0.36 * pitch),
    isRoomy: pitch >= 24,
  };
}
