import { formatNumber, isList } from './describe.ts';
import { limits } from './limits.ts';
import { readObject } from './read.ts';
import type { Report } from './report.ts';

/** What is left out of a copy. */
const DROPPED = Symbol('dropped');

/**
 * A copy of the free-form part, as plain JSON. What JSON cannot hold, keys that would reach a prototype and what
 * exceeds the limits are left out, with one issue for all.
 */
export function parseView(value: unknown, report: Report): Readonly<Record<string, unknown>> {
  if (value === undefined || !readObject(value, 'view', report)) return {};
  let left = limits.viewEntries;
  let dropped = false;
  const drop = (): typeof DROPPED => {
    dropped = true;
    return DROPPED;
  };
  const copy = (item: unknown, depth: number): unknown => {
    if (item === null || typeof item === 'boolean') return item;
    if (typeof item === 'string') return item.length <= limits.viewText ? item : drop();
    if (typeof item === 'number') return Number.isFinite(item) ? item + 0 : drop();
    if (typeof item !== 'object' || ArrayBuffer.isView(item) || depth === limits.viewDepth) return drop();
    if (isList(item)) {
      if (item.length > left) return drop();
      left -= item.length;
      return Array.from({ length: item.length }, (_, i) => copy(item[i], depth + 1)).filter(
        (it) => it !== DROPPED,
      );
    }
    const entries = Object.entries(item);
    report.spend(entries.length);
    if (entries.length > left) return drop();
    left -= entries.length;
    const kept = entries
      .filter(([key]) => !(key in Object.prototype) || drop() !== DROPPED)
      .map(([key, it]) => [key, copy(it, depth + 1)] as const);
    return Object.fromEntries(kept.filter(([, it]) => it !== DROPPED));
  };
  const view = copy(value, 0);
  if (dropped) {
    const accepted = `up to ${formatNumber(limits.viewEntries)} plain JSON values, at most ${limits.viewDepth} deep`;
    report.repair('limit', 'view', `view may hold ${accepted}; what goes beyond was left out.`);
  }
  return view === DROPPED ? {} : (view as Record<string, unknown>);
}
