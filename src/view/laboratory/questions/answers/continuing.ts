import { rule as ruleOf } from '#core/rules/index.ts';
import type { ContinuingFound } from '#session/studies/questions/continuing.ts';
import { degrees, number, percent, plural } from '../../../format.ts';
import type { Answer } from '../answer.ts';
import { spokenSubject } from '../subject.ts';

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

export function answerContinuing({ subject, continuation }: ContinuingFound): Answer {
  const { plan, seeds, cost } = continuation;
  const { label } = ruleOf(plan.other.rule);
  const name = label.toLowerCase();
  const sound = seeds.flatMap((it) => (it.runs ? [{ ...it, runs: it.runs }] : []));
  const losses = sound.map(({ runs, pretrained }) => ({
    before: pretrained.trainingLoss,
    backprop: runs[0].trainingLoss,
    other: runs[1].trainingLoss,
  }));
  const accuracies = sound.flatMap(({ runs: [a, b] }) =>
    a.trainingAccuracy === null || b.trainingAccuracy === null
      ? []
      : [[a.trainingAccuracy, b.trainingAccuracy] as const],
  );
  const lower = losses.filter((it) => it.other < it.backprop).length;
  const angles = sound.flatMap((it) => it.separation?.angle ?? []);
  const [backprop, other, before] = (['backprop', 'other', 'before'] as const).map((of) =>
    mean(losses.map((it) => it[of])),
  ) as [number, number, number];
  const times = cost ? cost[1] / cost[0] : null;
  const agree = lower === 0 || lower === losses.length;
  const headline =
    losses.length === 0
      ? 'Every seed diverged at these settings.'
      : !agree
        ? 'Sometimes it is ahead, sometimes behind.'
        : lower > 0
          ? `${label} went further down with every seed.`
          : 'Backprop went further down with every seed.';
  return {
    headline,
    sentences: [
      `After ${plural(plan.before, 'epoch')} of backprop the mean loss was ${number(before)}. ${plural(plan.after, 'epoch')} more brought it to ${number(backprop)} with backprop and to ${number(other)} with ${name}; ${name} was lower with ${lower} of ${plural(losses.length, 'seed')}.`,
      accuracies.length > 0
        ? `Right answers on the training rows: ${percent(mean(accuracies.map(([a]) => a)))} against ${percent(mean(accuracies.map(([, b]) => b)))}.`
        : 'These rows have no classes to count.',
      angles.length > 0
        ? `The two ways on from the pretrained weights stand at ${degrees(mean(angles))} to each other${times === null ? '' : `, and ${name} costs ${number(times, 2)} times as many multiply-adds an update`}.`
        : 'The weights did not move.',
      `${plural(losses.length, 'seed')} and ${plural(plan.after, 'epoch')} at one learning rate for both show a tendency on this task, no more.`,
    ],
    figures: [
      {
        label: 'Backprop',
        value: number(backprop),
        definition: `Mean loss of the forward pass on the training rows after ${plan.before} + ${plan.after} epochs, over ${plural(losses.length, 'seed')}.`,
      },
      {
        label,
        value: number(other),
        definition: `The same, with the last ${plan.after} epochs under ${name}: η = ${plan.other.inferenceRate}, T = ${plan.other.settleSteps}.`,
      },
      {
        label: 'Angle',
        value: angles.length > 0 ? degrees(mean(angles)) : '–',
        definition:
          'Between both ways from the pretrained weights, all weights and biases as one vector; mean over seeds.',
      },
    ],
    pictures: [
      {
        kind: 'bars',
        unit: 'loss on the training rows',
        bars: sound.flatMap(({ seed }, k) => [
          {
            label: `seed ${seed}: backprop`,
            value: losses[k]!.backprop,
            said: number(losses[k]!.backprop),
            isRival: true,
          },
          { label: `seed ${seed}: ${name}`, value: losses[k]!.other, said: number(losses[k]!.other) },
        ]),
        caption: `Loss after going on with backprop and with ${name}, seed by seed; mean ${number(backprop)} and ${number(other)}.`,
      },
    ],
    on: spokenSubject(subject, true),
  };
}
