import type { Link } from './link.ts';

/** Numbers of which every member has a part: the k-th from `cuts[k]` to before `cuts[k + 1]`, counted in `width` floats. */
export interface Scattered {
  readonly cuts: readonly number[];
  readonly width: number;
}

/** The same at a place in memory, in bytes. */
export interface Stretch extends Scattered {
  readonly address: number;
}

/** A member's part of a stretch. */
function partOf(floats: Float32Array, { address, cuts, width }: Stretch, member: number): Float32Array {
  const from = address / 4;
  return floats.subarray(from + width * cuts[member]!, from + width * cuts[member + 1]!);
}

const lengthOf = (stretches: readonly Stretch[], member: number): number =>
  stretches.reduce((sum, { cuts, width }) => sum + width * (cuts[member + 1]! - cuts[member]!), 0);

/**
 * Brings every stretch together at every member. All of them call it, in the same order and with the same stretches;
 * `links` holds this member's end to each other, by number, and null at its own.
 */
export async function exchange(
  floats: Float32Array,
  stretches: readonly Stretch[],
  links: readonly (Link | null)[],
): Promise<void> {
  const self = links.indexOf(null);
  const length = lengthOf(stretches, self);
  for (const link of links) {
    if (!link || length === 0) continue;
    const parcel = link.room(length);
    let at = 0;
    for (const it of stretches) {
      const part = partOf(floats, it, self);
      parcel.set(part, at);
      at += part.length;
    }
    link.send(parcel);
  }
  for (const [member, link] of links.entries()) {
    if (!link || lengthOf(stretches, member) === 0) continue;
    const parcel = await link.receive();
    let at = 0;
    for (const it of stretches) {
      const part = partOf(floats, it, member);
      part.set(parcel.subarray(at, at + part.length));
      at += part.length;
    }
    link.reuse(parcel);
  }
}
