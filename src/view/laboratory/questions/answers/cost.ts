import { rule as ruleOf } from '#core/rules/index.ts';
import type { CostFound, Priced } from '#session/studies/questions/cost.ts';
import { count, number } from '../../../format.ts';
import type { Answer } from '../answer.ts';
import { spokenSubject } from '../subject.ts';

const named = ({ rule, settleSteps }: Priced): string => `${ruleOf(rule).label}, T = ${settleSteps}`;
const milliseconds = ({ timing }: Priced): string => `${number(timing.milliseconds, 2)} ms`;

export function answerCost({ subject, sweep, priced, batchSize }: CostFound): Answer {
  const times = (it: Priced) => it.products / sweep;
  const strict = priced.filter((it) => it.rule === 'strict');
  const [usual, many] = [strict[0]!, strict.at(-1)!];
  const wave = priced.find((it) => it.rule === 'zero-divergence')!;
  const perStep = (many.products - usual.products) / Math.max(1, many.settleSteps - usual.settleSteps);
  const slope = many.settleSteps === usual.settleSteps ? usual.products / usual.settleSteps : perStep;
  const most = times(many);
  const isHundred = most >= 90;
  return {
    headline: isHundred
      ? 'Because every settling step goes there and back.'
      : `Here it is ${number(most, 2)} times with ${many.settleSteps} steps: each goes there and back.`,
    sentences: [
      `Each settling step predicts down and sends errors back up through the free layers: ${count(slope)} multiply-adds for each sample. Backprop’s one sweep through all layers, there and back, takes ${count(sweep)}.`,
      `Strict with T = ${usual.settleSteps} takes ${number(times(usual), 2)} times as many as backprop; with T = ${many.settleSteps} it is ${number(most, 2)} times.`,
      `The price is that of the steps, not of locality: zero-divergence is as local in its updates, settles for ${wave.settleSteps} and takes ${number(times(wave), 2)} times.`,
    ],
    figures: [
      {
        label: named(usual),
        value: `${number(times(usual), 2)}×`,
        definition:
          'Multiply-adds of the matrix products of one update, against those of backprop’s one sweep forward and back. Counted in the programs, not estimated.',
      },
      {
        label: 'Time of it',
        value: milliseconds(usual),
        definition: `An update of ${batchSize} rows on this machine, the fastest of ${usual.timing.rounds} rounds of ${usual.timing.together}. Small networks pay more for the way than for the sums.`,
      },
    ],
    pictures: [
      {
        kind: 'bars',
        unit: 'multiply-adds for each sample of an update',
        bars: [
          { label: 'Backprop, one sweep', value: sweep, said: count(sweep), isRival: true },
          ...priced.map((it) => ({
            label: named(it),
            value: it.products,
            said: `${count(it.products)} · ${number(times(it), 2)}× · ${milliseconds(it)}`,
          })),
        ],
        caption: `Multiply-adds of one weight update for each sample: from ${count(sweep)} for backprop to ${count(many.products)} for strict with T = ${many.settleSteps}.`,
      },
    ],
    on: spokenSubject(subject),
  };
}
