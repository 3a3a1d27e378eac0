import type { Network } from '#core/network/network.ts';
import type { Session } from '#session/session.ts';
import type { NetworkView } from '../page.svelte.ts';

/** Posts of a layer with more neurons than this are too thin to take hold of. */
const WIDEST_LAYER = 48;

export const isTooWide = ({ nodes }: Network): boolean => nodes.some((it) => it.units > WIDEST_LAYER);

export const views: readonly {
  readonly value: NetworkView;
  readonly label: string;
  readonly help: string;
}[] = [
  {
    value: 'posts',
    label: 'Posts',
    help: 'Every neuron’s value on a post, hung by a spring from what is predicted',
  },
  { value: 'graph', label: 'Graph', help: 'Neurons as circles, synapses as lines' },
  { value: 'matrix', label: 'Matrix', help: 'Weights and gradients as images: for wide layers' },
];

/** Networks of the same shape are drawn alike, whatever else an edit changes. */
export const shapeOf = ({ nodes }: Network): string => nodes.map(({ id, units }) => `${id} ${units}`).join();

/** A layer too wide for posts is drawn as a matrix, unless the view was chosen by hand for a network of this shape. */
export const viewOf = (chosen: NetworkView, network: Network, chosenFor: string): NetworkView =>
  chosen === 'posts' && isTooWide(network) && shapeOf(network) !== chosenFor ? 'matrix' : chosen;

/** Numbers change from frame to frame: scales are held, and nobody is told each of them. */
export const isMoving = ({ playing, hand, training }: Session): boolean =>
  playing || hand !== null || training.running;
