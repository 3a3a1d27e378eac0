import { describe, expect, test } from 'vitest';
import { check, countParameters, MOST_PARAMETERS } from '#core/network/check.ts';
import type { Connection, Network, ValueNode } from '#core/network/network.ts';

const node = (id: string, change: Partial<ValueNode> = {}): ValueNode => ({
  id,
  units: 3,
  activation: 'identity',
  precision: 1,
  likelihood: 'gaussian',
  clamp: { learning: 'free', testing: 'free' },
  ...change,
});
const input = node('x', { clamp: { learning: 'input', testing: 'input' } });
const target = node('y', { clamp: { learning: 'target', testing: 'free' } });
const join = (from: string, to: string, id = `${from}-${to}`): Connection => ({
  id,
  from,
  to,
  activation: 'identity',
  op: 'dense',
});
const network = (nodes: readonly ValueNode[], connections: readonly Connection[]): Network => ({
  nodes,
  connections,
});

const sound: Record<string, Network> = {
  'a chain': network([input, node('h'), target], [join('x', 'h'), join('h', 'y')]),
  'a skip connection': network([input, node('h'), target], [join('x', 'h'), join('h', 'y'), join('x', 'y')]),
  'parallel connections with ids of their own': network(
    [input, target],
    [join('x', 'y', 'a'), join('x', 'y', 'b')],
  ),
  'a diamond, its nodes in any order': network(
    [target, node('b'), node('a'), input],
    [join('a', 'y'), join('x', 'a'), join('x', 'b'), join('b', 'y')],
  ),
  'a categorical target': network([input, { ...target, likelihood: 'categorical' }], [join('x', 'y')]),
  'a gaussian target that predicts another node': network(
    [input, target, node('z')],
    [join('x', 'y'), join('y', 'z')],
  ),
  'a free node that nothing predicts': network([input, node('h'), target], [join('x', 'y'), join('h', 'y')]),
};

test.each(Object.entries(sound))('%s is sound', (_, value) => {
  expect(check(value)).toEqual([]);
});

const chain = [join('x', 'h'), join('h', 'y')];
const faulty: readonly [string, Network, string, string, RegExp][] = [
  ['no nodes', network([], []), 'missing', 'network.nodes', /input node and a target node/],
  [
    'an empty id',
    network([input, node(''), target], [join('x', 'y')]),
    'missing',
    'network.nodes[1].id',
    /empty/,
  ],
  [
    'a twin id',
    network([input, node('x'), target], [join('x', 'y')]),
    'duplicate',
    'network.nodes[1].id',
    /nodes\[0\]/,
  ],
  [
    'a reserved id',
    network([input, node('__proto__'), target], [join('x', 'y')]),
    'unknown-value',
    'network.nodes[1].id',
    /__proto__/,
  ],
  [
    'a relay id',
    network([input, node('\u2937a'), target], [join('x', 'y')]),
    'unknown-value',
    'network.nodes[1].id',
    /\u2937/,
  ],
  [
    'twin connections',
    network([input, target], [join('x', 'y', 'w'), join('x', 'y', 'w')]),
    'duplicate',
    'network.connections[1].id',
    /connections\[0\]/,
  ],
  [
    'an end that is no node',
    network([input, target], [join('x', 'y'), join('x', 'z')]),
    'unknown-id',
    'network.connections[1].to',
    /z.*x, y/,
  ],
  [
    'a self loop',
    network([input, node('h'), target], [...chain, join('h', 'h')]),
    'cycle',
    'network.connections',
    /h → h/,
  ],
  [
    'a cycle',
    network(
      [input, node('a'), node('b'), node('c'), target],
      [join('x', 'a'), join('a', 'b'), join('b', 'c'), join('c', 'a'), join('c', 'y')],
    ),
    'cycle',
    'network.connections',
    /a → b → c → a|b → c → a → b|c → a → b → c/,
  ],
  [
    'no input',
    network([node('x'), target], [join('x', 'y')]),
    'missing',
    'network.nodes',
    /no input node.*"input"/,
  ],
  ['no target', network([input, node('y')], [join('x', 'y')]), 'missing', 'network.nodes', /no target node/],
  [
    'two targets',
    network([input, target, { ...target, id: 'z' }], [join('x', 'y'), join('x', 'z')]),
    'duplicate',
    'network.nodes[2].clamp.learning',
    /2 target nodes \(y, z\)/,
  ],
  [
    'two inputs',
    network([input, { ...input, id: 'z' }, target], [join('x', 'y')]),
    'duplicate',
    'network.nodes[1].clamp.learning',
    /2 input nodes \(x, z\)/,
  ],
  [
    'another clamp in testing',
    network([input, { ...target, clamp: { learning: 'target', testing: 'input' } }], [join('x', 'y')]),
    'unknown-value',
    'network.nodes[1].clamp.testing',
    /free.*target/,
  ],
  [
    'a clamp in testing only',
    network([input, node('h', { clamp: { learning: 'free', testing: 'target' } }), target], chain),
    'unknown-value',
    'network.nodes[1].clamp.testing',
    /free/,
  ],
  [
    'a target that nothing predicts',
    network([input, node('h'), target], [join('x', 'h')]),
    'missing',
    'network.nodes[2]',
    /incoming connection/,
  ],
  [
    '5,000 units',
    network([input, node('h', { units: 5000 }), target], chain),
    'limit',
    'network.nodes[1].units',
    /1 to 4,096; found 5000/,
  ],
  [
    'no units',
    network([input, node('h', { units: 0 }), target], chain),
    'out-of-range',
    'network.nodes[1].units',
    /1 to 4,096/,
  ],
  [
    'half a unit',
    network([input, node('h', { units: 1.5 }), target], chain),
    'out-of-range',
    'network.nodes[1].units',
    /whole/,
  ],
  [
    'precision zero',
    network([input, node('h', { precision: 0 }), target], chain),
    'out-of-range',
    'network.nodes[1].precision',
    /above 0/,
  ],
  [
    'precision infinite',
    network([input, node('h', { precision: Infinity }), target], chain),
    'out-of-range',
    'network.nodes[1].precision',
    /above 0/,
  ],
  [
    'a categorical hidden node',
    network([input, node('h', { likelihood: 'categorical' }), target], chain),
    'unknown-value',
    'network.nodes[1].likelihood',
    /gaussian/,
  ],
  [
    'a curved categorical target',
    network([input, { ...target, likelihood: 'categorical', activation: 'tanh' }], [join('x', 'y')]),
    'unknown-value',
    'network.nodes[1].activation',
    /identity.*tanh/,
  ],
  [
    'a categorical target that predicts',
    network([input, { ...target, likelihood: 'categorical' }, node('z')], [join('x', 'y'), join('y', 'z')]),
    'unknown-value',
    'network.connections[1].from',
    /outgoing/,
  ],
];

describe.each(faulty)('%s', (_, value, code, at, message) => {
  test('is refused with the place and the reason', () => {
    expect(check(value)).toEqual([
      expect.objectContaining({ code, at, message: expect.stringMatching(message) }),
    ]);
  });
});

test('eight million parameters are the limit, biases included', () => {
  const wide = (units: number) =>
    network(
      [{ ...input, units: 2000 }, node('h', { units: 3998 }), { ...target, units }],
      [join('x', 'y'), join('x', 'h')],
    );
  expect(countParameters(wide(1))).toBe(2000 * 3998 + 3998 + 2000 + 1);
  expect(check(wide(1)).map((it) => it.at)).toEqual(['network']);
  expect(check(wide(1))[0]!.message).toContain('8,000,000');
  const exact = network(
    [
      { ...input, units: 1999 },
      { ...target, units: 4000 },
    ],
    [join('x', 'y')],
  );
  expect(countParameters(exact)).toBe(MOST_PARAMETERS);
  expect(check(exact)).toEqual([]);
});

test('a chain of thousands of nodes is checked without running out of stack', () => {
  const hidden = Array.from({ length: 5000 }, (_, i) => node(`h${i}`, { units: 1 }));
  const all = [input, ...hidden, target];
  const connections = all.slice(1).map((it, i) => join(all[i]!.id, it.id));
  expect(check(network(all, connections))).toEqual([]);
  expect(check(network(all, [...connections, join('h4999', 'h0', 'back')])).map((it) => it.code)).toEqual([
    'cycle',
  ]);
});
