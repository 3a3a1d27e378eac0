import type { LocalFound } from '#session/studies/questions/local.ts';
import { number, percent } from '../../../format.ts';
import type { Answer } from '../answer.ts';
import { spokenSubject } from '../subject.ts';
import { layerNamed } from './layers.ts';

/** A change that single precision cannot tell from none. */
const NOTHING = 1e-6;

export function answerLocal({ subject, experiment, watched, meddled }: LocalFound): Answer {
  const { network } = experiment;
  const most = (of: (it: LocalFound['meddled'][number]) => number) => Math.max(0, ...meddled.map(of));
  const [held, anew, rival] = [
    most((it) => it.held),
    most((it) => it.settledAnew),
    most((it) => it.backprop),
  ];
  const isLocal = held <= NOTHING;
  const target = layerNamed(network, watched.to);
  return {
    headline: isLocal ? 'The update is. What it is made of has travelled.' : 'Not by this measure.',
    sentences: [
      isLocal
        ? `With every value held where it settled, turning the weights of any other layer around changes the updates of the synapses into ${target} by ${held === 0 ? 'nothing, to the bit' : number(held)}: they need the activity at one end and the error at the other.`
        : `With every value held, turning other weights around changed the updates into ${target} by ${percent(held)}.`,
      `Backprop’s update of the very same synapses changes by up to ${percent(rival)}: it is a product along every path to the output.`,
      `Let it settle anew, and predictive coding’s changes too, by up to ${percent(anew)}: far weights speak through the neurons in between. And a neuron’s own step reads the weights it predicts with backwards.`,
    ],
    figures: [
      {
        label: 'Values held',
        value: percent(held),
        definition:
          'Largest ‖g′ − g‖ / ‖g‖ of the watched connection’s updates, other weights turned to their negative one connection at a time, at the same values.',
      },
      {
        label: 'Settled anew',
        value: percent(anew),
        definition: `The same after ${experiment.inference.settleSteps} settling steps with the turned weights.`,
      },
      {
        label: 'Backprop',
        value: percent(rival),
        definition: 'The same of backprop’s gradient at the forward pass.',
      },
    ],
    pictures: [
      {
        kind: 'bars',
        unit: `change of the updates into ${target}`,
        bars: meddled.slice(0, 5).flatMap((it) => {
          const where = `weights into ${layerNamed(network, it.changed.to)} turned`;
          return [
            { label: `${where}: predictive coding`, value: it.held, said: percent(it.held) },
            { label: `${where}: backprop`, value: it.backprop, said: percent(it.backprop), isRival: true },
          ];
        }),
        caption: `How much the updates into ${target} change when other layers’ weights are turned around: predictive coding’s at held values by at most ${percent(held)}, backprop’s by up to ${percent(rival)}.`,
      },
    ],
    on: spokenSubject(subject),
  };
}
