import type { Parsed } from '#core/issue.ts';
import { describe, formatNumber } from './describe.ts';
import type { Experiment } from './experiment.ts';
import { limits } from './limits.ts';
import { parseData } from './parse-data.ts';
import { parseLesions, parsePins } from './parse-holds.ts';
import { parseInference, parseLearning } from './parse-inference.ts';
import { parseNetwork } from './parse-network.ts';
import { parseParameters } from './parse-parameters.ts';
import { parseTitle } from './parse-title.ts';
import { parseView } from './parse-view.ts';
import { readFields, readSetting } from './read.ts';
import { createReport, type Report, TooLarge } from './report.ts';
import { settings } from './schema.ts';

const FIELDS = [
  'version',
  'title',
  'seed',
  'network',
  'pins',
  'lesions',
  'parameters',
  'data',
  'inference',
  'learning',
  'view',
];

/**
 * The experiment a document of version 1 describes, complete with defaults. Never throws, whatever the input. What
 * cannot run gives null and at least one issue; what could be repaired gives a value and issues.
 */
export function parse(input: unknown): Parsed<Experiment> {
  const report = createReport();
  try {
    const value = read(input, report);
    if (!value && !report.refused) throw new Error('it changed while it was read');
    return { value: report.refused ? null : value, issues: report.issues };
  } catch (error) {
    refuseAll(error, report);
    return { value: null, issues: report.issues };
  }
}

/** Objects from outside may run code when they are looked at (getters, proxies), and hold themselves without end. */
function refuseAll(error: unknown, report: Report): null {
  if (!(error instanceof TooLarge)) {
    const message = 'An experiment must be plain data; this object failed while it was read.';
    return report.refuse('wrong-type', '', message);
  }
  const message = `An experiment may have up to ${formatNumber(limits.entries)} fields and entries; this one has more.`;
  return report.refuse('limit', '', message);
}

function read(input: unknown, report: Report): Experiment | null {
  const field = readFields(input, '', FIELDS, report);
  if (!field) return null;
  if (field('version') !== 1) {
    const found = describe(field('version'));
    return report.refuse('version', 'version', `version must be 1, the only one there is; found ${found}.`);
  }
  const network = parseNetwork(field('network'), report);
  const scalars = {
    title: parseTitle(field('title'), report),
    seed: readSetting(field('seed'), 'seed', settings.seed, report),
    inference: parseInference(field('inference'), network, report),
    learning: parseLearning(field('learning'), report),
    view: parseView(field('view'), report),
  };
  if (!network) return null;
  const { title, seed, inference, learning, view } = scalars;
  const pins = parsePins(field('pins'), network, report);
  const lesions = parseLesions(field('lesions'), network, report);
  const parameters = parseParameters(field('parameters'), network, report);
  const data = parseData(field('data'), network, report);
  return (
    data && { version: 1, title, seed, network, pins, lesions, parameters, data, inference, learning, view }
  );
}
