import type { Course } from '#session/studies/agreement-course.ts';
import type { ConvergenceFound, Trained } from '#session/studies/questions/convergence.ts';
import { degrees, number, percent, plain, plural } from '../../../format.ts';
import type { Answer } from '../answer.ts';
import { spokenSubject } from '../subject.ts';
import {
  type Departure,
  farthest,
  lastOf,
  lineOf,
  scales,
  spokenAngle,
  within,
  worstAngles,
} from './layers.ts';

/** Accuracies closer than this tell nothing apart in one training. */
const ALIKE = 0.03;
const TURNED = 2;

const success = ({ outcome: { accuracy, loss } }: Trained): string =>
  accuracy === null ? `loss ${number(loss)}` : `${percent(accuracy)} right`;

function trainingSaid([short, long]: ConvergenceFound['trained'], epochs: number): string {
  const trained = `Trained for ${plural(epochs, 'epoch')} under strict: ${success(short)} with T = ${short.settleSteps}, ${success(long)} with T = ${long.settleSteps}, at ${number(long.cost / short.cost, 2)} times the cost.`;
  if (short.diverged || long.diverged) return `${trained} A training diverged.`;
  const [a, b] = [short.outcome.accuracy, long.outcome.accuracy];
  if (a === null || b === null) return trained;
  if (Math.abs(a - b) < ALIKE) return `${trained} One training each tells no difference.`;
  return `${trained} In this one training ${a > b ? 'fewer' : 'more'} steps did better.`;
}

function strictly(strict: Course, found: Departure | null): string {
  if (!found || !Number.isFinite(lastOf(strict.total)))
    return `Under strict the values left every range: η = ${plain(strict.experiment.inference.inferenceRate)} is too large here.`;
  const released = percent(1 - lastOf(strict.total) / strict.total[0]!);
  const course = `the gradient into ${found.name} stands at ${spokenAngle(found.first)} to backprop’s when the error arrives (t = ${found.arrival}) and at ${degrees(found.last)} at t = ${strict.steps}, with ${released} of the energy released`;
  return found.last - found.first > TURNED
    ? `Under strict it departs from backprop as it converges: ${course}.`
    : `Under strict it hardly turns here: ${course}.`;
}

export function answerConvergence({ subject, strict, frozen, trained, epochs }: ConvergenceFound): Answer {
  const found = farthest(strict);
  const departs = found !== null && found.last - found.first > TURNED;
  const [strictAngles, frozenAngles] = [worstAngles(strict), worstAngles(frozen)];
  const [shortest] = scales(frozen);
  const [first, last] = found ? [degrees(found.first), degrees(found.last)] : ['–', '–'];
  return {
    headline: departs ? 'Not to come nearer to backprop.' : 'Here it changes the direction little.',
    sentences: [
      strictly(strict, found),
      `Under fixed prediction more steps bring only length: at t = ${frozen.steps} every layer has at least ${number(shortest)} of backprop’s, ${within(lastOf(frozenAngles))} of its direction.`,
      trainingSaid(trained, epochs),
    ],
    figures: [
      {
        label: 'Strict, at first',
        value: first,
        definition:
          'Angle between the rule’s gradient and backprop’s at the forward pass, in the layer that ends farthest, when its error has just arrived.',
      },
      { label: 'Strict, in the end', value: last, definition: `The same layer at t = ${strict.steps}.` },
      {
        label: 'Frozen, length',
        value: number(shortest),
        definition: `Shortest gradient of any layer at t = ${frozen.steps}, measured by backprop’s.`,
      },
      {
        label: `T = ${trained[0].settleSteps}, ${trained[1].settleSteps}`,
        value: `${success(trained[0])}, ${success(trained[1])}`,
        definition:
          'On the training rows, by the forward pass, after the last epoch; one seed, the same batches.',
      },
    ],
    pictures: [
      {
        kind: 'lines',
        x: 't',
        y: 'angle to backprop, worst layer, degrees',
        lines: [lineOf('strict', strictAngles, 'circle'), lineOf('fixed prediction', frozenAngles, 'square')],
        caption: `Angle to backprop of the worst layer over ${strict.steps} steps: ${degrees(lastOf(strictAngles))} in the end under strict, ${degrees(lastOf(frozenAngles))} under fixed prediction.`,
      },
      {
        kind: 'lines',
        x: 't',
        y: 'length of all weights’ gradient, backprop’s = 1',
        lines: [
          lineOf('strict', strict.all.normRatio, 'circle'),
          lineOf('fixed prediction', frozen.all.normRatio, 'square'),
        ],
        caption: `Length of the gradient measured by backprop’s: ${number(lastOf(strict.all.normRatio))} in the end under strict, ${number(lastOf(frozen.all.normRatio))} under fixed prediction.`,
      },
    ],
    on: `${spokenSubject(subject)} Trained on all ${plural(subject.material.rows.training, 'training row')}.`,
  };
}
