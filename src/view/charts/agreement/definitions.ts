import { targetOf } from '#core/network/topology.ts';
import { rule } from '#core/rules/index.ts';
import { plain, plural } from '../../format.ts';
import type { Scene } from '../chart.ts';

/** Both gradients and what enters them: in the signs of core/NOTATION.md. */
export const definitions: readonly string[] = [
  'Compared are two gradients of the same weights over the same rows: means over the batch, what a step of descent would subtract. Biases are left out.',
  'g, this rule’s: ∂F/∂W = −⟨δ uᵀ⟩ at settling step t, with u = f(x) of the neurons before and δ = g′(a) ∘ ε, ε = π(x − μ), of the neurons after. A synapse needs its own two ends and nothing else.',
  'b, backprop’s: ∂L/∂W = −⟨δ uᵀ⟩ at the forward pass, before any settling; L is what F is there. The output’s error is π(y − ŷ); every earlier layer’s comes from the next, ε = f′(x) ∘ Wᵀδ. It knows neither η nor t nor T.',
  'T: learning takes g at t = T; here it is that of the step shown. Output precision π weighs L, and so both gradients alike. What π changes is how far values move: for small π strict settling hardly moves them, and g tends to b in direction and in length.',
  'Fixed prediction takes u and the slopes from the forward pass. Zero-divergence takes the gradient of each connection at a time of its own: when the wave of errors reaches it, a step later for every layer away from the output. Incremental learns at every step; here g is that of step t at the weights before any of these updates.',
];

/** The same with the numbers of this moment. */
export function nowIn({ experiment: { network, inference }, frame }: Scene): string {
  const { label, moves } = rule(inference.rule);
  const pi = `π = ${plain(targetOf(network).precision)} at the output`;
  const rate = moves === 'by-rate' ? `η = ${plain(inference.inferenceRate)}, ` : '';
  if (!frame) return `Now: ${label}, ${rate}${pi}.`;
  return `Now: ${label}, ${rate}t = ${frame.gradientsAt < 0 ? frame.t : frame.gradientsAt} of T = ${inference.settleSteps}, ${pi}, ${plural(frame.samples, 'row')}.`;
}

export const verdictDefinitions: readonly string[] = [
  'Angle: between the two gradients of a layer, all its weights as one arrow. Scale: ‖g‖ / ‖b‖. Relative error: ‖g − b‖ / ‖b‖; it mixes the two, so they are shown apart. Same signs: of the weights that both would move, the share that both move the same way.',
  'The verdict is about direction alone. Aligned: within 5°. Rotated: between 5° and 90°. Opposite: 90° and more, so that a small step along one raises the loss of the other. Not arrived: g or b is zero for the whole layer, or g under a millionth of b’s length, which is the rounding of 32-bit numbers. Diverged: values left every sensible range.',
];
