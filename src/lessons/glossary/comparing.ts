import type { Word } from './term.ts';

export const comparing: readonly Word[] = [
  {
    id: 'agreement',
    name: 'Agreement with backprop',
    sentence:
      'The gradient of the present rule against that of backprop at the forward pass: same samples, same weights. Direction and scale are shown apart.',
    live: 'angle',
    see: ['angle', 'norm-ratio', 'relative-error', 'backprop'],
    paper: 'Rosenbaum (2022)',
  },
  {
    id: 'angle',
    name: 'Angle',
    sentence:
      'The angle between two gradients, all weights of a layer as one arrow: 0° is the same direction, 90° and more the wrong way.',
    equation: 'cos angle = g · b / (‖g‖ ‖b‖)',
    live: 'angle',
    see: ['norm-ratio', 'agreement', 'output-precision'],
  },
  {
    id: 'norm-ratio',
    name: 'Scale',
    sentence: 'How long the rule’s gradient is, measured by backprop’s: 1 is equally long.',
    equation: '‖g‖ / ‖b‖',
    live: 'norm-ratio',
    see: ['angle', 'relative-error'],
  },
  {
    id: 'relative-error',
    name: 'Relative error',
    sentence:
      'The length of the difference between two gradients, measured by backprop’s. It mixes direction and scale.',
    equation: '‖g − b‖ / ‖b‖',
    live: 'relative-error',
    see: ['angle', 'norm-ratio', 'sign-agreement'],
  },
  {
    id: 'sign-agreement',
    name: 'Same signs',
    sentence:
      'Of the weights that both gradients would move, the share that both move the same way. Half is what chance gives.',
    equation: '#{gᵢbᵢ > 0} / #{gᵢbᵢ ≠ 0}',
    live: 'sign-agreement',
    see: ['angle', 'relative-error'],
  },
  {
    id: 'symlog',
    name: 'Symlog scale',
    sentence:
      'An axis for numbers of both signs and of very different sizes: linear around 0, where it is shaded, and a decade at a time beyond.',
    see: ['agreement', 'gradient'],
  },
  {
    id: 'cost',
    name: 'Cost',
    sentence:
      'Backprop passes through the network forward and back once. Predictive coding predicts and sends errors back at every settling step, and for each update settles anew.',
    equation: 'T times there and back, against once',
    live: 'cost',
    see: ['settle-steps', 'zero-divergence', 'locality'],
  },
  {
    id: 'frontier',
    name: 'Frontier',
    sentence:
      'Every run as a dot: the energy it released against its angle to backprop. As the output precision goes down, both shrink together.',
    see: ['output-precision', 'released', 'angle'],
  },
  {
    id: 'ghost',
    name: 'Ghost',
    sentence:
      'A run put aside, drawn faintly in every plot beside the present one, so that two settings can be compared.',
    see: ['reset', 'history'],
  },
  {
    id: 'twin-runs',
    name: 'Twin runs',
    sentence:
      'Two runs of one network from the same weights on the same batches, which differ only in their rule or its settings. Whatever parts them is the rule’s doing.',
    see: ['weight-distance', 'target-alignment', 'cost', 'seed'],
  },
  {
    id: 'weight-distance',
    name: 'Distance of the weights',
    sentence:
      'All weights and biases of a run as one point, and the length of the straight line between two such points: two runs, or a run and where it began.',
    equation: '‖θ − θ′‖',
    see: ['twin-runs', 'weight'],
  },
  {
    id: 'target-alignment',
    name: 'Target alignment',
    sentence:
      'The cosine between the change of the output by one weight update and the error before it, averaged over a batch: 1 is straight at the target.',
    equation: 'cos(ŷ′ − ŷ, y − ŷ)',
    see: ['twin-runs', 'angle', 'error'],
    paper: 'Song et al. (2024)',
  },
];
