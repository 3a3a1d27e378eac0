import type { Network, NodeId } from '#core/network/network.ts';
import { incoming, inputOf, isFree, isPredicted, outgoing, targetOf } from '#core/network/topology.ts';
import type { Experiment } from '../experiment.ts';
import { chapters, material, plainTitle, setUp, shownNumbers } from './chapters.ts';
import model from './python/torch-model.py?raw';
import start from './python/torch2pc.py?raw';
import { pythonString } from './python-text.ts';
import type { Taken } from './taken.ts';

/** Layers from the input to the target where the network is one chain of them; null elsewhere. */
export function chainOf(network: Network): readonly NodeId[] | null {
  const chain: NodeId[] = [inputOf(network).id];
  if (isPredicted(network, chain[0]!)) return null;
  for (;;) {
    const last = chain.at(-1)!;
    const next = outgoing(network, last);
    if (last === targetOf(network).id)
      return chain.length === network.nodes.length && next.length === 0 ? chain : null;
    if (next.length !== 1 || incoming(network, next[0]!.to).length !== 1) return null;
    chain.push(next[0]!.to);
  }
}

/** Why Torch2PC cannot do this experiment, in a sentence; null where it can. */
export function beyondTorch2pc({ network, pins, lesions, inference }: Experiment): string | null {
  if (!chainOf(network)) return 'Torch2PC knows layers in one chain; this network has other connections.';
  const holds = [pins, lesions.units, lesions.weights].some((it) =>
    Object.values(it).some((held) => Object.keys(held).length > 0),
  );
  if (holds) return 'Torch2PC knows neither pinned nor removed units and synapses.';
  if (network.nodes.some((it) => isFree(it) && it.precision !== 1))
    return 'Torch2PC has precision 1 in every hidden layer; here it is another.';
  if (inference.start === 'zero' || inference.start === 'random')
    return 'Torch2PC starts from the forward pass; this experiment does not.';
  if (inference.settleSteps === 0 && (inference.rule === 'strict' || inference.rule === 'incremental'))
    return 'With T = 0 nothing settles, which Torch2PC cannot be asked for.';
  return null;
}

const ways: Readonly<Record<Experiment['inference']['rule'], string>> = {
  strict: 'Its `Strict` gives the values; errors and gradients are evaluated afresh at them.',
  incremental: 'Its `Strict` gives the settling; weights that move at every step are beyond it.',
  'fixed-prediction': 'Its `FixedPred` gives the errors after T updates when asked for T + 1.',
  'zero-divergence': 'Its `Exact` gives the gradients, which zero-divergence equals.',
  backprop: 'Its `Exact` gives errors and gradients.',
};

const header = ({ experiment }: Taken): string => `# %% [markdown]
# # ${plainTitle(experiment.title) || 'An experiment'}, through Torch2PC
#
# An experiment of the predictive coding playground for PyTorch and Torch2PC (Rosenbaum 2022).
# ${ways[experiment.inference.rule]}
# Without PyTorch or Torch2PC this file says so and ends.
`;

const ending = `# %%
if __name__ == "__main__":
    sys.exit(0 if main() else 1)
`;

/** The experiment as a program for PyTorch with Torch2PC. Only where \`beyondTorch2pc\` finds no reason against it. */
export function torchFile(taken: Taken): string {
  const layers = chainOf(taken.experiment.network)!.map(pythonString).join(', ');
  return [
    header(taken),
    start,
    chapters.tools,
    setUp(taken),
    `# From the input to the target.\nLAYERS = [${layers}]\n`,
    material(taken),
    shownNumbers(taken),
    model,
    ending,
  ].join('\n\n');
}
