import { settings } from '#experiment/schema.ts';
import type { Word } from './term.ts';

export const neurons: readonly Word[] = [
  {
    id: 'value',
    name: 'Value',
    symbol: 'x',
    sentence: 'What a neuron holds: its present belief. Free values move while the network settles.',
    live: 'value',
    see: ['prediction', 'error', 'knob', 'clamp'],
  },
  {
    id: 'prediction',
    name: 'Prediction',
    symbol: 'μ',
    sentence: 'What the layer before expects a neuron to be, through its weights.',
    equation: 'a = b + W x,  μ = g(a)',
    live: 'prediction',
    see: ['value', 'platform', 'activation-placement', 'weight'],
  },
  {
    id: 'error',
    name: 'Prediction error',
    symbol: 'ε',
    sentence:
      'Belief minus prediction, weighed by precision: positive where a neuron holds more than was expected of it.',
    equation: 'ε = π (x − μ)',
    live: 'error',
    see: ['spring', 'precision', 'energy'],
  },
  {
    id: 'precision',
    name: 'Precision',
    symbol: 'π',
    sentence: settings.precision.help,
    equation: 'E = ½ π (x − μ)²',
    live: 'precision',
    see: ['output-precision', 'error', 'energy'],
  },
  {
    id: 'output-precision',
    name: 'Output precision',
    symbol: 'π',
    sentence:
      'How stiff the output’s springs are. Turned down, settling moves the hidden neurons less, and the gradient of strict predictive coding comes nearer to backprop’s.',
    equation: 'E = ½ π (y − μ)²',
    live: 'precision',
    see: ['precision', 'angle', 'released', 'strict'],
  },
  {
    id: 'energy',
    name: 'Energy',
    symbol: 'F',
    sentence:
      'Half the sum of all squared errors, weighed by precision. Where predictions follow the values, settling moves downhill on it; under frozen predictions the same sum is no energy, and it rises.',
    equation: 'F = Σ ½ π (x − μ)²',
    live: 'energy',
    see: ['error', 'settling-step', 'released', 'fixed-prediction'],
    paper: 'Friston (2005)',
  },
  {
    id: 'released',
    name: 'Energy released',
    sentence:
      'The share of the starting energy that settling has taken away. Little of it gone means the neurons have hardly moved.',
    equation: '1 − F(t) / F(0)',
    live: 'released',
    see: ['energy', 'output-precision', 'rest'],
  },
  {
    id: 'drive',
    name: 'Drive',
    symbol: 'd',
    sentence: 'What the neurons it predicts ask of a value: their errors, sent back along the same weights.',
    equation: 'd = Σ f′(x) Wᵀδ,  δ = g′(a) ε',
    live: 'drive',
    see: ['force', 'error', 'settling-step'],
  },
  {
    id: 'force',
    name: 'Force',
    sentence:
      'Two arrows pull at every free neuron: its own error draws it to its prediction, the drive pushes it to where it predicts better. At rest they cancel.',
    equation: 'd − ε = 0  at rest',
    live: 'force',
    see: ['drive', 'error', 'rest'],
  },
  {
    id: 'spring',
    name: 'Spring',
    sentence:
      'The picture of an error: it stretches from the platform, where a neuron is predicted, to the knob, where it is.',
    see: ['error', 'platform', 'knob'],
  },
  {
    id: 'platform',
    name: 'Platform',
    sentence:
      'The picture of a prediction: the height at which a neuron would rest if nothing else pulled at it.',
    see: ['prediction', 'spring'],
  },
  {
    id: 'knob',
    name: 'Knob',
    sentence:
      'The picture of a value: drag it up or down and the neighbours relax around it; let go, and it settles.',
    see: ['value', 'spring', 'pin'],
  },
  {
    id: 'locality',
    name: 'Locality',
    sentence:
      'In predictive coding a synapse learns from its two ends alone. Backprop needs, for the same synapse, the whole path from there to the output.',
    see: ['weight', 'gradient', 'backprop'],
  },
];
