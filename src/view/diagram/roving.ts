import type { Spot } from '#session/session.ts';
import type { Arrangement } from './layout.ts';

/** Layers with the units that are drawn of them. */
export interface Walkable {
  readonly layers: readonly {
    readonly node: { readonly id: string };
    readonly level: number;
    readonly units: ArrayLike<unknown>;
  }[];
  /** `across`: units lie above each other and layers side by side; `up`: the other way round. */
  readonly direction: Arrangement['direction'];
  /** Beyond the last unit of a layer the next layer begins. */
  readonly runsOn?: boolean;
}

/** Where an arrow key leads from a unit: along its layer, or to the neighbour layer's unit nearest by rank. Null elsewhere. */
export function walk({ layers, direction, runsOn = false }: Walkable, from: Spot, key: string): Spot | null {
  const drawn = layers.filter((it) => it.units.length > 0).sort((a, b) => a.level - b.level);
  const at = drawn.findIndex((it) => it.node.id === from.node);
  const here = drawn[at];
  if (!here) return null;
  const within = direction === 'across' ? { ArrowUp: -1, ArrowDown: 1 } : { ArrowLeft: -1, ArrowRight: 1 };
  const between = direction === 'across' ? { ArrowLeft: -1, ArrowRight: 1 } : { ArrowDown: -1, ArrowUp: 1 };
  const along = within[key as keyof typeof within];
  if (along) {
    const unit = from.unit + along;
    if (unit >= 0 && unit < here.units.length) return { node: from.node, unit };
    const next = runsOn ? drawn[at + along] : undefined;
    return next ? { node: next.node.id, unit: along > 0 ? 0 : next.units.length - 1 } : null;
  }
  const next = drawn[at + (between[key as keyof typeof between] ?? 0)];
  if (!next || next === here) return null;
  const rank = (from.unit + 0.5) / here.units.length;
  return { node: next.node.id, unit: Math.min(next.units.length - 1, Math.floor(rank * next.units.length)) };
}

/** Gives a neuron the focus, where it is drawn. */
export const focusOn = (picture: Element, { node, unit }: Spot): void =>
  picture.querySelector<SVGElement>(`[data-unit="${CSS.escape(node)}/${unit}"]`)?.focus();

/** Does what a stroke asks of a picture, and keeps the stroke from the page; one that asks nothing goes on to it. */
export function carryOut(event: KeyboardEvent, act: (() => void) | null): void {
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}
