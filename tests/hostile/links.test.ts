import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { compress } from '#experiment/compress.ts';
import { parse } from '#experiment/parse.ts';
import { decodeLink, encodeLink } from '#experiment/share-link.ts';
import { expectAnswer, expectPrototypesUntouched, inTime, seed } from './laws.ts';
import { mutated, sound } from './mutations.ts';
import { nastyJson } from './values.ts';

afterEach(() => vi.unstubAllGlobals());

const answers = async (link: string): Promise<void> => {
  expectAnswer(await inTime(() => decodeLink(link)));
  expectPrototypesUntouched();
};

const links = await Promise.all(sound.map((it) => encodeLink(parse(it).value!)));
const options = fc.constantFrom(
  '',
  '',
  '&present=1',
  '&hide=header,panels&play=1',
  '&hide',
  '&&',
  '&theme=<b>',
);
const place = fc.nat(100_000);

/** Something put in the place of some of its parts, `at` modulo the length. */
type Splice = readonly [at: number, removed: number, put: number];
const splices = fc.array(fc.tuple(place, fc.nat(6), fc.nat(255)), { minLength: 1, maxLength: 4 });
const spliced = (bytes: Uint8Array, changes: readonly Splice[]): Uint8Array<ArrayBuffer> => {
  const list = [...bytes];
  for (const [at, removed, put] of changes) list.splice(at % (list.length + 1), removed, put);
  return Uint8Array.from(list);
};

const LETTERS = 'ABCabc019-_=&%+/# é"';

test('1,500 links that were cut, spliced or misspelt give an experiment or issues in words', () => {
  const broken = fc
    .tuple(fc.constantFrom(...links), splices, fc.option(place), options)
    .map(([link, changes, end, rest]) => {
      const letters = [...link];
      for (const [at, removed, put] of changes)
        letters.splice(at % letters.length, removed, LETTERS.charAt(put % LETTERS.length));
      const text = letters.join('');
      return (end === null ? text : text.slice(0, end % text.length)) + rest;
    });
  return fc.assert(fc.asyncProperty(broken, answers), { seed, numRuns: 1500 });
});

test('so do 1,000 links whose content was changed before it was packed', async () => {
  const contents = await Promise.all(
    links.map(async (link) => {
      const packed = Buffer.from(link.slice(3), 'base64url');
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    }),
  );
  const changed = fc.tuple(fc.constantFrom('e1', 'e2'), fc.constantFrom(...contents), splices);
  await fc.assert(
    fc.asyncProperty(changed, async ([kind, content, changes]) =>
      answers(`${kind}=${await compress(spliced(content, changes))}`),
    ),
    { seed, numRuns: 1000 },
  );
});

test('and 1,000 links to documents that were tampered with', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom('e1', 'e2', 'doc'),
      mutated(nastyJson),
      options,
      async (kind, document, rest) => {
        const text = JSON.stringify(document);
        await answers(`#${kind}=${kind === 'doc' ? encodeURIComponent(text) : await compress(text)}${rest}`);
      },
    ),
    { seed, numRuns: 1000 },
  ));

test.each([
  ['options without end', `e2=${'&hide='.repeat(10_800)}!`],
  ['options alone', '&hide='.repeat(10_800)],
  ['one option of no end', `e2=&hide=${'a'.repeat(65_000)}!`],
  ['half a percent sign, often', `doc=${'%E0%A4'.repeat(10_000)}`],
  ['a deep nest', `doc=${'['.repeat(65_000)}`],
])('a link made to be slow is answered at once: %s', (_, link) => answers(link));

/** What streams that unfold give, in bytes. */
function countUnfolded(): { bytes: number } {
  const count = { bytes: 0 };
  const Native = DecompressionStream;
  class Counted {
    readonly writable: WritableStream<BufferSource>;
    readonly readable: ReadableStream<Uint8Array>;
    constructor(format: CompressionFormat) {
      const { writable, readable } = new Native(format);
      const counter = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          count.bytes += chunk.length;
          controller.enqueue(chunk);
        },
      });
      this.writable = writable;
      this.readable = readable.pipeThrough(counter);
    }
  }
  vi.stubGlobal('DecompressionStream', Counted);
  return count;
}

test.each(['e1', 'e2'])(
  'an %s link that would unfold to 48 megabytes is given up after little more than one',
  async (kind) => {
    const link = `${kind}=${await compress(new Uint8Array(48_000_000))}`;
    const unfolded = countUnfolded();
    const { value, issues } = await inTime(() => decodeLink(link));
    expect(value).toBeNull();
    expect(issues[0]!.message).toMatch(/could not be unpacked/);
    expect(unfolded.bytes).toBeLessThan(3 * 1.5 * 1024 * 1024);
  },
);
