import { targetOf } from '#core/network/topology.ts';
import { type Edited, setInference, setPrecision, setRule } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Lesson } from './lesson.ts';

/** Rounds through the data after which the surface of the first experiment has its shape. */
export const EPOCHS = 15;

/** Output precisions, from where the output counts as much as any layer to where it hardly counts. */
export const DIAL: readonly number[] = [1, 0.3, 0.1, 0.03, 0.01];

/** Steps that bring hidden neurons to rest: a weak output leaves them no force but their own. */
const STEPS_TO_REST = 60;

/** One edit after another; what there is to say adds up. */
const inTurn =
  (...edits: readonly ((experiment: Experiment) => Edited)[]) =>
  (experiment: Experiment): Edited =>
    edits.reduce<Edited>(
      (before, edit) => {
        const after = edit(before.experiment);
        return { experiment: after.experiment, issues: [...before.issues, ...after.issues] };
      },
      { experiment, issues: [] },
    );

/** From a forward pass all of the error begins at the output, and its way back is seen. */
const fromForward = (experiment: Experiment): Edited => setInference(experiment, { start: 'forward' });

/** Strict, long enough to come to rest, with an output that counts in full. */
const asksBackprop = inTurn(
  (it) => setRule(it, 'strict'),
  (it) => setInference(it, { start: 'forward', settleSteps: STEPS_TO_REST }),
  (it) => setPrecision(it, targetOf(it.network).id, DIAL[0]!),
);

/** The first sixty seconds: feel it relax, hold the answer, learn, and meet the question. */
export const firstMinute: Lesson = {
  id: 'first-minute',
  title: 'The first minute',
  preset: 'first',
  moments: [
    {
      id: 'rest',
      title: 'Every spring is a prediction error.',
      text: 'The platform is what a neuron is predicted to be, the knob what it holds. Springs draw them together until all forces cancel.',
      done: 'rested',
      look: 'network',
    },
    {
      id: 'pull',
      title: 'Pull me.',
      text: 'Every spring is a prediction error: pull a knob off its platform and its neighbours give way, while the energy F goes up.',
      ask: 'Drag the ringed knob up or down, then let go.',
      askByKey: 'By keyboard: Tab to a neuron, then + or −.',
      done: 'pulled',
      look: 'network',
      // In the middle of its rail, and the one that layer 2 listens to most.
      pull: { node: 'x1', unit: 2 },
    },
    {
      id: 'clamp',
      title: 'Hold the answer fixed.',
      text: 'A pin holds the output at the right answer. Its error starts there and has to find its way back.',
      act: 'Clamp the answer',
      meanwhile:
        'The error climbs back through the network: with each settling step, one more layer lights up.',
      done: 'clamped',
      look: 'errors',
      edit: fromForward,
    },
    {
      id: 'learn',
      title: 'Let it learn.',
      text: `Each synapse moves by the error at one of its ends times the activity at the other. ${EPOCHS} rounds through the data.`,
      act: 'Learn',
      meanwhile:
        'The decision surface takes shape, and backprop learns beside it from the same weights on the same samples.',
      done: 'learned',
      look: 'output',
    },
    {
      id: 'backprop',
      title: 'Is this backprop?',
      text: 'Backprop, too, says which way every weight should go. At rest, do the two agree? What do you expect?',
      meanwhile:
        'Back to the first weights, the same for both. Now turn down π: how much the error of the output counts.',
      act: 'Turn π down',
      done: 'turned-down',
      look: 'agreement',
      question: {
        options: [
          { id: 'yes', label: 'Yes', reply: 'You expect yes.' },
          { id: 'no', label: 'No', reply: 'You expect no.' },
          { id: 'sometimes', label: 'Only sometimes', reply: 'You expect: only sometimes.' },
        ],
      },
      edit: asksBackprop,
    },
  ],
  end: {
    title: 'Only sometimes.',
    text: 'Strict predictive coding comes near backprop only as settling stops moving the neurons. What would you like next?',
    ways: [
      { id: 'build', label: 'Build your own' },
      { id: 'cost', label: 'Why does it cost more?', term: 'cost' },
      { id: 'lecturers', label: 'For lecturers', term: 'presenting' },
    ],
  },
};
