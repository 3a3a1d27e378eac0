import type { ConnectionId } from '#core/network/network.ts';
import { FIGURES } from '#core/telemetry/agreement.ts';

type Gradients = Readonly<Record<ConnectionId, ArrayLike<number>>>;
type Pairs = readonly (readonly [ArrayLike<number>, ArrayLike<number>])[];

function over(pairs: Pairs, term: (g: number, b: number) => number): number {
  let sum = 0;
  for (const [g, b] of pairs) for (let i = 0; i < g.length; i++) sum += term(g[i]!, b[i]!);
  return sum;
}

const scale = (squares: number): number => (squares === 0 ? 0 : 1 / Math.sqrt(squares));

function figures(pairs: Pairs): number[] {
  const own = over(pairs, (g) => g * g);
  const rival = over(pairs, (_, b) => b * b);
  const [u, v] = [scale(own), scale(rival)];
  return [
    own,
    rival,
    over(pairs, (g, b) => (g - b) ** 2),
    over(pairs, (g, b) => (g * u - b * v) ** 2),
    over(pairs, (g, b) => (g * u + b * v) ** 2),
  ];
}

/** What engines reduce two gradients to (`core/telemetry/agreement.ts`), straight from the definitions. */
export function figuresOf(gradients: Gradients, backprop: Gradients): Float64Array {
  const pairs = Object.keys(gradients).map((id) => [gradients[id]!, backprop[id]!] as const);
  const all = [...pairs.map((it) => figures([it])), figures(pairs)];
  return Float64Array.from(
    { length: FIGURES * all.length },
    (_, i) => all[Math.floor(i / FIGURES)]![i % FIGURES]!,
  );
}
