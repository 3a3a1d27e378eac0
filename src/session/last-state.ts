import { toDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { LONGEST_LINK } from '#experiment/link-length.ts';
import { readView, type ViewState, writeView } from '#experiment/view-state.ts';

/** Where one text is kept between visits. Any of these may reject. */
export interface Shelf {
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
  clear(): Promise<void>;
}

/** What was on the page: the document, its parameters where they are other than it began with, and what was shown. */
export interface LastState {
  readonly experiment: Experiment;
  readonly parameters: Experiment['parameters'] | null;
  readonly view: ViewState;
}

/** Another form of what is kept gets another number; what has a number unknown here is as good as nothing. */
const VERSION = '1';

/** Keeps a state, as much of it as has room: first the parameters are left out, then all. Never rejects. */
export async function keepState(shelf: Shelf, { experiment, parameters, view }: LastState): Promise<void> {
  try {
    const { encodeLink } = await import('#experiment/share-link.ts');
    const document = await encodeLink(experiment);
    if (document.length >= LONGEST_LINK) return await shelf.clear();
    const shown = { ...experiment, view: writeView(experiment.view, view) };
    const whole = parameters && (await encodeLink({ ...shown, parameters }));
    const present = whole && whole.length < LONGEST_LINK ? whole : await encodeLink(shown);
    await shelf.write([VERSION, document, present].join(' '));
  } catch {
    // Storage that is refused or full keeps nothing, and nobody needs to know.
  }
}

/** What was kept, or null: also where it is damaged, from another version, or not to be had. Never rejects. */
export async function recallState(shelf: Shelf): Promise<LastState | null> {
  const text = await shelf.read().catch(() => null);
  const [version, ...links] = text?.split(' ') ?? [];
  if (version !== VERSION || links.length !== 2) return null;
  const { decodeLink } = await import('#experiment/share-link.ts');
  const [{ value: experiment }, { value: present }] = await Promise.all([
    decodeLink(links[0]!),
    decodeLink(links[1]!),
  ]);
  if (!experiment || !present || !isSameExperiment(experiment, present)) return null;
  const parameters = isSameDocument(experiment, present) ? null : present.parameters;
  return { experiment, parameters, view: readView(present.view) };
}

/** The same but for parameters and view. */
const isSameExperiment = (a: Experiment, b: Experiment): boolean =>
  isSameDocument({ ...a, parameters: {} }, { ...b, parameters: {} });

/** The same in all that a document holds but for the view. */
export function isSameDocument(a: Experiment, b: Experiment): boolean {
  const key = (it: Experiment) => JSON.stringify(toDocument({ ...it, view: {} }));
  return key(a) === key(b);
}
