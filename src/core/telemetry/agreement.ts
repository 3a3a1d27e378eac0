import type { ConnectionId } from '#core/network/network.ts';

/** How well a gradient g matches backprop's b. */
export interface Agreement {
  /** ‖g − b‖ / ‖b‖ */
  readonly relativeError: number;
  readonly angleDegrees: number;
  /** ‖g‖ / ‖b‖ */
  readonly normRatio: number;
}

export interface Comparison {
  readonly connections: Readonly<Record<ConnectionId, Agreement | null>>;
  /** Every connection concatenated. */
  readonly all: Agreement | null;
}

/** Figures a pair of gradients is reduced to: ‖g‖², ‖b‖², ‖g − b‖², and ‖ĝ − b̂‖², ‖ĝ + b̂‖² of the unit vectors. */
export const FIGURES = 5;

/** Null where either side is all zero. The angle is Kahan's 2·atan2(‖ĝ − b̂‖, ‖ĝ + b̂‖), which keeps digits near 0° and 180°. */
function agreementOf(figures: ArrayLike<number>, first: number): Agreement | null {
  const [g, b, difference, minus, plus] = Array.from({ length: FIGURES }, (_, i) =>
    Math.sqrt(figures[first + i]!),
  ) as [number, number, number, number, number];
  if (g === 0 || b === 0) return null;
  return {
    relativeError: difference / b,
    angleDegrees: (2 * Math.atan2(minus, plus) * 180) / Math.PI,
    normRatio: g / b,
  };
}

/** From the figures of every connection in order, then those of all of them together. Weights only; biases are left out. */
export function comparisonOf(ids: readonly ConnectionId[], figures: ArrayLike<number>): Comparison {
  return {
    connections: Object.fromEntries(ids.map((id, i) => [id, agreementOf(figures, FIGURES * i)])),
    all: agreementOf(figures, FIGURES * ids.length),
  };
}
