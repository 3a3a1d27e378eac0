import { settings } from '#experiment/schema.ts';
import type { Word } from './term.ts';

export const settling: readonly Word[] = [
  {
    id: 'settling-step',
    name: 'Settling step',
    symbol: 't',
    sentence:
      'All free values move at once, each by a little, from the errors it can see. Weights stay as they are.',
    equation: 'x ← x + η (d − ε)',
    live: 'settling-step',
    see: ['inference-rate', 'settle-steps', 'force', 'phase'],
  },
  {
    id: 'phase',
    name: 'Predict, compare, move',
    sentence:
      'The three parts of a settling step: predictions from the present values, errors against them, then every free value moves.',
    see: ['settling-step', 'prediction', 'error'],
  },
  {
    id: 'rest',
    name: 'Rest',
    sentence: 'Where all forces cancel and further settling would change next to nothing.',
    equation: 'd = ε  for every free neuron',
    see: ['force', 'released', 'settle-steps'],
  },
  {
    id: 'inference-rate',
    name: settings.inferenceRate.label,
    symbol: settings.inferenceRate.symbol,
    sentence: settings.inferenceRate.help,
    equation: 'x ← x + η (d − ε)',
    live: 'inference-rate',
    see: ['settling-step', 'stability-limit'],
  },
  {
    id: 'settle-steps',
    name: settings.settleSteps.label,
    symbol: settings.settleSteps.symbol,
    sentence: settings.settleSteps.help,
    live: 'settle-steps',
    see: ['settling-step', 'arrival-front', 'rest'],
  },
  {
    id: 'stability-limit',
    name: 'Stability limit',
    symbol: '2/λ',
    sentence:
      'Above this step size settling overshoots further at every step. λ is the largest curvature of the energy where the settling starts; it grows as weights grow.',
    equation: 'η < 2 / λ',
    live: 'stability-limit',
    see: ['inference-rate', 'divergence'],
  },
  {
    id: 'auto-rate',
    name: 'Automatic step size',
    sentence:
      'The page keeps η at half of the stability limit while weights grow and the limit falls. Choosing a step size by hand ends it.',
    equation: 'η = ½ · 2 / λ',
    see: ['inference-rate', 'stability-limit', 'stability'],
  },
  {
    id: 'divergence',
    name: 'Divergence',
    sentence:
      'Values leave every sensible range, as the steps were too large. The page stops, says so and offers a smaller step size.',
    see: ['stability-limit', 'inference-rate'],
  },
  {
    id: 'start',
    name: 'Start',
    sentence:
      'Where the free values are before the first settling step: at a forward pass, at zero, at random, or where they were.',
    live: 'start',
    see: ['start-forward', 'start-zero', 'start-random', 'start-keep'],
  },
  {
    id: 'start-forward',
    name: 'Start: forward',
    sentence:
      'Every free value begins at its own prediction, so that all of the error is at the clamped output.',
    equation: 'x = μ',
    see: ['start', 'arrival-front'],
  },
  {
    id: 'start-zero',
    name: 'Start: zero',
    sentence: 'Every free value begins at zero.',
    equation: 'x = 0',
    see: ['start'],
  },
  {
    id: 'start-random',
    name: 'Start: random',
    sentence:
      'Every free value begins at normal noise of standard deviation one, drawn from the seed: all springs are stretched.',
    equation: 'x ~ N(0, 1)',
    see: ['start', 'kick', 'seed'],
  },
  {
    id: 'start-keep',
    name: 'Start: keep',
    sentence: 'Free values go on from where the last settling of the same samples left them.',
    see: ['start'],
  },
  {
    id: 'kick',
    name: 'Kick',
    sentence:
      'Shakes the free neurons of the chosen sample by noise drawn from the seed, so that they have to settle again.',
    see: ['start-random', 'rest'],
  },
  {
    id: 'clamp',
    name: 'Clamp',
    sentence:
      'A layer is held at the data: the input always, the output at the answer while learning. A pin marks it; it has an error, but does not move.',
    live: 'answer',
    see: ['pin', 'answer', 'value'],
  },
  {
    id: 'pin',
    name: 'Pin',
    sentence:
      'Holds one neuron at a value, for every sample. It keeps its error and its neighbours feel it, but it does not move.',
    see: ['clamp', 'knob', 'lesion'],
  },
  {
    id: 'answer',
    name: 'The answer',
    sentence:
      'The target of the chosen sample. Clamped, it holds the output and its error moves the network; free, the output rests at its own prediction and asks nothing.',
    live: 'answer',
    see: ['clamp', 'loss'],
  },
  {
    id: 'arrival-front',
    name: 'Arrival front',
    sentence:
      'From a forward start an error travels one layer in a settling step: a layer k below the output first moves at step k.',
    equation: 't = k',
    live: 'arrival',
    see: ['errors', 'settle-steps', 'start-forward'],
  },
];
