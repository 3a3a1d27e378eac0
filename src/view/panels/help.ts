import { type Command, commands, groups } from '../commands.ts';
import { partIds } from '../profile.ts';

const signs: Readonly<Record<string, string>> = {
  Arrows: '← ↑ ↓ →',
  PageDown: 'Page ↓',
  PageUp: 'Page ↑',
  Escape: 'Esc',
};

/** A key as written on it: `Shift+.` is Shift and the full stop. */
export const keyNames = ({ keys, shown }: Command): readonly string[] =>
  shown
    ? [shown]
    : keys.map((it) => it.replace(/\+(?=.)/g, ' ').replace(/\w+$/, (name) => signs[name] ?? name));

/** Every command, under the heading of its group. */
export const keyMap = groups.map((group) => ({
  group,
  commands: commands.filter((it) => it.group === group),
}));

/** What an address may ask for, before the # or behind the experiment. */
export const addressOptions: readonly (readonly [option: string, what: string])[] = [
  ['hide=header,data', `Leaves parts out: ${partIds.join(', ')}.`],
  ['play=0', 'Opens paused.'],
  ['present=1', 'Opens as slides.'],
  ['theme=contrast', 'Opens in a theme: system, light, dark or contrast.'],
];

export interface Term {
  readonly term: string;
  readonly symbol?: string;
  readonly meaning: string;
}

export const glossary: readonly Term[] = [
  {
    term: 'Value',
    symbol: 'x',
    meaning: 'What a neuron holds: its belief. Free values move while the network settles.',
  },
  { term: 'Prediction', symbol: 'μ', meaning: 'What the layer before expects the value to be.' },
  { term: 'Error', symbol: 'ε = π (x − μ)', meaning: 'Belief minus prediction, weighted by its precision.' },
  { term: 'Precision', symbol: 'π', meaning: 'How much an error of a layer counts.' },
  {
    term: 'Energy',
    symbol: 'F',
    meaning: 'Half the sum of squared errors, weighted by precision, averaged over the samples.',
  },
  {
    term: 'Settling',
    symbol: 't = 0 … T',
    meaning: 'Values move downhill on the energy, by the step size η, with the weights held still.',
  },
  {
    term: 'Clamped',
    meaning: 'Held at the data: the input, and while learning the answer. Marked with a pin.',
  },
  {
    term: 'Learning',
    meaning:
      'Each weight then moves by the error it arrives at times the value it comes from: both are at its own ends.',
  },
  {
    term: 'Strict',
    meaning: 'Predictions follow the moving values. Energy falls; the gradient is not that of backprop.',
  },
  {
    term: 'Fixed prediction',
    meaning:
      'Predictions stay frozen at the forward pass. Errors grow until they are the gradients of backprop.',
  },
  {
    term: 'Zero-divergence',
    meaning: 'Full steps; each weight learns at the moment the error reaches it. Equals backprop.',
  },
  { term: 'Incremental', meaning: 'Values and weights move together at every step.' },
  {
    term: 'Stability limit',
    symbol: '2 / λ',
    meaning:
      'Above this step size settling overshoots and explodes. λ is the largest curvature of the energy.',
  },
];
