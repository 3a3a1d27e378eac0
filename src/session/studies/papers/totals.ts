import { released as shareReleased } from '../../runs.ts';
import type { Settlement } from '../../settle.ts';

/** The energy of all layers together, at t = 0 … T. */
export function totals({ energy }: Pick<Settlement, 'energy'>): number[] {
  const traces = Object.values(energy);
  return traces[0]!.map((_, t) => traces.reduce((sum, it) => sum + it[t]!, 0));
}

/** The share of it at t = 0 that is gone at T. */
export function released(settlement: Pick<Settlement, 'energy'>): number {
  const total = totals(settlement);
  return shareReleased({ before: total[0]!, after: total.at(-1)! });
}
