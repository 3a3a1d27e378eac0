import type { Parsed } from '#core/issue.ts';
import { withoutDefaults } from './compact.ts';
import { compress, decompress, readText } from './compress.ts';
import { toDocument } from './document.ts';
import type { Experiment } from './experiment.ts';
import { LONGEST_LINK } from './link-length.ts';
import { parse } from './parse.ts';
import { presetIds, presets } from './presets/index.ts';
import { rowsLength } from './text-length.ts';
import { packParameters, unpackParameters, type WeightsCode } from './weights-code.ts';

/** Bytes a link may unfold to. */
const LARGEST_DOCUMENT = 1024 * 1024;

/** What an address may ask of the page, behind the experiment: `&present=1&hide=header`. */
const PAGE_OPTION = /^&(hide|play|present|theme)=[\w,-]*$/;

/** One pattern for all of them would try every beginning anew: seconds, for a link that was made for it. */
function withoutOptions(text: string): string {
  let end = text.length;
  for (let at = text.lastIndexOf('&'); at >= 0; at = text.lastIndexOf('&', at - 1)) {
    if (!PAGE_OPTION.test(text.slice(at, end))) break;
    end = at;
    if (at === 0) break;
  }
  return text.slice(0, end);
}

/**
 * The experiment as the part of an address after `#`: its document without defaults, and after a zero byte, which no
 * JSON holds, its given parameters as `weights-code.ts` writes them; deflated together. Empty where the link would be
 * refused when it is opened, for its length or for what it unfolds to.
 */
export async function encodeLink(experiment: Experiment, code: WeightsCode = 'exact'): Promise<string> {
  const { parameters, network } = experiment;
  if (leastBytes(experiment, code) > LARGEST_DOCUMENT) return '';
  const text = JSON.stringify(withoutDefaults(toDocument(experiment, {})));
  const isGiven = Object.keys(parameters).length > 0;
  const tensors = isGiven ? [0, ...packParameters(parameters, network, code)] : [];
  const bytes = Uint8Array.from([...new TextEncoder().encode(text), ...tensors]);
  if (bytes.length > LARGEST_DOCUMENT) return '';
  const link = `e2=${await compress(bytes)}`;
  return link.length < LONGEST_LINK ? link : '';
}

/** Known before anything is written: of millions of numbers that would take seconds. */
function leastBytes(experiment: Experiment, code: WeightsCode): number {
  const { weights = {}, biases = {} } = experiment.parameters;
  const given = [...Object.values(weights), ...Object.values(biases)].reduce((sum, it) => sum + it.length, 0);
  return given * (code === 'exact' ? 4 : 1) + rowsLength(experiment, LARGEST_DOCUMENT);
}

/**
 * The experiment in an address's part after `#` (with or without the sign): `e2=…` from `encodeLink`, `e1=<JSON,
 * deflated>` from links of the first kind, `preset=<id>` or `doc=<JSON, percent-encoded>`, each with options of the page behind it or not. Never rejects: what is wrong with a link is an issue.
 */
export async function decodeLink(hash: string): Promise<Parsed<Experiment>> {
  const text = hash.replace(/^#/, '');
  if (text.length >= LONGEST_LINK)
    return fail(
      `The link may have up to ${LONGEST_LINK.toLocaleString('en')} characters; this one is longer.`,
    );
  const [, kind, content = ''] = /^(e1|e2|doc|preset)=(.*)$/s.exec(withoutOptions(text)) ?? [];
  if (kind === 'preset') return openPreset(content);
  if (kind === 'doc') return openJson(decodePercent(content));
  const unfolded = kind ? await decompress(content, LARGEST_DOCUMENT) : null;
  if (kind === 'e1') return openJson(unfolded && readText(unfolded));
  if (kind === 'e2') return openPacked(unfolded);
  return fail('The link holds no experiment: after # it must go on with e2=, e1=, preset= or doc=.');
}

const fail = (message: string): Parsed<Experiment> => ({
  value: null,
  issues: [{ code: 'link', at: '', message, hint: 'Copy the whole link again, or start from a preset.' }],
});

/** Presets of papers are fetched only where a link names what the others are not. */
async function openPreset(id: string): Promise<Parsed<Experiment>> {
  const own = presets.find((it) => it.id === id);
  const papers = own ? [] : (await import('./presets/papers/index.ts').catch(() => null))?.paperPresets;
  const found = own ?? papers?.find((it) => it.id === id);
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

function openPacked(bytes: Uint8Array | null): Parsed<Experiment> {
  const end = bytes?.indexOf(0) ?? -1;
  if (!bytes || end < 0) return openJson(bytes && readText(bytes));
  const opened = openJson(readText(bytes.subarray(0, end)));
  if (!opened.value) return opened;
  const parameters = unpackParameters(bytes.subarray(end + 1), opened.value.network);
  if (!parameters) return fail('The link is damaged: its weights do not fit its network.');
  return { value: { ...opened.value, parameters }, issues: opened.issues };
}

/** Undoes percent-encoding, or null where it is broken. */
function decodePercent(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
