export const keys: readonly (readonly [key: string, what: string])[] = [
  ['Space', 'Settle or pause'],
  ['.', 'One settling step'],
  ['Shift .', 'Learn for one epoch'],
  ['R', 'Reset: same seed, t = 0, epoch 0'],
  ['1 – 7', 'Fill the page with a panel; Esc goes back'],
  ['Ctrl Z', 'Undo; with Shift, redo'],
  ['← ↑ ↓ →', 'Move in the network; on a slider, with Shift, finely'],
  ['Enter', 'Inspect the neuron in focus'],
  ['?', 'This page'],
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
