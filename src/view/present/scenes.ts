import { targetOf } from '#core/network/topology.ts';
import type { RuleId } from '#core/rules/index.ts';
import { type Edited, setInference, setPrecision, setRule } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { PanelId } from '../page.svelte.ts';

/** Sliders that a slide may offer. */
export type Dial = 'inferenceRate' | 'settleSteps' | 'precision';

/** What happens of itself when a slide opens. */
export type Opening = 'settle' | 'kick' | 'clamp' | 'free' | 'learn';

/** One idea: what is seen of the experiment and what may be turned. */
export interface Scene {
  readonly id: string;
  readonly title: string;
  /** What to look at, in one sentence. */
  readonly sentence: string;
  /** The network and at most two plots, or two plots alone. */
  readonly panels: readonly PanelId[];
  /** Which chart of a panel, where it is not the one chosen on the desk. */
  readonly charts?: Partial<Record<PanelId, string>>;
  /** At most two. */
  readonly dials: readonly Dial[];
  /** Which clock the buttons drive. */
  readonly clock: 'settling' | 'training';
  /** What the slide changes in the experiment; leaving the slides takes it back. */
  readonly edit?: (experiment: Experiment) => Edited;
  readonly opening?: Opening;
}

const nothing = (experiment: Experiment): Edited => ({ experiment, issues: [] });

/** Goes by another rule, with the output's precision as by default. */
const by =
  (rule: RuleId) =>
  (experiment: Experiment): Edited => {
    const { inference, network } = experiment;
    const ruled = inference.rule === rule ? nothing(experiment) : setRule(experiment, rule);
    const target = targetOf(network);
    return target.precision === 1 ? ruled : setPrecision(ruled.experiment, target.id, 1);
  };

const fromForward = (experiment: Experiment): Edited => {
  const { experiment: strict } = by('strict')(experiment);
  return strict.inference.start === 'forward'
    ? { experiment: strict, issues: [] }
    : setInference(strict, { start: 'forward' });
};

/** Steps that bring the hidden neurons to rest. */
const STEPS_TO_REST = 100;

/** The same, until nothing moves: only there the gradient turns into backprop's as the output weakens. */
const toRest = (experiment: Experiment): Edited => {
  const { experiment: strict } = fromForward(experiment);
  return strict.inference.settleSteps >= STEPS_TO_REST
    ? { experiment: strict, issues: [] }
    : setInference(strict, { settleSteps: STEPS_TO_REST });
};

/** In the order of a lecture of four minutes. */
export const scenes: readonly Scene[] = [
  {
    id: 'network',
    title: 'One network',
    sentence: 'Every neuron holds a value, and every layer predicts the next.',
    panels: ['network'],
    dials: [],
    clock: 'settling',
  },
  {
    id: 'settles',
    title: 'It settles',
    sentence: 'Shaken, the values move until no prediction is missed. The energy only falls.',
    panels: ['network', 'energy'],
    dials: ['inferenceRate'],
    clock: 'settling',
    edit: by('strict'),
    opening: 'kick',
  },
  {
    id: 'clamp',
    title: 'Clamp the answer',
    sentence: 'Hold the output at the right answer, and every layer has to explain it.',
    panels: ['network', 'energy'],
    dials: [],
    clock: 'settling',
    edit: fromForward,
    opening: 'clamp',
  },
  {
    id: 'travels',
    title: 'The error travels',
    sentence: 'It starts at the answer and reaches one layer further back in every settling step.',
    panels: ['network', 'errors'],
    dials: ['settleSteps'],
    clock: 'settling',
    edit: fromForward,
    opening: 'settle',
  },
  {
    id: 'learn',
    title: 'Learn',
    sentence: 'Each weight moves by the error at one of its ends times the value at the other.',
    panels: ['network', 'output', 'history'],
    dials: [],
    clock: 'training',
  },
  {
    id: 'backprop',
    title: 'Is this backprop?',
    sentence: 'Each dot is a weight. On the diagonal both rules ask for the same change.',
    panels: ['network', 'agreement'],
    dials: ['settleSteps'],
    clock: 'settling',
    edit: fromForward,
    opening: 'settle',
  },
  {
    id: 'dial',
    title: 'Dial π',
    sentence:
      'Ask for the answer more softly: the gradients turn into those of backprop, and less energy is released.',
    panels: ['agreement', 'energy'],
    dials: ['precision'],
    clock: 'settling',
    charts: { agreement: 'agreement' },
    edit: toRest,
    opening: 'settle',
  },
  {
    id: 'frontier',
    title: 'The price of backprop',
    sentence: 'Every dot is a run: the nearer its gradient is to backprop, the less energy it has released.',
    panels: ['agreement', 'energy'],
    dials: ['precision'],
    clock: 'settling',
    charts: { agreement: 'frontier' },
    edit: toRest,
    opening: 'settle',
  },
  {
    id: 'fixed',
    title: 'Freeze the predictions',
    sentence: 'Then the errors become the gradients of backprop, but nothing goes downhill any more.',
    panels: ['agreement', 'energy'],
    dials: ['inferenceRate', 'settleSteps'],
    clock: 'settling',
    edit: by('fixed-prediction'),
    opening: 'settle',
  },
  {
    id: 'cliff',
    title: 'Too bold a step',
    sentence: 'Beyond the stability limit every step overshoots, and the energy explodes.',
    panels: ['network', 'energy'],
    dials: ['inferenceRate'],
    clock: 'settling',
    edit: fromForward,
    opening: 'settle',
  },
];
