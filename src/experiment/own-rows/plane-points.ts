import type { OwnSamples } from './own-samples.ts';

/** A point of the plane and the class it was drawn as, from 0. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

/** Classes that can be drawn. */
export const MOST_CLASSES = 4;
export const CLASS_NAMES = ['A', 'B', 'C', 'D'] as const;

/** Points of rows with two inputs and up to `MOST_CLASSES` classes; null for rows that are no such points. */
export function pointsOf({ count, inputUnits, inputs, answers }: OwnSamples): readonly PlanePoint[] | null {
  if (inputUnits !== 2 || answers.kind !== 'classes' || answers.classes > MOST_CLASSES) return null;
  return Array.from({ length: count }, (_, i) => ({
    x: inputs[2 * i]!,
    y: inputs[2 * i + 1]!,
    label: answers.labels[i]!,
  }));
}

/** At least two, and as many as the last class drawn needs. */
export const classesAmong = (points: readonly PlanePoint[]): number =>
  points.reduce((most, { label }) => Math.max(most, label + 1), 2);

export function samplesFromPoints(points: readonly PlanePoint[]): OwnSamples {
  const labels = Uint8Array.from(points, (it) => it.label);
  return {
    count: points.length,
    inputUnits: 2,
    inputs: Float64Array.from(points.flatMap(({ x, y }) => [x, y])),
    answers: { kind: 'classes', classes: classesAmong(points), labels },
  };
}

/** Half the side of the square that holds the points: at least `least`, in halves. */
export const reachOf = (points: readonly PlanePoint[], least: number): number =>
  points.reduce(
    (reach, { x, y }) => Math.max(reach, Math.ceil(2 * Math.max(Math.abs(x), Math.abs(y))) / 2),
    least,
  );

/** The point nearest to a place and closer than `within`; −1 where there is none. */
export function nearestTo(points: readonly PlanePoint[], x: number, y: number, within = Infinity): number {
  let best = -1;
  let least = within;
  points.forEach((point, i) => {
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance >= least) return;
    best = i;
    least = distance;
  });
  return best;
}
