import type { ExperimentDocument } from '#experiment/document.ts';
import type { LinearChain } from './closed-forms.ts';
import { Draw } from './scenarios.ts';

/** The document of a linear chain. */
export function documentOf(
  { weights, biases, precisions }: LinearChain,
  inputs: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
): ExperimentDocument {
  const last = weights.length;
  const nodes = Array.from({ length: last + 1 }, (_, l) => {
    const units = l === 0 ? weights[0]![0]!.length : weights[l - 1]!.length;
    if (l === 0) return { id: 'x0', units, clamp: { learning: 'input', testing: 'input' } as const };
    const precision = precisions[l - 1]!;
    if (l < last) return { id: `x${l}`, units, precision };
    return { id: `x${l}`, units, precision, clamp: { learning: 'target', testing: 'free' } as const };
  });
  const each = <T>(items: readonly T[], letter: string) =>
    Object.fromEntries(items.map((it, l) => [`${letter}${l + 1}`, it]));
  return {
    version: 1,
    network: {
      nodes,
      connections: weights.map((_, l) => ({ id: `w${l + 1}`, from: `x${l}`, to: `x${l + 1}` })),
    },
    parameters: { weights: each(weights as number[][][], 'w'), biases: each(biases as number[][], 'x') },
    data: { name: 'rows', inputs: inputs as number[][], targets: targets as number[][] },
  };
}

/** Two to five layers of 1 to 5 units, any precisions, and rows for them. */
export function randomChain(seed: number): { chain: LinearChain; inputs: number[][]; targets: number[][] } {
  const draw = new Draw(seed, 'linear chain');
  const units = Array.from({ length: draw.whole([2, 5]) + 1 }, () => draw.whole([1, 5]));
  const sizes = units.slice(1).map((rows, l) => [rows, units[l]!] as const);
  const chain = {
    weights: sizes.map(([rows, columns]) => draw.matrix(rows, columns, 0.8 / Math.sqrt(columns))),
    biases: sizes.map(([rows]) => draw.normals(rows, 0.3)),
    precisions: sizes.map(() => Math.exp(draw.uniform() - 0.5)),
  };
  const samples = draw.whole([1, 3]);
  return { chain, inputs: draw.matrix(samples, units[0]!), targets: draw.matrix(samples, units.at(-1)!) };
}

/** Without biases, all precisions 1. */
export const plainChain = (weights: readonly (readonly (readonly number[])[])[]): LinearChain => ({
  weights,
  biases: weights.map((it) => it.map(() => 0)),
  precisions: weights.map(() => 1),
});
