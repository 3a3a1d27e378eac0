import type { Word } from './term.ts';

export const pictures: readonly Word[] = [
  {
    id: 'network',
    name: 'Network',
    sentence:
      'The chosen sample as it passes through the network, at the settling step shown: as posts, as a graph, or as matrices.',
    see: ['posts', 'graph', 'matrix', 'inspector'],
  },
  {
    id: 'posts',
    name: 'Posts',
    sentence:
      'A post for every neuron, with a platform at its prediction, a knob at its value and a spring for the error between them.',
    see: ['platform', 'knob', 'spring', 'pin'],
  },
  {
    id: 'graph',
    name: 'Graph',
    sentence:
      'A circle for the value and a diamond for the error of every neuron; links are as wide as their weight is large.',
    see: ['weight', 'error', 'locality'],
  },
  {
    id: 'matrix',
    name: 'Matrix',
    sentence:
      'Weights, values, errors and gradients as images, for layers too wide to draw neuron by neuron.',
    see: ['weight', 'gradient'],
  },
  {
    id: 'errors',
    name: 'Error strip',
    sentence:
      'How large the errors of each layer are, settling step by settling step, on a logarithmic colour scale. A row opens into its neurons; a click goes to that step.',
    see: ['error', 'arrival-front', 'settling-step'],
  },
  {
    id: 'landscape',
    name: 'Landscape',
    sentence:
      'The energy over the values of two neurons, all others as they are, with the path that settling took. Drag its start.',
    see: ['energy', 'inference-rate', 'rest'],
  },
  {
    id: 'surface',
    name: 'Decision surface',
    sentence:
      'The forward pass at every point of the input plane: blue where the output is positive, orange where it is negative, with a line where it is zero.',
    see: ['accuracy', 'loss'],
  },
  {
    id: 'regions',
    name: 'Class regions',
    sentence:
      'The class with the largest output at every point of the input plane, each with a colour and a mark: paler where its lead is small, with lines where the lead changes.',
    see: ['surface', 'classes', 'confusion'],
  },
  {
    id: 'curve',
    name: 'Regression curve',
    sentence:
      'The forward pass along the input line, over the samples. The bar at the chosen sample is its error at the output.',
    see: ['loss', 'error'],
  },
  {
    id: 'classes',
    name: 'Classes',
    sentence:
      'What is predicted for each output neuron. A pin marks the class that the answer is clamped to.',
    see: ['categorical', 'accuracy', 'clamp'],
  },
  {
    id: 'confusion',
    name: 'Confusion matrix',
    sentence:
      'How often samples of each class (rows) are answered with each class (columns), after every epoch. What is right lies on the diagonal.',
    see: ['accuracy', 'classes', 'epoch'],
  },
  {
    id: 'history',
    name: 'Learning curves',
    sentence:
      'Loss and accuracy after each epoch, on training and test samples; dashed, backprop from the same weights on the same batches.',
    live: 'loss',
    see: ['loss', 'accuracy', 'epoch'],
  },
  {
    id: 'weights',
    name: 'Triptych of gradients',
    sentence:
      'Three pictures of a connection in one colour scale: its gradient by the present rule, by backprop, and the first minus the second. Rows are the neurons it predicts, columns those that predict.',
    see: ['agreement', 'gradient', 'relative-error'],
  },
  {
    id: 'stability',
    name: 'Curvature over training',
    symbol: 'λ',
    sentence:
      'The largest curvature of the energy after every epoch, below the line 2/η that it must not cross: beyond it settling overshoots further at every step.',
    equation: 'λ < 2 / η',
    see: ['stability-limit', 'auto-rate', 'divergence'],
  },
  {
    id: 'inspector',
    name: 'Inspector',
    sentence:
      'The chosen neuron or synapse: its numbers, its equation with them, and what it needs to know to learn.',
    see: ['value', 'weight', 'force', 'locality'],
  },
];

export const doing: readonly Word[] = [
  {
    id: 'lesion',
    name: 'Lesion',
    sentence:
      'Takes a neuron or a synapse out of the network. What is left settles again without it; undo brings it back.',
    see: ['pin', 'weight'],
  },
  {
    id: 'reset',
    name: 'Reset',
    sentence: 'Back to t = 0 and epoch 0 with the same first weights. Another seed is another beginning.',
    see: ['seed', 'epoch'],
  },
  {
    id: 'transport',
    name: 'Two clocks',
    sentence:
      'Settling runs in steps t with the weights at rest; learning runs in epochs. Each can be played, stepped and scrubbed back.',
    live: 'settle-steps',
    see: ['settling-step', 'epoch'],
  },
  {
    id: 'engine',
    name: 'Engine',
    sentence:
      'What computes: the graphics card through WebGPU where it works, else the CPU. Both run the same plan and agree to rounding.',
    see: ['cost'],
  },
  {
    id: 'presenting',
    name: 'For lecturers',
    sentence:
      'Add ?present=1 to the address for large type and one idea at a time; Page Down and Page Up, or a clicker, go through it. A shared link opens the experiment as you left it.',
    see: ['output-precision', 'agreement', 'cost'],
  },
  {
    id: 'sweep-map',
    name: 'Sweep map',
    sentence:
      'Two settings against each other as an image: every pixel is a settling, or a short training, of a network of its own. Pressing one loads its settings.',
    see: ['angle', 'stability-limit', 'divergence'],
  },
];
