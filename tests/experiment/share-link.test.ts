import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialize } from '#core/network/initialize.ts';
import { compress } from '#experiment/compress.ts';
import { toDocument } from '#experiment/document.ts';
import { LONGEST_LINK } from '#experiment/link-length.ts';
import { presets } from '#experiment/presets/index.ts';
import { decodeLink, encodeLink } from '#experiment/share-link.ts';
import { fixtures, full, type Loose, sound } from './samples.ts';

const inLink = async (text: string): Promise<string> => `e1=${await compress(text)}`;

const documents: readonly (readonly [string, Loose])[] = [
  ['everything', full()],
  ['other alphabets', { ...full(), title: 'ε = π(x − μ) 🧠 "quotes" & more' }],
  ...presets.map(({ id, document }) => [id, document] as const),
  ...fixtures(),
];

test.each(documents)('%s comes back from its link', async (_, document) => {
  const experiment = sound(document);
  const link = await encodeLink(experiment);
  expect(link).toMatch(/^e2=[\w-]+$/);
  expect(await decodeLink(link)).toEqual({ value: experiment, issues: [] });
  expect(await decodeLink(`#${link}`)).toEqual({ value: experiment, issues: [] });
});

test.each(documents)('%s opens from a link of the first kind', async (_, document) => {
  const experiment = sound(document);
  const link = await inLink(JSON.stringify(toDocument(experiment)));
  expect(await decodeLink(link)).toEqual({ value: experiment, issues: [] });
});

describe('weights travel in links that chat tools keep whole', () => {
  /** Fresh weights: as hard to deflate as trained ones. */
  const layered = (...units: number[]) => {
    const last = units.length - 1;
    const clamp = (i: number) => (i === 0 ? { learning: 'input', testing: 'input' } : { learning: 'target' });
    const nodes = units.map((it, i) => ({
      id: `x${i}`,
      units: it,
      ...(i === 0 || i === last ? { clamp: clamp(i) } : { activation: 'tanh' }),
    }));
    const connections = nodes.slice(1).map((to, i) => ({ id: `w${i + 1}`, from: `x${i}`, to: to.id }));
    const bare = sound({ version: 1, network: { nodes, connections }, data: { name: 'circle' } });
    return { ...bare, parameters: initialize(bare.network, 1) };
  };

  test('2-8-8-1 to the bit', async () => {
    const experiment = layered(2, 8, 8, 1);
    const link = await encodeLink(experiment, 'exact');
    expect(link.length).toBeLessThan(1000);
    expect(await decodeLink(link)).toStrictEqual({ value: experiment, issues: [] });
  });

  test.each([
    ['numbers that fill more than an address', layered(2, 150, 150, 1), 'exact'],
    ['few characters that unfold to more than a link may', layered(2, 600, 600, 1), 'exact'],
    ['eight million numbers', layered(2, 2800, 2800, 1), 'int8'],
  ] as const)(
    'no link is made that would be refused when it is opened: %s',
    async (kind, experiment, code) => {
      const zeros = (it: Readonly<Record<string, Float64Array>> = {}) =>
        Object.fromEntries(Object.entries(it).map(([id, { length }]) => [id, new Float64Array(length)]));
      const { weights, biases } = experiment.parameters;
      const flat = { ...experiment, parameters: { weights: zeros(weights), biases: zeros(biases) } };
      expect(await encodeLink(kind.startsWith('few') ? flat : experiment, code)).toBe('');
    },
  );

  test('2-16-16-16-1 in eight bits a weight', async () => {
    const experiment = layered(2, 16, 16, 16, 1);
    const link = await encodeLink(experiment, 'int8');
    expect(link.length).toBeLessThan(1500);
    const { value } = await decodeLink(link);
    expect({ ...value, parameters: {} }).toEqual({ ...experiment, parameters: {} });
    const quantum = Math.max(...experiment.parameters.weights.w2!.map(Math.abs)) / 127;
    value!.parameters.weights!.w2!.forEach((it, i) => {
      expect(Math.abs(it - experiment.parameters.weights.w2![i]!) / quantum).toBeLessThanOrEqual(0.50002);
    });
  });
});

test('whatever follows the sign, a link opens an experiment or tells its fault, and never throws', async () => {
  const kind = fc.constantFrom('e1=', 'e2=', 'doc=', 'preset=', '');
  const deflated = fc.uint8Array({ maxLength: 300 });
  const wild = fc.oneof(
    fc.tuple(kind, fc.string()).map((it) => it.join('')),
    fc.tuple(kind, fc.base64String()).map((it) => it.join('')),
    fc.json().map((it) => `doc=${encodeURIComponent(it)}`),
  );
  const fault = async (link: string) => {
    const { value, issues } = await decodeLink(link);
    if (value === null) expect(issues[0]?.message).toMatch(/\S.*\.$/);
  };
  await fc.assert(fc.asyncProperty(wild, fault), { numRuns: 500 });
  const document = new TextEncoder().encode(JSON.stringify(full()));
  await fc.assert(
    fc.asyncProperty(deflated, async (bytes) => {
      await fault(`e2=${await compress(Uint8Array.from([...document, 0, ...bytes]))}`);
      await fault(`e2=${await compress(Uint8Array.from(bytes))}`);
    }),
    { numRuns: 300 },
  );
});

test('a preset makes a short link', async () => {
  for (const { document } of presets) expect((await encodeLink(sound(document))).length).toBeLessThan(500);
});

test('presets open by name', async () => {
  for (const { id, document } of presets) {
    expect(await decodeLink(`#preset=${id}`)).toEqual({ value: sound(document), issues: [] });
  }
});

test('rows that are more than a link may unfold to make none', async () => {
  const rows = (width: number) => Array.from({ length: 20_000 }, () => new Array<number>(width).fill(0));
  const network = {
    nodes: [
      { id: 'x', units: 30, clamp: { learning: 'input' } },
      { id: 'y', units: 1, clamp: { learning: 'target' } },
    ],
    connections: [{ id: 'w', from: 'x', to: 'y' }],
  };
  const data = { name: 'rows', inputs: rows(30), targets: rows(1) };
  expect(await encodeLink(sound({ version: 1, network, data }))).toBe('');
});

test('a whole document opens from the address', async () => {
  const link = `#doc=${encodeURIComponent(JSON.stringify(full()))}`;
  expect(await decodeLink(link)).toEqual({ value: sound(full()), issues: [] });
});

test('a sound link to a faulty document tells its faults', async () => {
  const { value, issues } = await decodeLink(await inLink('{"version": 1}'));
  expect(value).toBeNull();
  expect(issues[0]).toMatchObject({ code: 'missing', at: 'network' });
});

describe('a broken link gives one clear issue', () => {
  const link = encodeLink(sound(full()));
  const broken: readonly (readonly [string, () => string | Promise<string>, RegExp])[] = [
    ['nothing', () => '', /no experiment/],
    ['a sign alone', () => '#', /no experiment/],
    ['another format', () => '#e3=abc', /e2=, e1=, preset= or doc=/],
    ['no content', () => '#e1=', /damaged or incomplete/],
    ['letters outside the alphabet', () => '#e1=ä!%', /damaged or incomplete/],
    ['bytes that are not deflated', () => `#e1=${btoa('\xff\xff\xff\xff')}`, /damaged or incomplete/],
    ['half a link', async () => (await link).slice(0, -40), /damaged or incomplete/],
    [
      'a link with a hole',
      async () => (await link).replace(/.{30}$/, 'A'.repeat(30)),
      /damaged or incomplete/,
    ],
    ['text that is not JSON', () => inLink('{"version": 1'), /not JSON/],
    ['too long a text', () => `#e1=${'A'.repeat(LONGEST_LINK)}`, /65,536 characters/],
    ['a text that unfolds to ten megabytes', () => inLink(`"${' '.repeat(10_000_000)}"`), /damaged|unpacked/],
    ['an unknown preset', () => '#preset=magic', /Accepted: first, /],
    ['a preset under a prototype key', () => '#preset=__proto__', /Accepted/],
    ['broken percent signs', () => '#doc=%E0%A4%A', /damaged or incomplete/],
    ['a document that is not JSON', () => '#doc=hello', /not JSON/],
  ];

  test.each(broken)('%s', async (_, make, message) => {
    const { value, issues } = await decodeLink(await make());
    expect(value).toBeNull();
    expect(issues).toEqual([
      expect.objectContaining({ code: 'link', message: expect.stringMatching(message) }),
    ]);
  });

  test('bytes that are not UTF-8', async () => {
    const stream = new Blob([Uint8Array.of(0x22, 0xff, 0x22)])
      .stream()
      .pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const { issues } = await decodeLink(`e1=${btoa(String.fromCharCode(...bytes)).replaceAll('=', '')}`);
    expect(issues.map((it) => it.code)).toEqual(['link']);
  });
});
