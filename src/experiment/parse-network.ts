import { activationIds } from '#core/activations/index.ts';
import { likelihoodIds } from '#core/likelihoods/index.ts';
import { check } from '#core/network/check.ts';
import type { Clamp, ClampSource, Connection, Network, ValueNode } from '#core/network/network.ts';
import type { OpId } from '#core/ops/index.ts';
import { describe, formatNumber, isList } from './describe.ts';
import { limits } from './limits.ts';
import { fitSetting, readChoice, readFields, readId, readNumber } from './read.ts';
import type { Report } from './report.ts';
import { settings } from './schema.ts';

const CLAMP_SOURCES: readonly ClampSource[] = ['input', 'target', 'free'];
/** What a document may ask for; relays are inserted by the plan. */
const OPS: readonly OpId[] = ['dense'];
const NODE_FIELDS = ['id', 'units', 'activation', 'precision', 'likelihood', 'clamp'];
const CONNECTION_FIELDS = ['id', 'from', 'to', 'activation', 'op'];

/** A network that passes `check`, or null and at least one refusal. */
export function parseNetwork(value: unknown, report: Report): Network | null {
  if (value === undefined) {
    const message = 'network is missing: an object with nodes and connections.';
    return report.refuse('missing', 'network', message);
  }
  const field = readFields(value, 'network', ['nodes', 'connections'], report);
  if (!field) return null;
  const nodes = parseList(field('nodes'), 'network.nodes', limits.nodes, parseNode, report);
  const connections = parseList(
    field('connections'),
    'network.connections',
    limits.connections,
    parseConnection,
    report,
  );
  if (!nodes || !connections) return null;
  const issues = check({ nodes, connections });
  report.refuseAll(issues);
  return issues.length > 0 ? null : { nodes, connections };
}

/** All items, or null where one of them could not be read. */
function parseList<T>(
  value: unknown,
  at: string,
  most: number,
  parseItem: (value: unknown, at: string, report: Report) => T | null,
  report: Report,
): readonly T[] | null {
  if (!isList(value)) {
    const code = value === undefined ? 'missing' : 'wrong-type';
    return report.refuse(code, at, `${at} must be a list; found ${describe(value)}.`);
  }
  if (value.length > most) {
    const range = `${at} may have up to ${formatNumber(most)} entries`;
    return report.refuse('limit', at, `${range}; found ${formatNumber(value.length)}.`);
  }
  const items: T[] = [];
  // By number: a list from outside may bring an iterator of its own, one without end.
  for (let i = 0; i < value.length && !report.isFull; i++) {
    const item = parseItem(value[i], `${at}[${i}]`, report);
    if (item !== null) items.push(item);
  }
  return items.length === value.length ? items : null;
}

function parseNode(value: unknown, at: string, report: Report): ValueNode | null {
  const field = readFields(value, at, NODE_FIELDS, report);
  if (!field) return null;
  const id = readId(field('id'), `${at}.id`, report);
  const units = readNumber(field('units'), `${at}.units`, report);
  const activation = readChoice(field('activation'), `${at}.activation`, activationIds, report, 'identity');
  const precision = parsePrecision(field('precision'), `${at}.precision`, report);
  const likelihood = readChoice(field('likelihood'), `${at}.likelihood`, likelihoodIds, report, 'gaussian');
  const clamp = parseClamp(field('clamp'), `${at}.clamp`, report);
  if (id === null || units === null || !activation || precision === null || !likelihood || !clamp)
    return null;
  return { id, units, activation, precision, likelihood, clamp };
}

/** What is no precision at all stays as it is, for `check` to refuse. */
function parsePrecision(value: unknown, at: string, report: Report): number | null {
  const given = readNumber(value, at, report, settings.precision.default);
  if (given === null || !Number.isFinite(given) || given <= 0) return given;
  const [precision, issue] = fitSetting(given, at, settings.precision);
  if (issue) report.repair(issue.code, at, issue.message);
  return precision;
}

function parseClamp(value: unknown, at: string, report: Report): Clamp | null {
  if (value === undefined) return { learning: 'free', testing: 'free' };
  const field = readFields(value, at, ['learning', 'testing'], report);
  const learning = field && readChoice(field('learning'), `${at}.learning`, CLAMP_SOURCES, report, 'free');
  const testing = field && readChoice(field('testing'), `${at}.testing`, CLAMP_SOURCES, report, 'free');
  return learning && testing && { learning, testing };
}

function parseConnection(value: unknown, at: string, report: Report): Connection | null {
  const field = readFields(value, at, CONNECTION_FIELDS, report);
  if (!field) return null;
  const id = readId(field('id'), `${at}.id`, report);
  const from = readId(field('from'), `${at}.from`, report);
  const to = readId(field('to'), `${at}.to`, report);
  const activation = readChoice(field('activation'), `${at}.activation`, activationIds, report, 'identity');
  const op = readChoice(field('op'), `${at}.op`, OPS, report, 'dense');
  if (id === null || from === null || to === null || !activation || !op) return null;
  return { id, from, to, activation, op };
}
