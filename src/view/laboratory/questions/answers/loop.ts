import type { Course } from '#session/studies/agreement-course.ts';
import type { LoopFound } from '#session/studies/questions/loop.ts';
import { degrees, number, percent, plain, plural } from '../../../format.ts';
import type { Answer } from '../answer.ts';
import { spokenSubject } from '../subject.ts';
import { lastOf, lineOf, scales, within, worstAngles } from './layers.ts';

/** Directions this close are the same to the eye. */
const SAME = 1;

function strictly(strict: Course, angle: number): string {
  if (!Number.isFinite(angle) || !Number.isFinite(lastOf(strict.total)))
    return `Under strict the values left every range: η = ${plain(strict.experiment.inference.inferenceRate)} is too large here.`;
  const released = `with ${percent(1 - lastOf(strict.total) / strict.total[0]!)} of the energy released`;
  return angle > SAME
    ? `Under strict it is not: after ${plural(strict.steps, 'step')} the gradient of the worst layer stands at ${degrees(angle)} to backprop’s, ${released}.`
    : `Under strict it is close to it here: ${within(angle)} in every layer after ${plural(strict.steps, 'step')}, ${released}.`;
}

function frozenly(frozen: Course, angle: number): string {
  if (!Number.isFinite(angle)) return 'With predictions frozen the values left every range at this η.';
  const [shortest, longest] = scales(frozen);
  return angle <= SAME
    ? `With predictions frozen every layer has backprop’s direction (${within(angle)}); only lengths lag, from ${number(shortest)} to ${number(longest)} of backprop’s after ${plural(frozen.steps, 'step')}.`
    : `With predictions frozen the worst layer still stands at ${degrees(angle)} after ${plural(frozen.steps, 'step')}.`;
}

export function answerLoop({ subject, courses }: LoopFound): Answer {
  const { strict, 'fixed-prediction': frozen, 'zero-divergence': wave } = courses;
  const angles = [strict, frozen, wave].map(worstAngles);
  const [a, b, c] = angles.map(lastOf) as [number, number, number];
  const waves = plural(wave.steps, 'step');
  const exactly =
    c <= SAME
      ? `Zero-divergence is: after ${waves} its gradients differ from backprop’s by ${number(lastOf(wave.all.relativeError))} of their length.`
      : `Zero-divergence stands at ${degrees(c)}, where it should be backprop.`;
  const isOneAnswer = a <= SAME && b <= SAME && c <= SAME;
  const definition =
    'Largest angle of any layer between the gradient of the rule and backprop’s at the forward pass';
  return {
    headline: isOneAnswer ? 'Here, nearly so under every rule.' : 'It depends on the rule.',
    sentences: [strictly(strict, a), frozenly(frozen, b), exactly],
    figures: [
      {
        label: 'Strict',
        value: degrees(a),
        definition: `${definition}, at t = ${strict.steps}. Same rows, same weights.`,
      },
      { label: 'Fixed prediction', value: degrees(b), definition: `The same, at t = ${frozen.steps}.` },
      { label: 'Zero-divergence', value: degrees(c), definition: 'The same, each gradient at its own time.' },
    ],
    pictures: [
      {
        kind: 'lines',
        x: 't',
        y: 'angle to backprop, worst layer, degrees',
        lines: [
          lineOf('strict', angles[0]!, 'circle'),
          lineOf('fixed prediction', angles[1]!, 'square'),
          lineOf('zero-divergence', angles[2]!, 'triangle'),
        ],
        caption: `Angle to backprop of the worst layer that an error has reached, over settling steps. In the end ${degrees(a)} under strict, ${degrees(b)} under fixed prediction, ${degrees(c)} under zero-divergence.`,
      },
    ],
    on: spokenSubject(subject),
  };
}
