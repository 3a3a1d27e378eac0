import type { Parsed } from '#core/issue.ts';
import { compress, decompress } from './compress.ts';
import { toDocument } from './document.ts';
import type { Experiment } from './experiment.ts';
import { parse } from './parse.ts';
import { presetIds, presets } from './presets/index.ts';

/** Characters a link may have, its `#` included; what is longer is refused when it is opened, so offer a file instead. */
export const LONGEST_LINK = 64 * 1024;
/** Bytes of JSON a link may unfold to. */
const LARGEST_DOCUMENT = 1024 * 1024;

/** The experiment, its given parameters included, as the part of an address after `#`. */
export async function encodeLink(experiment: Experiment): Promise<string> {
  return `e1=${await compress(JSON.stringify(toDocument(experiment)))}`;
}

/**
 * The experiment in an address's part after `#` (with or without the sign): `e1=…` from `encodeLink`, `preset=<id>`
 * or `doc=<JSON, percent-encoded>`. Never rejects: what is wrong with a link is an issue.
 */
export async function decodeLink(hash: string): Promise<Parsed<Experiment>> {
  const text = hash.replace(/^#/, '');
  if (text.length >= LONGEST_LINK)
    return fail(
      `The link may have up to ${LONGEST_LINK.toLocaleString('en')} characters; this one is longer.`,
    );
  const [, kind, content = ''] = /^(e1|doc|preset)=(.*)$/s.exec(text) ?? [];
  if (kind === 'preset') return openPreset(content);
  if (kind === 'doc') return openJson(decodePercent(content));
  if (kind === 'e1') return openJson(await decompress(content, LARGEST_DOCUMENT));
  return fail('The link holds no experiment: after # it must go on with e1=, preset= or doc=.');
}

const fail = (message: string): Parsed<Experiment> => ({
  value: null,
  issues: [{ code: 'link', at: '', message, hint: 'Copy the whole link again, or start from a preset.' }],
});

function openPreset(id: string): Parsed<Experiment> {
  const found = presets.find((it) => it.id === id);
  if (found) return parse(found.document);
  return fail(`The link names a preset that does not exist. Accepted: ${presetIds.join(', ')}.`);
}

function openJson(json: string | null): Parsed<Experiment> {
  if (json === null) return fail('The link is damaged or incomplete: its content could not be unpacked.');
  try {
    return parse(JSON.parse(json));
  } catch {
    return fail('The link is damaged or incomplete: its content is not JSON.');
  }
}

/** Undoes percent-encoding, or null where it is broken. */
function decodePercent(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
