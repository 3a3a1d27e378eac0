import type { Spot } from '#session/session.ts';
import type { Scene } from '../charts/chart.ts';
import { isDescent, isFixedByRule } from '../charts/parts/rule-facts.ts';
import { runsOf } from '../controls/scrub.ts';
import { degrees, number, percent } from '../format.ts';
import { nodeName, subscript } from '../names.ts';
import type { NetworkView } from '../page.svelte.ts';

export interface Moment extends Scene {
  readonly loading: boolean;
  readonly playing: boolean;
  readonly hand: Spot | null;
}

/** Share of the starting energy that settling has released; negative where it rose, null before the first step. */
export function released({ frame }: Pick<Scene, 'frame'>): number | null {
  if (!frame || frame.t === 0) return null;
  const start = frame.total[0]!;
  const now = frame.total[frame.total.length - 1]!;
  return start > 0 && Number.isFinite(now) ? (start - now) / start : null;
}

/** ▾ 38 %, ▴ 12 %, or ▴ 194× where it exploded; empty before the first step. */
export function shareMark(share: number | null): string {
  if (share === null) return '';
  if (share >= 0) return `▾ ${percent(share)}`;
  return share > -10 ? `▴ ${percent(-share)}` : `▴ ${number(1 - share, 2)}×`;
}

/** What an error is drawn as. */
const ERROR_MARK = { posts: 'spring', graph: 'diamond', matrix: 'magenta cell' } as const;

/** The sentence above the network: what one sees and what to do next. */
export function lead(moment: Moment, view: NetworkView = 'posts'): string {
  const { experiment, frame, training, loading, playing, diverged } = moment;
  const { rule, settleSteps, start } = experiment.inference;
  if (loading || !frame) return 'Laying out the network …';
  if (diverged || frame.diverged) return 'This is divergence: the values have left every sensible range.';
  if (training.running) return trainingLead(rule, settleSteps);
  if (moment.hand) return heldLead(moment, moment.hand);
  const touched = playing ? moment.recorded?.touched.at(-1) : undefined;
  if (touched !== undefined)
    return `Disturbed at t = ${touched}: neurons move to where what pulls at them balances.`;
  if (moment.answer === 'free' && (playing || frame.t > 0 || start === 'forward')) return freeLead(moment);
  if (frame.t === 0 && !playing) {
    const where = start === 'forward' ? '; all begins at the output' : ', stretched at first';
    return `Every ${ERROR_MARK[view]} is a prediction error${where}. Press Settle.`;
  }
  if (playing || (frame.t < settleSteps && !frame.atRest)) return movingLead(moment);
  return restLead(moment);
}

/** What a hand does to the energy is measured, against the step before it took hold. */
function heldLead({ experiment, moment, recorded }: Moment, { node, unit }: Spot): string {
  const name = nodeName(experiment.network, node);
  const held = `You hold x${subscript(unit)} of ${/^(in|out)put$/.test(name) ? `the ${name}` : name}`;
  if (!isDescent(experiment.inference.rule)) return `${held}. Predictions stay frozen.`;
  const [from] = runsOf(recorded?.touched ?? []).at(-1) ?? [];
  const before = from === undefined ? undefined : recorded?.at(Math.max(recorded.first, from - 1))?.total;
  const rise = moment && before !== undefined ? moment.total - before : 0;
  return `${held}: its neighbours give way${rise === 0 ? '' : rise > 0 ? ', F rises' : ', F falls'}.`;
}

function freeLead({ playing }: Moment): string {
  if (playing) return 'The answer is free: it follows its prediction, and the errors die out.';
  return 'The answer is free: nobody asks for the target. Clamp the answer to send its error back.';
}

function trainingLead(rule: string, settleSteps: number): string {
  if (rule === 'backprop')
    return 'Learning by backprop: each batch sends its error back once, then every weight moves.';
  if (rule === 'incremental')
    return `Learning: values and weights move together, ${settleSteps} times a batch.`;
  return `Learning: each batch settles for ${settleSteps} steps, then every weight moves by what its own two neurons know.`;
}

function movingLead({ experiment: { inference } }: Moment): string {
  if (isDescent(inference.rule))
    return 'Neurons move to explain the errors away; each one sees only its neighbours.';
  return 'Predictions stay frozen. The error is handed back, one layer a step.';
}

/** At rest the question is asked that the charts below answer. */
function restLead(moment: Moment): string {
  const { experiment, frame } = moment;
  const all = frame?.comparison.all;
  const share = released(moment);
  const { rule } = experiment.inference;
  if (rule === 'backprop')
    return 'Backprop in the same picture: what has arrived in each layer is its exact gradient.';
  const isFall = isDescent(rule) && !isFixedByRule(rule) && share !== null && share > 0;
  const fell = isFall
    ? `Settled: on average ${percent(share)} of the energy is gone.`
    : 'Every error has arrived.';
  if (!all || !Number.isFinite(all.angleDegrees)) return fell;
  if (all.angleDegrees > 5)
    return `${fell} Is this backprop? No: its gradient is ${degrees(all.angleDegrees)} away.`;
  const same = Math.abs(all.normRatio - 1) <= 0.05;
  return `${fell} Is this backprop? ${same ? 'Yes' : 'In direction, yes'}: the gradients are ${degrees(all.angleDegrees)} apart.`;
}
