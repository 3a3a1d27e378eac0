import { type ActivationId, activation } from '#core/activations/index.ts';
import { stream } from '#core/math/random.ts';
import { isThere } from './model.ts';
import type { Layer, Pass, Synapses, Textbook } from './textbook.ts';

/** One weight or bias of a network. */
export interface Place {
  readonly kind: 'weights' | 'biases';
  readonly id: string;
  readonly at: number;
  /** The layer that it predicts. */
  readonly layer: Layer;
  readonly synapses: Synapses | null;
}

/** Every parameter that acts: synapses that are there, biases of units that are there. */
export function placesOf(book: Textbook): readonly Place[] {
  const weights = book.synapses.flatMap((synapses) => {
    const { connection, source, target, weights: all } = synapses;
    const columns = source.node.units;
    return Array.from(all, (_, at) => at)
      .filter((at) => isThere(book.model, connection, Math.floor(at / columns), at % columns))
      .map((at): Place => ({ kind: 'weights', id: connection.id, at, layer: target, synapses }));
  });
  const biases = book.layers.flatMap((layer) =>
    Array.from(
      layer.bias ?? [],
      (_, at): Place => ({ kind: 'biases', id: layer.node.id, at, layer, synapses: null }),
    ),
  );
  return [...weights, ...biases];
}

/** At most so many, spread evenly over parameters after a turn drawn from the seed, so that every connection has its share. */
export function sampled(places: readonly Place[], most: number, seed: number): readonly Place[] {
  if (places.length <= most) return places;
  const turn = stream(seed, 'parameters to be nudged')();
  return Array.from({ length: most }, (_, k) => places[Math.floor(((k + turn) / most) * places.length)]!);
}

/** What is computed with the parameter moved by so much. */
export function nudged<T>(place: Place, by: number, compute: () => T): T {
  const array = place.synapses ? place.synapses.weights : place.layer.bias!;
  const before = array[place.at]!;
  array[place.at] = before + by;
  const result = compute();
  array[place.at] = before;
  return result;
}

/** On which side of an activation's kinks its arguments lie: equal numbers for equal sides. */
export function sidesOfArguments(id: ActivationId, at: ArrayLike<number>): number {
  let hash = 7;
  for (const kink of activation(id).kinks)
    for (let i = 0; i < at.length; i++) hash = (Math.imul(hash, 31) + (at[i]! > kink ? 1 : 2)) | 0;
  return hash;
}

/** The same of a whole forward pass. */
export function sidesOf(book: Textbook, { values, preactivations }: Pass): number {
  const nodes = book.layers
    .filter((it) => it.bias)
    .map(({ node }) => sidesOfArguments(node.activation, preactivations.get(node.id)!));
  const connections = book.synapses.map(({ connection, source }) =>
    sidesOfArguments(connection.activation, values.get(source.node.id)!),
  );
  return [...nodes, ...connections].reduce((hash, it) => (Math.imul(hash, 31) + it) | 0, 7);
}
