import type { Issue, IssueCode } from '#core/issue.ts';
import { findCycle } from './cycle.ts';
import type { ClampSource, Network, ValueNode } from './network.ts';

export const MOST_UNITS = 4096;
export const MOST_PARAMETERS = 8_000_000;
/** Begins the ids of nodes that a plan inserts: no network from outside may use it. */
export const RELAY_SIGN = '\u2937';

/**
 * What keeps a network from running; empty when nothing does. A network without issues is a directed acyclic graph
 * with one input node and one predicted target, small enough to be held. Paths are those of the document.
 */
export function check(network: Network): readonly Issue[] {
  const { nodes, connections } = network;
  if (nodes.length === 0)
    return [
      issue(
        'missing',
        'network.nodes',
        'network.nodes is empty: a network needs an input node and a target node.',
      ),
    ];
  const local = [
    ...checkIds(nodes, 'network.nodes'),
    ...checkIds(connections, 'network.connections'),
    ...nodes.flatMap(checkNode),
    ...checkRole(nodes, 'input'),
    ...checkRole(nodes, 'target'),
    ...checkEnds(network),
  ];
  // The graph and its size mean something only once ids, ends and units do.
  return local.length > 0 ? local : [...checkGraph(network), ...checkTarget(network), ...checkSize(network)];
}

/** The first twenty, for a message. */
const list = (ids: readonly string[]): string => ids.slice(0, 20).join(', ') + (ids.length > 20 ? ', …' : '');

const issue = (code: IssueCode, at: string, message: string): Issue => ({ code, at, message });

function checkIds(items: readonly { readonly id: string }[], at: string): Issue[] {
  const first = new Map<string, number>();
  return items.flatMap(({ id }, i) => {
    const path = `${at}[${i}].id`;
    if (id === '') return issue('missing', path, `${path} is empty: every id needs at least one character.`);
    // Ids are keys of the document's records, where these names already mean something.
    if (id in Object.prototype)
      return issue(
        'unknown-value',
        path,
        `${path} must not be ${id}, a name JavaScript reserves: choose another id.`,
      );
    if (id.startsWith(RELAY_SIGN))
      return issue(
        'unknown-value',
        path,
        `${path} must not start with ${RELAY_SIGN}, which marks relays: choose another id.`,
      );
    const twin = first.get(id);
    if (twin !== undefined)
      return issue('duplicate', path, `${path} is ${id}, as is ${at}[${twin}].id: ids must be different.`);
    first.set(id, i);
    return [];
  });
}

function checkNode({ units, precision, clamp, likelihood, activation }: ValueNode, i: number): Issue[] {
  const at = `network.nodes[${i}]`;
  const found: Issue[] = [];
  const add = (code: IssueCode, field: string, rest: string) =>
    found.push(issue(code, `${at}.${field}`, `${at}.${field} ${rest}`));
  if (!Number.isInteger(units) || units < 1 || units > MOST_UNITS)
    add(
      units > MOST_UNITS ? 'limit' : 'out-of-range',
      'units',
      `must be a whole number from 1 to ${MOST_UNITS.toLocaleString('en')}; found ${units}.`,
    );
  if (!Number.isFinite(precision) || precision <= 0)
    add('out-of-range', 'precision', `must be a number above 0; found ${precision}.`);
  if (clamp.testing !== 'free' && clamp.testing !== clamp.learning)
    add(
      'unknown-value',
      'clamp.testing',
      `must be free or the same as clamp.learning (${clamp.learning}); found ${clamp.testing}.`,
    );
  if (likelihood === 'categorical' && clamp.learning !== 'target')
    add('unknown-value', 'likelihood', 'must be gaussian here: categorical is for the target node only.');
  if (likelihood === 'categorical' && activation !== 'identity')
    add(
      'unknown-value',
      'activation',
      `must be identity on a categorical node, whose softmax is built in; found ${activation}.`,
    );
  return found;
}

function checkRole(nodes: readonly ValueNode[], role: ClampSource): Issue[] {
  const holders = nodes.flatMap((node, i) => (node.clamp.learning === role ? i : []));
  if (holders.length === 1) return [];
  const need = `exactly one node must have clamp.learning "${role}"`;
  if (holders.length === 0)
    return [issue('missing', 'network.nodes', `network.nodes has no ${role} node: ${need}.`)];
  const ids = list(holders.map((i) => nodes[i]!.id));
  const at = `network.nodes[${holders[1]}].clamp.learning`;
  return [issue('duplicate', at, `network.nodes has ${holders.length} ${role} nodes (${ids}): ${need}.`)];
}

function checkEnds({ nodes, connections }: Network): Issue[] {
  const ids = new Set(nodes.map((it) => it.id));
  const known = list([...ids]);
  return connections.flatMap((connection, i) =>
    (['from', 'to'] as const).flatMap((end) => {
      const at = `network.connections[${i}].${end}`;
      if (ids.has(connection[end])) return [];
      return issue('unknown-id', at, `${at} is ${connection[end]}, which is no node's id. Nodes: ${known}.`);
    }),
  );
}

function checkGraph(network: Network): Issue[] {
  const cycle = findCycle(network);
  if (!cycle) return [];
  const path = [...cycle.slice(0, 20), ...(cycle.length > 20 ? ['…'] : []), cycle[0]].join(' → ');
  const at = 'network.connections';
  const message = `${at} must form an acyclic graph; found the cycle ${path}. Remove one of its connections.`;
  return [issue('cycle', at, message)];
}

function checkTarget({ nodes, connections }: Network): Issue[] {
  const i = nodes.findIndex((it) => it.clamp.learning === 'target');
  const { id, likelihood } = nodes[i]!;
  const at = `network.nodes[${i}]`;
  const leaving = connections.findIndex((it) => it.from === id);
  const found: Issue[] = [];
  if (!connections.some((it) => it.to === id))
    found.push(
      issue(
        'missing',
        at,
        `${at}, the target ${id}, needs at least one incoming connection that predicts it.`,
      ),
    );
  if (likelihood === 'categorical' && leaving >= 0) {
    const path = `network.connections[${leaving}].from`;
    found.push(
      issue(
        'unknown-value',
        path,
        `${path} must not be ${id}: a categorical target has no outgoing connections.`,
      ),
    );
  }
  return found;
}

/** Weights, and a bias for every unit that is predicted. */
export function countParameters({ nodes, connections }: Network): number {
  const units = new Map(nodes.map((it) => [it.id, it.units]));
  const predicted = new Set(connections.map((it) => it.to));
  const weights = connections.reduce((sum, it) => sum + units.get(it.from)! * units.get(it.to)!, 0);
  return nodes.reduce((sum, it) => sum + (predicted.has(it.id) ? it.units : 0), weights);
}

function checkSize(network: Network): Issue[] {
  const count = countParameters(network);
  if (count <= MOST_PARAMETERS) return [];
  const message = `network may have up to ${MOST_PARAMETERS.toLocaleString('en')} weights and biases; found ${count.toLocaleString('en')}. Use fewer units.`;
  return [issue('limit', 'network', message)];
}
