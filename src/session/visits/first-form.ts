import type { Experiment } from '#experiment/experiment.ts';
import { decodeLink } from '#experiment/share-link.ts';
import { readView } from '#experiment/view-state.ts';
import { isSameDocument, type LastState, type Progress } from '../last-state.ts';

/**
 * What was kept in its first form: one text of the page's storage, `1 LINK LINK`, the document and the document with
 * its parameters as they were. It did not say how far learning had come. Null where it is damaged.
 */
export async function readFirstForm(text: unknown): Promise<LastState | null> {
  const [version, ...links] = typeof text === 'string' ? text.split(' ') : [];
  if (version !== '1' || links.length !== 2) return null;
  const [{ value: experiment }, { value: present }] = await Promise.all([
    decodeLink(links[0]!),
    decodeLink(links[1]!),
  ]);
  if (!experiment || !present || !isSameExperiment(experiment, present)) return null;
  const progress = isSameDocument(experiment, present) ? null : begunAt(present);
  return { experiment, progress, view: readView(present.view) };
}

function begunAt({ parameters: { weights = {}, biases = {} }, learning }: Experiment): Progress {
  const optimizer = { kind: learning.optimizer, names: [], states: [] };
  return { parameters: { weights, biases }, optimizer, updates: 0, epoch: 0, batch: 0, history: [] };
}

/** The same but for parameters and view. */
const isSameExperiment = (a: Experiment, b: Experiment): boolean =>
  isSameDocument({ ...a, parameters: {} }, { ...b, parameters: {} });
