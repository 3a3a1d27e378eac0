import type { Parameters } from '#core/network/network.ts';

/** How far two runs from one start are from each other, and from the start: all weights and biases as one vector. */
export interface Separation {
  /** |θ − θ′| */
  readonly between: number;
  /** |θ − θ₀| of either. */
  readonly moved: readonly [number, number];
  /** Between both ways from the start, in degrees; null where either has not moved. */
  readonly angle: number | null;
}

const arraysOf = ({ weights, biases }: Parameters): Float64Array[] => [
  ...Object.values(weights),
  ...Object.values(biases),
];

/** Parameters of networks of one shape, keyed alike. */
export function separationOf(start: Parameters, one: Parameters, other: Parameters): Separation {
  const [from, a, b] = [arraysOf(start), arraysOf(one), arraysOf(other)];
  const sum = (of: (x: number, y: number, origin: number) => number): number =>
    from.reduce(
      (total, part, k) =>
        total + part.reduce((within, origin, i) => within + of(a[k]![i]!, b[k]![i]!, origin), 0),
      0,
    );
  const between = Math.sqrt(sum((x, y) => (x - y) ** 2));
  const moved = [
    Math.sqrt(sum((x, _, origin) => (x - origin) ** 2)),
    Math.sqrt(sum((_, y, origin) => (y - origin) ** 2)),
  ] as const;
  if (!(moved[0] > 0 && moved[1] > 0)) return { between, moved, angle: null };
  // Kahan's form keeps its digits near 0° and 180°.
  const unit = (x: number, y: number, origin: number) =>
    [(x - origin) / moved[0], (y - origin) / moved[1]] as const;
  const leg = (sign: 1 | -1) =>
    Math.sqrt(
      sum((x, y, origin) => {
        const [u, v] = unit(x, y, origin);
        return (u + sign * v) ** 2;
      }),
    );
  return { between, moved, angle: (2 * Math.atan2(leg(-1), leg(1)) * 180) / Math.PI };
}
