/** A value that nobody should send, made anew each time. */
export interface Nasty {
  readonly name: string;
  readonly make: () => unknown;
}

const fails = (): never => {
  throw new Error('looked at');
};

/** What JSON can say. */
export const nastyJson: readonly Nasty[] = [
  ...[
    null,
    true,
    false,
    0,
    -0,
    1,
    -1,
    0.5,
    1e-320,
    1e38,
    1e39,
    1e308,
    -1e308,
    2 ** 53,
    4096,
    4097,
    65_536,
  ].map((it) => ({ name: String(it), make: () => it })),
  ...[
    '',
    ' ',
    'x1',
    'rows',
    '1',
    '\0',
    '\u202e',
    '\ud800',
    '🧠',
    '⤷',
    '__proto__',
    'constructor',
    'toString',
  ].map((it) => ({ name: JSON.stringify(it), make: () => it })),
  { name: 'a long text', make: () => 'x'.repeat(20_000) },
  { name: 'an empty list', make: () => [] },
  { name: 'an empty object', make: () => ({}) },
  { name: 'a list of lists', make: () => [[1, 2], [3]] },
  { name: 'a long list', make: () => new Array(5000).fill(1) },
  { name: 'an object for a prototype', make: () => JSON.parse('{"__proto__": {"polluted": 1}}') },
  { name: 'prototype keys', make: () => ({ constructor: { prototype: { polluted: 1 } }, valueOf: 1 }) },
  { name: 'a deep nest', make: () => JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`) },
  { name: 'many fields', make: () => Object.fromEntries(new Array(300).fill(0).map((_, i) => [`k${i}`, i])) },
];

/** What only a program can hand over. */
export const nastyObjects: readonly Nasty[] = [
  { name: 'nothing', make: () => undefined },
  ...[Number.NaN, Infinity, -Infinity].map((it) => ({ name: String(it), make: () => it })),
  { name: 'a big integer', make: () => 10n ** 30n },
  { name: 'a symbol', make: () => Symbol('id') },
  { name: 'a function', make: () => fails },
  { name: 'a date', make: () => new Date(Number.NaN) },
  { name: 'a map', make: () => new Map([['units', 1]]) },
  { name: 'a huge list of holes', make: () => new Array(2 ** 32 - 1) },
  { name: 'a list with holes', make: () => Object.assign([1], { 2: 3 }) },
  { name: 'floats', make: () => Float32Array.of(1, Number.NaN) },
  { name: 'big integers', make: () => BigInt64Array.of(1n, 2n) },
  { name: 'a view of bytes', make: () => new DataView(new ArrayBuffer(8)) },
  { name: 'a boxed number', make: () => Object(3) },
  {
    name: 'a getter that throws',
    make: () => Object.defineProperty({}, 'units', { get: fails, enumerable: true }),
  },
  { name: 'a text that throws', make: () => ({ toString: fails, valueOf: fails, toJSON: fails }) },
  { name: 'a proxy that throws', make: () => new Proxy({}, { ownKeys: fails, get: fails, has: fails }) },
  { name: 'a list that throws', make: () => new Proxy([1], { get: fails }) },
  ...[-1, 0.5, Number.NaN, 2 ** 40, '2', {}].map((length) => ({
    name: `a list that says it is ${typeof length} ${JSON.stringify(length)} long`,
    make: () =>
      new Proxy([[1], [2]], {
        get: (list, key, self) => (key === 'length' ? length : Reflect.get(list, key, self)),
      }),
  })),
  {
    name: 'a list of no end',
    make: () =>
      Object.assign([1], {
        *[Symbol.iterator]() {
          for (;;) yield 1;
        },
      }),
  },
  {
    name: 'a revoked proxy',
    make: () => {
      const { proxy, revoke } = Proxy.revocable([], {});
      revoke();
      return proxy;
    },
  },
  {
    name: 'an object in itself',
    make: () => {
      const circle: Record<string, unknown> = {};
      return Object.assign(circle, { circle, list: [circle, circle] });
    },
  },
];
