import type { Parsed } from '#core/issue.ts';
import { shorten } from './describe.ts';
import { toDocument } from './document.ts';
import type { Experiment } from './experiment.ts';
import { parse } from './parse.ts';

/** Bytes a file may have: eight million parameters fit. */
export const LARGEST_FILE = 256 * 1024 * 1024;

/** The experiment as the text of a JSON file. Numbers print so that the same bits come back. */
export function encodeFile(experiment: Experiment): string {
  const text = JSON.stringify(toDocument(experiment), null, 2);
  // Lists of numbers in a line each: strings hold no line break, so that none is changed.
  return `${text.replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\n\s*/g, ' '))}\n`;
}

/** The experiment in a JSON file. Never rejects: what is wrong with it is an issue. */
export async function decodeFile(file: Pick<Blob, 'size' | 'text'>): Promise<Parsed<Experiment>> {
  if (file.size > LARGEST_FILE)
    return fail(`The file may have up to ${LARGEST_FILE / 1024 / 1024} megabytes; this one is larger.`);
  const text = await file.text().catch(() => null);
  if (text === null) return fail('The file could not be read.');
  try {
    return parse(JSON.parse(text));
  } catch {
    return fail('The file is not JSON, or not all of it: an experiment is saved as a .json file.');
  }
}

const fail = (message: string): Parsed<Experiment> => ({
  value: null,
  issues: [{ code: 'link', at: '', message, hint: 'The experiment on the page stays as it was.' }],
});

/** A name for a file of this experiment: its title in letters every disk takes, else `experiment`. */
export function fileName({ title }: Pick<Experiment, 'title'>, part: string, extension: string): string {
  const words = [title, part].map((it) =>
    shorten(
      it
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-+|-+$/g, ''),
      60,
    ),
  );
  return `${words.filter((it) => it !== '').join('-') || 'experiment'}.${extension}`;
}
