import type { NodeId } from '#core/network/network.ts';
import type { Layer, Textbook } from './textbook.ts';

/*
 * The energy of predictive coding straight from its definition, for one sample.
 */

/** Values of every node. */
export type State = (id: NodeId) => ArrayLike<number>;

/**
 * E of a layer: of its values against the prediction from `sources`, which are the same values, or those of the forward
 * pass where predictions are frozen. What nothing predicts has none.
 */
export const layerEnergy = (book: Textbook, layer: Layer, state: State, sources: State = state): number =>
  layer.bias ? book.energyOf(layer, state(layer.node.id), book.preactivation(layer, sources)) : 0;
