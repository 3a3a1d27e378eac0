import { classAt, type Rows } from '#core/datasets/rows.ts';

/** One row of the data as a mark. */
export interface DataPoint {
  /** Row; training rows come first. */
  readonly index: number;
  readonly x: number;
  /** Second input, or the target where there is one input only. */
  readonly y: number;
  /** Of two target units the second minus the first, as the landscape has it. */
  readonly target: number;
  /** Class, from 0; null where rows have none. */
  readonly label: number | null;
  readonly trains: boolean;
}

/** A class in the key of a plot, by its number from 0. */
export interface ClassKey {
  readonly label: number;
  readonly name: string;
}

/** Rows that can be drawn in a plane: two inputs, or one input and one target. */
export function dataPoints(rows: Rows | null): readonly DataPoint[] {
  if (!rows || rows.inputUnits > 2) return [];
  const { inputs, targets, inputUnits, targetUnits } = rows;
  return Array.from({ length: rows.count }, (_, index) => {
    const own = index * targetUnits;
    const target = targetUnits === 2 ? targets[own + 1]! - targets[own]! : targets[own]!;
    return {
      index,
      x: inputs[index * inputUnits]!,
      y: inputUnits === 2 ? inputs[index * 2 + 1]! : target,
      target,
      label: classAt(rows, index),
      trains: index < rows.training,
    };
  });
}

/** The training row drawn nearest to a place, within reach; null where there is none. Units of `place`'s result. */
export function nearestPoint(
  points: readonly DataPoint[],
  place: (point: DataPoint) => readonly [number, number],
  at: readonly [number, number],
  reach = 14,
): DataPoint | null {
  let best: DataPoint | null = null;
  let least = reach;
  for (const point of points) {
    if (!point.trains) continue;
    const [x, y] = place(point);
    const distance = Math.hypot(x - at[0], y - at[1]);
    if (distance < least) {
      least = distance;
      best = point;
    }
  }
  return best;
}
