import type { Network } from '#core/network/network.ts';

export interface Case {
  readonly name: string;
  readonly widths: readonly number[];
  readonly batch: number;
  readonly settleSteps: number;
}

/** From a toy to what fills a machine. */
export const cases: readonly Case[] = [
  { name: 'toy', widths: [2, 8, 8, 1], batch: 64, settleSteps: 100 },
  { name: 'small', widths: [2, 16, 16, 16, 1], batch: 256, settleSteps: 100 },
  { name: 'digits', widths: [784, 128, 64, 10], batch: 64, settleSteps: 50 },
  { name: 'wide', widths: [784, 512, 512, 10], batch: 128, settleSteps: 20 },
  { name: 'deep', widths: new Array(17).fill(64), batch: 64, settleSteps: 100 },
  { name: 'big', widths: [1024, 1024, 1024, 1024], batch: 128, settleSteps: 10 },
];

/** Widths, batch and steps in a few characters. */
export function sizeOf({ widths, batch, settleSteps }: Case): string {
  const isEven = widths.length > 4 && widths.every((it) => it === widths[0]);
  const net = isEven ? `${widths.length} widths of ${widths[0]}` : widths.join('-');
  return `${net} B${batch} T${settleSteps}`;
}

/** A chain x₀ → x₁ → … with μ = W tanh(x) + b; the first layer reads the input as it is. */
export function chain(widths: readonly number[]): Network {
  const last = widths.length - 1;
  return {
    nodes: widths.map((units, l) => ({
      id: `x${l}`,
      units,
      activation: 'identity',
      precision: 1,
      likelihood: 'gaussian',
      clamp: {
        learning: l === 0 ? 'input' : l === last ? 'target' : 'free',
        testing: l === 0 ? 'input' : 'free',
      },
    })),
    connections: widths.slice(1).map((_, l) => ({
      id: `w${l}`,
      from: `x${l}`,
      to: `x${l + 1}`,
      activation: l === 0 ? 'identity' : 'tanh',
      op: 'dense',
    })),
  };
}
