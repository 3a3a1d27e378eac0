import type { ConnectionId } from '#core/network/network.ts';
import type { Agreement, Comparison } from '#core/telemetry/agreement.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { agreement, asComparison } from '../../readings.ts';
import type { Workshop } from './workshop.ts';

/** Agreement with backprop at some steps of a settling: what a large network can be asked for. */
export interface Track {
  readonly experiment: Experiment;
  readonly times: readonly number[];
  /** One figure a time; NaN where a gradient is all zero. */
  readonly connections: Readonly<Record<ConnectionId, Figures>>;
  readonly all: Figures;
}

export interface Figures {
  readonly relativeError: readonly number[];
  readonly angleDegrees: readonly number[];
}

/** Steps 0, 1, 2, … up to the last, ever fewer of them: about so many between a step and its double. */
export function sparseTimes(last: number, perDoubling = 3): number[] {
  const times = [0];
  for (let t = 1; t < last; t = Math.max(t + 1, Math.round(t * 2 ** (1 / perDoubling)))) times.push(t);
  return [...times, last];
}

/** Follows the first rows of the document's data; the rest is as `Workshop.course` has it. */
export async function track(
  workshop: Workshop,
  document: ExperimentDocument,
  { samples, times, words }: { samples: number; times: readonly number[]; words: string },
): Promise<Track> {
  const laboratory = await workshop.open(document);
  const { network } = laboratory.experiment;
  laboratory.present(workshop.rowsOf(laboratory, samples));
  laboratory.begin();
  laboratory.sweep();
  const found: Comparison[] = [];
  let before = 0;
  for (const t of times) {
    laboratory.step(t - before);
    before = t;
    laboratory.takeGradient(t);
    laboratory.compare();
    const read = await laboratory.read({ agreement });
    found.push(asComparison(network, read.agreement));
    await workshop.progress(Math.min(0.999, t / times.at(-1)!), words);
  }
  await workshop.progress(1, words);
  const figures = (of: (at: Comparison) => Agreement | null): Figures => ({
    relativeError: found.map((it) => of(it)?.relativeError ?? Number.NaN),
    angleDegrees: found.map((it) => of(it)?.angleDegrees ?? Number.NaN),
  });
  return {
    experiment: laboratory.experiment,
    times,
    connections: Object.fromEntries(
      network.connections.map(({ id }) => [id, figures((it) => it.connections[id]!)]),
    ),
    all: figures((it) => it.all),
  };
}
