import { MediaQuery } from 'svelte/reactivity';

/** Whether the visitor asks for less motion. Decoration then stands still; the experiment, which is data, goes on. */
export const prefersStillness = new MediaQuery('(prefers-reduced-motion: reduce)');

/** How long a decorative movement may take, in milliseconds: no time at all where stillness is preferred. */
export const decorative = (duration: number): number => (prefersStillness.current ? 0 : duration);
