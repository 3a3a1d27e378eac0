import type { ConnectionId } from '#core/network/network.ts';
import type { Agreement, Comparison } from '#core/telemetry/agreement.ts';

/** Sums over paired entries from which every figure follows. */
interface Sums {
  gg: number;
  bb: number;
  differences: number;
}

function accumulate(sums: Sums, g: ArrayLike<number>, b: ArrayLike<number>): Sums {
  for (let i = 0; i < g.length; i++) {
    const gi = g[i]!;
    const bi = b[i]!;
    sums.gg += gi * gi;
    sums.bb += bi * bi;
    sums.differences += (gi - bi) * (gi - bi);
  }
  return sums;
}

/** ‖g/‖g‖ ∓ b/‖b‖‖, the two legs whose ratio is the tangent of half the angle. */
function legs(
  pairs: readonly (readonly [ArrayLike<number>, ArrayLike<number>])[],
  g: number,
  b: number,
): [number, number] {
  let minus = 0;
  let plus = 0;
  for (const [gs, bs] of pairs)
    for (let i = 0; i < gs.length; i++) {
      const u = gs[i]! / g;
      const v = bs[i]! / b;
      minus += (u - v) * (u - v);
      plus += (u + v) * (u + v);
    }
  return [Math.sqrt(minus), Math.sqrt(plus)];
}

/** The definitions in one go over the entries, in double precision. Null where either side is all zero. The angle is Kahan's 2·atan2(‖u−v‖, ‖u+v‖), which keeps digits near 0° and 180°. */
export function agreement(
  pairs: readonly (readonly [ArrayLike<number>, ArrayLike<number>])[],
): Agreement | null {
  const sums = pairs.reduce((sum, [g, b]) => accumulate(sum, g, b), { gg: 0, bb: 0, differences: 0 });
  const g = Math.sqrt(sums.gg);
  const b = Math.sqrt(sums.bb);
  if (g === 0 || b === 0) return null;
  const [minus, plus] = legs(pairs, g, b);
  return {
    relativeError: Math.sqrt(sums.differences) / b,
    angleDegrees: (2 * Math.atan2(minus, plus) * 180) / Math.PI,
    normRatio: g / b,
  };
}

/** Weights only; biases are left out. */
export function compareGradients(
  gradients: Readonly<Record<ConnectionId, ArrayLike<number>>>,
  backprop: Readonly<Record<ConnectionId, ArrayLike<number>>>,
): Comparison {
  const ids = Object.keys(gradients);
  return {
    connections: Object.fromEntries(ids.map((id) => [id, agreement([[gradients[id]!, backprop[id]!]])])),
    all: agreement(ids.map((id) => [gradients[id]!, backprop[id]!] as const)),
  };
}
