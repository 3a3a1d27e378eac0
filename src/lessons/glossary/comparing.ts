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
    id: 'course',
    name: 'Agreement over t',
    sentence:
      'What the gradient would be if settling stopped at each step t, compared with backprop’s: one settling, a gradient at every step of it.',
    see: ['agreement', 'binomial-law', 'exact-from', 'equilibrium'],
  },
  {
    id: 'binomial-law',
    name: 'Binomial law',
    sentence:
      'With frozen predictions an error spreads like coins that fall heads with chance ηπ: after t steps the share of it that has come k layers up is the chance of at least k heads. Direction is right at once, length follows.',
    equation: 'c_k(t) = P[Binomial(t, ηπ) ≥ k]',
    see: ['fixed-prediction', 'norm-ratio', 'course'],
    paper: 'Follows from Millidge, Tschantz and Buckley (2022)',
  },
  {
    id: 'exact-from',
    name: 'Exact from here',
    sentence:
      'Where a step moves every neuron all the way to what is asked of it (ηπ = 1), the gradient of a layer is backprop’s as soon as the error is there, and the whole gradient after L − 1 steps.',
    see: ['zero-divergence', 'fixed-prediction', 'course'],
    paper: 'Song et al. (2020); Millidge, Tschantz and Buckley (2022)',
  },
  {
    id: 'equilibrium',
    name: 'Equilibrium',
    sentence:
      'The state in which the error of every neuron equals what is asked of it, so that nothing moves any more. In a linear network it can be solved for.',
    equation: 'F* = ½ rᵀ S⁻¹ r,  S = Σ P Pᵀ / π',
    see: ['energy', 'settle-steps', 'course'],
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
