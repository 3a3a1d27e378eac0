import { targetOf } from '#core/network/topology.ts';
import { setInference, setPrecision, setRule } from '#experiment/edit.ts';
import type { FieldQuestion } from './question.ts';

export type { FieldQuestion, Way } from './question.ts';

/** An output that hardly counts, and steps that bring the neurons to rest all the same. */
const WEAK = 0.01;
const STEPS_TO_REST = 100;

const yesOrNo = [
  { id: 'yes', label: 'Yes' },
  { id: 'no', label: 'No' },
  { id: 'depends', label: 'It depends on the rule' },
] as const;

/** The five questions that are asked wherever predictive coding is shown, and a sixth. */
export const questions = [
  {
    id: 'loop',
    title: 'Is it just backprop in a loop?',
    term: 'agreement',
    how: 'Settle the same rows under three rules, and hold each gradient against backprop’s at every step.',
    options: yesOrNo,
    act: 'Settle and compare',
    ways: [
      { label: 'Every rule, step by step', bench: 'rules' },
      {
        label: 'Turn π down and compare again',
        panel: 'agreement',
        edit: (it) => {
          const strict = setRule(it, 'strict').experiment;
          const longer = setInference(strict, { settleSteps: STEPS_TO_REST, start: 'forward' }).experiment;
          return setPrecision(longer, targetOf(it.network).id, WEAK);
        },
      },
    ],
  },
  {
    id: 'once',
    title: 'What if the inner loop runs once, with the full error?',
    term: 'fixed-prediction',
    how: 'Freeze the predictions, set η to 1, and look at every layer’s gradient after each step.',
    options: [
      { id: 'nothing', label: 'Only the last layer learns' },
      { id: 'near', label: 'Something near backprop' },
      { id: 'exact', label: 'Exactly backprop' },
    ],
    act: 'Run it once',
    ways: [
      { label: 'The published settings', bench: 'papers' },
      {
        label: 'Watch the error travel',
        panel: 'errors',
        edit: (it) =>
          setInference(setRule(it, 'fixed-prediction').experiment, { inferenceRate: 1, start: 'forward' }),
      },
    ],
  },
  {
    id: 'convergence',
    title: 'Should one run it to convergence?',
    term: 'settle-steps',
    how: 'Settle far beyond T under two rules, then train twice from one start: with few steps, and with ten times as many.',
    options: [
      { id: 'yes', label: 'Yes, the longer the better' },
      { id: 'no', label: 'No, a few steps do' },
      { id: 'depends', label: 'It depends on the rule' },
    ],
    act: 'Run on and on',
    ways: [
      { label: 'Two trainings side by side', bench: 'twins' },
      { label: 'Map T against η', bench: 'sweep' },
    ],
  },
  {
    id: 'cost',
    title: 'Why does it cost 100 times as much?',
    term: 'cost',
    how: 'Count the multiply-adds of one weight update in the programs that run here, and time them.',
    options: [
      { id: 'steps', label: 'Because of the settling steps' },
      { id: 'local', label: 'Because learning is local' },
      { id: 'not', label: 'It does not' },
    ],
    act: 'Count and time',
    ways: [
      { label: 'Race the rules', bench: 'twins' },
      { label: 'Zero-divergence, step by step', bench: 'rules' },
    ],
  },
  {
    id: 'local',
    title: 'Is it local?',
    term: 'locality',
    how: 'Turn the weights of far layers around, keep every value where it settled, and see whose updates change.',
    options: yesOrNo,
    act: 'Meddle far away',
    ways: [
      { label: 'Light up what a synapse needs', panel: 'network', lights: true },
      { label: 'Check the gradients', bench: 'verify' },
    ],
  },
  {
    id: 'continuing',
    title: 'After pretraining with backprop, what does going on with predictive coding change?',
    term: 'backprop',
    how: 'Train with backprop, then go on from the same weights with either, for several seeds.',
    options: [
      { id: 'better', label: 'It gets better' },
      { id: 'worse', label: 'It gets worse' },
      { id: 'little', label: 'Hardly anything' },
    ],
    act: 'Train and go on',
    ways: [{ label: 'With other seeds and epochs', bench: 'twins' }],
  },
] as const satisfies readonly FieldQuestion[];

export type QuestionId = (typeof questions)[number]['id'];
