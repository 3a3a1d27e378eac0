import type { Parameters } from '#core/network/network.ts';

/** Throws, as a sentence, where weights or biases are no numbers any more: nothing found on them would mean anything. */
export function refuseBroken({ weights, biases }: Parameters): void {
  const all = [...Object.values(weights), ...Object.values(biases)];
  if (!all.every((it) => it.every(Number.isFinite)))
    throw new Error('The weights have left every range; go back to an earlier epoch, or reset.');
}
