import type { Arrangement } from './layout.ts';

export interface Spot {
  readonly node: string;
  readonly unit: number;
}

/** Where an arrow key leads from a unit: along its layer, or to the neighbour layer's unit nearest by rank. Null elsewhere. */
export function walk({ layers, direction }: Arrangement, from: Spot, key: string): Spot | null {
  const drawn = layers.filter((it) => it.units.length > 0).sort((a, b) => a.level - b.level);
  const at = drawn.findIndex((it) => it.node.id === from.node);
  const here = drawn[at];
  if (!here) return null;
  const within = direction === 'across' ? { ArrowUp: -1, ArrowDown: 1 } : { ArrowLeft: -1, ArrowRight: 1 };
  const between = direction === 'across' ? { ArrowLeft: -1, ArrowRight: 1 } : { ArrowDown: -1, ArrowUp: 1 };
  const along = within[key as keyof typeof within];
  if (along) {
    const unit = from.unit + along;
    return unit >= 0 && unit < here.units.length ? { node: from.node, unit } : null;
  }
  const next = drawn[at + (between[key as keyof typeof between] ?? 0)];
  if (!next || next === here) return null;
  const rank = (from.unit + 0.5) / here.units.length;
  return { node: next.node.id, unit: Math.min(next.units.length - 1, Math.floor(rank * next.units.length)) };
}
