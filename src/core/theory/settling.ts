import type { Preparation } from '#core/network/network.ts';
import { inputOf, isFree, isPredicted } from '#core/network/topology.ts';
import type { RuleId } from '#core/rules/index.ts';

/** What theory has to know of a settling besides its network. */
export interface Settling {
  readonly rule: RuleId;
  /** η */
  readonly inferenceRate: number;
  readonly start: 'forward' | 'zero' | 'random' | 'keep';
}

/** Why something other than the target asks for errors, as the end of a sentence; null where nothing does. */
export function otherSource({ network, pins }: Preparation): string | null {
  const isPinned = network.nodes.some((it) => isFree(it) && Object.keys(pins[it.id] ?? {}).length > 0);
  if (isPinned) return 'a pinned neuron has an error of its own';
  return isPredicted(network, inputOf(network).id)
    ? 'the input is predicted and has an error of its own'
    : null;
}
