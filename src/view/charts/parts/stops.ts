/** The ends of what can be gone to, and, where not every whole number between can, which. */
export interface Stops {
  readonly min: number;
  readonly max: number;
  /** Ascending. */
  readonly only?: readonly number[];
}

/** The stop nearest to a value. */
export function nearestStop({ min, max, only }: Stops, value: number): number {
  if (!only || only.length === 0) return Math.min(max, Math.max(min, Math.round(value)));
  return only.reduce((best, it) => (Math.abs(it - value) < Math.abs(best - value) ? it : best));
}

const LEAP = 10;
const strides: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -LEAP,
  PageUp: LEAP,
};

/** Where a key leads from a value, as on a slider; null where it is not one of a slider's keys. */
export function stopAfter(stops: Stops, value: number, key: string): number | null {
  if (key === 'Home') return nearestStop(stops, stops.min);
  if (key === 'End') return nearestStop(stops, stops.max);
  const stride = strides[key];
  if (stride === undefined) return null;
  if (!stops.only || stops.only.length === 0) return nearestStop(stops, value + stride);
  const next = stops.only.indexOf(nearestStop(stops, value)) + stride;
  return stops.only[Math.min(stops.only.length - 1, Math.max(0, next))]!;
}
