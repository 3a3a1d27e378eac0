import { optimizers } from '#core/optimizers/index.ts';
import { settings } from '#experiment/schema.ts';
import type { Word } from './term.ts';

export const learning: readonly Word[] = [
  {
    id: 'weight',
    name: 'Synapse',
    symbol: 'W',
    sentence: 'A connection and its weight: how much one neuron counts in the prediction of another.',
    equation: 'μ = g(b + W x)',
    live: 'weight',
    see: ['gradient', 'locality', 'lesion'],
  },
  {
    id: 'bias',
    name: 'Bias',
    symbol: 'b',
    sentence: 'What a neuron is predicted to be before any other neuron counts; it learns as weights do.',
    see: ['weight', 'prediction'],
  },
  {
    id: 'gradient',
    name: 'Gradient',
    symbol: '∂F/∂W',
    sentence:
      'Which way, and how strongly, a weight should move: the error it arrives at times the activity it comes from, averaged over the batch, with a minus.',
    equation: '∂F/∂W = −δ u',
    live: 'gradient',
    see: ['weight', 'locality', 'learning-rate', 'agreement'],
  },
  {
    id: 'layer',
    name: 'Layer',
    sentence:
      'Neurons that share a place in the network, an activation and a precision; each layer predicts the next.',
    see: ['units', 'activation', 'precision'],
  },
  {
    id: 'units',
    name: settings.units.label,
    sentence: settings.units.help,
    live: 'units',
    see: ['layer'],
  },
  {
    id: 'activation',
    name: 'Activation',
    symbol: 'f',
    sentence:
      'The function that bends a sum of inputs; without one any number of layers does no more than one.',
    live: 'activation',
    see: ['activation-placement', 'prediction'],
  },
  {
    id: 'activation-placement',
    name: 'Activation before or after the weights',
    sentence:
      'Both give the same forward pass and the same backprop gradient, but settling comes to rest elsewhere: a free value lies before f, or after it.',
    equation: 'μ = f(W x)  or  μ = W f(x)',
    see: ['activation', 'prediction', 'rest'],
    paper: 'Whittington and Bogacz (2017); Millidge, Tschantz and Buckley (2022)',
  },
  {
    id: 'learning-rate',
    name: settings.learningRate.label,
    symbol: settings.learningRate.symbol,
    sentence: settings.learningRate.help,
    live: 'learning-rate',
    see: ['optimizer', 'inference-rate', 'gradient'],
  },
  {
    id: 'batch-size',
    name: settings.batchSize.label,
    symbol: settings.batchSize.symbol,
    sentence: settings.batchSize.help,
    live: 'batch-size',
    see: ['epoch', 'gradient'],
  },
  {
    id: 'optimizer',
    name: 'Optimizer',
    sentence: `What turns gradients into weight updates: ${optimizers.map((it) => it.label).join(', ')}. It is the same for whichever rule the gradient came from.`,
    live: 'optimizer',
    see: ['learning-rate', 'gradient'],
  },
  {
    id: 'epoch',
    name: 'Epoch',
    sentence: 'Learning has met every training sample once, batch by batch, in an order drawn from the seed.',
    live: 'epoch',
    see: ['batch-size', 'settling-step', 'history'],
  },
  {
    id: 'loss',
    name: 'Loss',
    sentence:
      'The energy of the output alone after a forward pass, averaged over the samples; its precision is included.',
    equation: 'L = ½ π (y − μ)²',
    live: 'loss',
    see: ['energy', 'accuracy', 'history'],
  },
  {
    id: 'accuracy',
    name: 'Accuracy',
    sentence: 'The share of samples whose class the forward pass gets right.',
    live: 'accuracy',
    see: ['loss', 'surface', 'classes'],
  },
  {
    id: 'seed',
    name: settings.seed.label,
    sentence: settings.seed.help,
    live: 'seed',
    see: ['reset', 'samples'],
  },
  {
    id: 'samples',
    name: settings.samples.label,
    symbol: settings.samples.symbol,
    sentence: settings.samples.help,
    live: 'samples',
    see: ['split', 'noise', 'batch-size'],
  },
  {
    id: 'noise',
    name: settings.noise.label,
    symbol: settings.noise.symbol,
    sentence: settings.noise.help,
    live: 'noise',
    see: ['samples'],
  },
  {
    id: 'split',
    name: settings.split.label,
    sentence: settings.split.help,
    live: 'split',
    see: ['samples', 'loss'],
  },
  {
    id: 'data',
    name: 'Data set',
    sentence:
      'The samples: an input and its answer each. They come from a recipe and a seed, or are your own.',
    live: 'samples',
    see: ['samples', 'noise', 'split'],
  },
  {
    id: 'categorical',
    name: 'Softmax output',
    sentence:
      'An output for classes: its predictions are shares that sum to one, and its energy is the cross-entropy with the answer.',
    equation: 'E = −π Σ y log p,  ε = π (y − p)',
    see: ['loss', 'classes'],
  },
];
