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

type Entries = ArrayLike<number>;

/**
 * Of the weights that both gradients would move, the share (0 … 1) that they move the same way:
 * #{i: gᵢbᵢ > 0} / #{i: gᵢbᵢ ≠ 0}. Entries that are 0, or no number, on either side count for nothing; null where none is
 * left. Both [out][in], of one length.
 */
export const signAgreement = (gradients: Entries, backprop: Entries): number | null =>
  shareOfSame([[gradients, backprop]]);

/** The same of every connection concatenated. */
export const signAgreementOfAll = (
  gradients: Readonly<Record<ConnectionId, Entries>>,
  backprop: Readonly<Record<ConnectionId, Entries>>,
): number | null => shareOfSame(Object.keys(gradients).map((id) => [gradients[id]!, backprop[id]!]));

function shareOfSame(pairs: readonly (readonly [Entries, Entries])[]): number | null {
  const counts = { same: 0, opposite: 0 };
  for (const [g, b] of pairs)
    for (let i = 0; i < g.length; i++) {
      // Signs, not numbers: the product of two small gradients would round to nothing.
      const product = Math.sign(g[i]!) * Math.sign(b[i]!);
      if (product > 0) counts.same++;
      if (product < 0) counts.opposite++;
    }
  const signed = counts.same + counts.opposite;
  return signed === 0 ? null : counts.same / signed;
}
