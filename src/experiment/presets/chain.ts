import type { ActivationId } from '#core/activations/index.ts';
import type { NetworkDocument, NodeDocument } from '../document.ts';

/**
 * Layers x0, x1, … of so many units, each connected to the next by w1, w2, …: the first is the input, the last the
 * target, and those between have the activation after the weights. `output` adds to the target node.
 */
export function chain(
  units: readonly number[],
  activation: ActivationId,
  output: Pick<NodeDocument, 'precision' | 'likelihood'> = {},
): NetworkDocument {
  const last = units.length - 1;
  return {
    nodes: units.map((count, i): NodeDocument => {
      if (i === 0) return { id: 'x0', units: count, clamp: { learning: 'input', testing: 'input' } };
      if (i < last) return { id: `x${i}`, units: count, activation };
      return { id: `x${i}`, units: count, ...output, clamp: { learning: 'target', testing: 'free' } };
    }),
    connections: units.slice(1).map((_, i) => ({ id: `w${i + 1}`, from: `x${i}`, to: `x${i + 1}` })),
  };
}
