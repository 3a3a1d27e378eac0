import { initialize } from '#core/network/initialize.ts';
import type { Parameters } from '#core/network/network.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { LONG_LINK } from '#experiment/link-length.ts';
import { type ViewState, writeView } from '#experiment/view-state.ts';
import type { WeightsCode } from '#experiment/weights-code.ts';
import type { Session } from './session.ts';

/** The weights as they are now, to the bit or in eight bits each; or none, where the document says enough. */
export type WeightsChoice = 'none' | WeightsCode;

export interface LinkOptions {
  readonly weights?: WeightsChoice;
  /** What the page adds to what is shown. */
  readonly view?: ViewState;
}

type Moment = Pick<Session, 'experiment' | 'parameters' | 'frame' | 'moment' | 'selection' | 'answer'>;

/** What is on screen, as far as it differs from what a newly opened experiment shows. */
export function viewOf({ frame, moment, selection, answer }: Moment): ViewState {
  return {
    ...(moment && { t: moment.t }),
    ...(frame && frame.sample > 0 && { sample: frame.sample }),
    ...(selection && { selection }),
    ...(answer === 'free' && { answer }),
  };
}

/** The experiment with what is on screen in its view, and with the parameters as they are now where those are wanted. */
export async function snapshot(
  session: Moment,
  withParameters: boolean,
  view: ViewState = {},
): Promise<Experiment> {
  const { experiment } = session;
  const shown = { ...experiment, view: writeView(experiment.view, { ...viewOf(session), ...view }) };
  if (!withParameters) return shown;
  const parameters = await session.parameters();
  return isSound(parameters) ? { ...shown, parameters } : shown;
}

/** After a divergence there are no numbers that a document could hold. */
export const isSound = ({ weights, biases }: Parameters): boolean =>
  [...Object.values(weights), ...Object.values(biases)].every((it) => it.every(Number.isFinite));

/** The parameters as they are now where they are other than the document gives or draws them; null elsewhere. */
export async function learned(
  session: Pick<Session, 'experiment' | 'parameters'>,
): Promise<Parameters | null> {
  const now = await session.parameters();
  return !isSound(now) || isAsDrawn(session.experiment, now) ? null : now;
}

/** Whether parameters are those an experiment begins with. */
export const isAsDrawn = ({ network, seed, parameters }: Experiment, now: Parameters): boolean =>
  isSame(now, initialize(network, seed, parameters));

/** The most exact weights that a link which chat tools keep whole has room for; none where the seed draws the same. */
export async function fittingWeights(session: Moment & Pick<Session, 'link'>): Promise<WeightsChoice> {
  if ((await learned(session)) === null) return 'none';
  const exact = await session.link({ weights: 'exact' });
  if (exact !== '' && exact.length <= LONG_LINK) return 'exact';
  return (await session.link({ weights: 'int8' })) === '' ? 'none' : 'int8';
}

/** The same to an engine, which counts in float32. */
function isSame(a: Parameters, b: Parameters): boolean {
  const same = (one: Parameters['weights'], other: Parameters['weights']) =>
    Object.entries(one).every(([id, numbers]) =>
      numbers.every((it, i) => Math.fround(it) === Math.fround(other[id]?.[i] ?? Number.NaN)),
    );
  return same(a.weights, b.weights) && same(a.biases, b.biases);
}
