import type { Network } from '#core/network/network.ts';
import { type Agreement, signAgreement, signAgreementOfAll } from '#core/telemetry/agreement.ts';
import type { Frame } from '#session/frame.ts';
import { layerClass } from '../../color.ts';
import { number, percent } from '../../format.ts';
import { connectionName, nodeName } from '../../names.ts';
import type { Scene } from '../chart.ts';

/** In words: does the gradient point where backprop points? How long it is, is another question. */
export type Verdict = 'not arrived' | 'aligned' | 'rotated' | 'opposite' | 'diverged';

export interface Row {
  readonly id: string;
  /** Ends of the connection in full, and in short the layer it learns to predict. */
  readonly name: string;
  readonly short: string;
  readonly layer: string;
  /** null: nothing beyond rounding yet. */
  readonly agreement: Agreement | null;
  /** The same of a run put aside, where it arrived. */
  readonly ghost: Agreement | null;
  readonly verdict: Verdict;
}

export const ALIGNED = 5;
const RIGHT_ANGLE = 90;

/** A gradient this much shorter than backprop's is the rounding of 32-bit numbers: its direction means nothing. */
const ROUNDING = 1e-6;

export const hasArrived = (agreement: Agreement | null): agreement is Agreement =>
  agreement !== null && !(agreement.normRatio < ROUNDING);

export const isSound = ({ angleDegrees, normRatio, relativeError }: Agreement): boolean =>
  [angleDegrees, normRatio, relativeError].every(Number.isFinite);

export function verdictOf(agreement: Agreement | null): Verdict {
  if (!hasArrived(agreement)) return 'not arrived';
  if (!isSound(agreement)) return 'diverged';
  if (agreement.angleDegrees <= ALIGNED) return 'aligned';
  return agreement.angleDegrees < RIGHT_ANGLE ? 'rotated' : 'opposite';
}

/** Connections that a frame compares, in the document's order. */
export const compared = (network: Network, frame: Frame | null) =>
  network.connections.filter((it) => frame && it.id in frame.comparison.connections);

/** One row a connection. */
export function rowsOf({
  experiment: { network },
  frame,
  ghost,
}: Pick<Scene, 'experiment' | 'frame' | 'ghost'>): readonly Row[] {
  const known = compared(network, frame);
  /** Where several connections lead to one layer, each is told by both its ends. */
  const isOne = (to: string): boolean => known.filter((it) => it.to === to).length === 1;
  return known.map(({ id, to }, i) => {
    const measured = frame!.comparison.connections[id] ?? null;
    const agreement = hasArrived(measured) ? measured : null;
    const aside = ghost?.frame.comparison.connections[id] ?? null;
    return {
      id,
      name: connectionName(network, id),
      short: isOne(to) ? `→ ${nodeName(network, to)}` : connectionName(network, id),
      layer: layerClass(i, known.length),
      agreement,
      ghost: hasArrived(aside) && Number.isFinite(aside.angleDegrees) ? aside : null,
      verdict: frame!.diverged ? 'diverged' : verdictOf(agreement),
    };
  });
}

/** A relative error as a share of backprop’s length, and as so many of its lengths where it is many. */
export const errorOf = ({ relativeError }: Agreement): string =>
  relativeError < 10 ? percent(relativeError) : `${number(relativeError, 2)}×`;

/** Whether the gradients of single synapses are there, and of an earlier step than the figures of their agreement. */
export const isStale = ({ gradients, gradientsAt, t }: Frame): boolean =>
  gradientsAt !== t && Object.keys(gradients).length > 0;

/** Share of weights with the same sign, of a connection or of all; null where there is none or it was not read. */
export function signsOf(frame: Frame | null, id?: string): number | null {
  if (!frame || isStale(frame)) return null;
  const { gradients, backprop } = frame;
  if (id === undefined) return signAgreementOfAll(gradients, backprop);
  const [g, b] = [gradients[id], backprop[id]];
  return g && b ? signAgreement(g, b) : null;
}
