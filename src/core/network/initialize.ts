import { activation } from '#core/activations/index.ts';
import { gaussian, stream } from '#core/math/random.ts';
import type { Connection, Network, Parameters } from './network.ts';
import { incoming, isPredicted, nodeOf } from './topology.ts';

/** Variance of a fresh weight: 1/fan-in, twice that where the activation on either side is of the ReLU family. */
function variance(network: Network, { activation: before, to }: Connection): number {
  const fanIn = incoming(network, to).reduce((sum, it) => sum + nodeOf(network, it.from).units, 0);
  const gain = Math.max(
    activation(before).initialVariance,
    activation(nodeOf(network, to).activation).initialVariance,
  );
  return gain / fanIn;
}

/**
 * The parameters given, and for the rest weights N(0, variance) and zero biases. Every connection draws from a stream of
 * its own, so that changing one layer leaves the others' weights as they were.
 */
export function initialize(network: Network, seed: number, given: Partial<Parameters> = {}): Parameters {
  const weights = network.connections.map((connection) => {
    const { id, from, to } = connection;
    const normal = gaussian(stream(seed, 'weights', id));
    const deviation = Math.sqrt(variance(network, connection));
    const draw = () =>
      Float64Array.from({ length: nodeOf(network, from).units * nodeOf(network, to).units }, () =>
        Math.fround(deviation * normal()),
      );
    return [id, given.weights?.[id] ?? draw()] as const;
  });
  const biases = network.nodes
    .filter((it) => isPredicted(network, it.id))
    .map(({ id, units }) => [id, given.biases?.[id] ?? new Float64Array(units)] as const);
  return { weights: Object.fromEntries(weights), biases: Object.fromEntries(biases) };
}
