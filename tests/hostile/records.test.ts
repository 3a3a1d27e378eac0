import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { parse } from '#experiment/parse.ts';
import { encodeLink } from '#experiment/share-link.ts';
import { Laboratory } from '#session/laboratory.ts';
import type { LastState } from '#session/last-state.ts';
import { learnUpdates } from '#session/learn.ts';
import { materialOf } from '#session/material.ts';
import { writeSecondForm } from '#session/visits/second-form.ts';
import type { OldShelf, Shelf } from '#session/visits/shelf.ts';
import { Visits } from '#session/visits/visits.ts';
import type { Loose } from '../experiment/samples.ts';
import { expectAnswer, expectPrototypesUntouched, expectWords, inTime, seed } from './laws.ts';
import { mutated, sound } from './mutations.ts';
import { type Nasty, nastyJson, nastyObjects } from './values.ts';

const noFile = () => Promise.reject(new Error('no file is needed'));

/** A document as a visit left it, after two updates. */
async function leftOf(document: Loose, optimizer: string): Promise<LastState> {
  const experiment = parse({ ...document, learning: { ...document.learning, optimizer } }).value!;
  const laboratory = await Laboratory.open(new CpuEngine(), experiment, await materialOf(experiment, noFile));
  await learnUpdates(laboratory, 2);
  const { floats: _, ...snapshot } = await laboratory.snapshot();
  const history = [1, 2].map((epoch) => ({
    epoch,
    trainingLoss: 1 / epoch,
    testLoss: null,
    trainingAccuracy: 0.5,
    testAccuracy: null,
    confusion: { part: 'training' as const, classes: 2, counts: Uint32Array.of(1, 0, 0, 1) },
  }));
  return { experiment, progress: { ...snapshot, history }, view: { t: 3, sample: 0, network: 'graph' } };
}

const small = sound
  .filter((it) => it.data?.name !== 'digits' && JSON.stringify(it).length < 4000)
  .slice(0, 6);
const left = await Promise.all(small.flatMap((it) => ['sgd', 'momentum', 'adam'].map((o) => leftOf(it, o))));
const files = left.map((it) => writeSecondForm(it)!);
const beginning: LastState = { ...left[0]!, progress: null };

/** A record's file as plain JSON: texts that hold JSON are opened, so that they are tampered with inside. */
interface Opened {
  readonly head: Loose;
  readonly body: Uint8Array;
}
function opened(file: Uint8Array): Opened {
  const end = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
  const head = JSON.parse(Buffer.from(file.subarray(8, end)).toString());
  const texts = Object.entries(head.__metadata__).map(([key, text]) => [key, JSON.parse(text as string)]);
  return { head: { ...head, __metadata__: Object.fromEntries(texts) }, body: file.subarray(end) };
}
function closed(head: Loose, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const texts = head?.__metadata__;
  const isHolding = typeof texts === 'object' && texts !== null && !Array.isArray(texts);
  const packed = isHolding
    ? Object.entries(texts).map(([k, it]) => [k, typeof it === 'string' ? it : JSON.stringify(it)])
    : [];
  const json = Buffer.from(
    JSON.stringify(isHolding ? { ...head, __metadata__: Object.fromEntries(packed) } : head),
  );
  const bytes = new Uint8Array(8 + json.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(body, 8 + json.length);
  return bytes;
}

const pieces = ['experiment', 'view', 'progress', 'tensors'] as const;
const parts = files.map(opened);
/** One piece at a time, or the longest would be all that is ever met. */
const tamperedHead = fc.constantFrom(...pieces).chain((piece) => {
  const documents = parts.map(({ head }, of) => ({
    of,
    it: piece === 'tensors' ? { ...head, __metadata__: {} } : head.__metadata__[piece],
  }));
  const values =
    piece === 'progress' || piece === 'view' ? nastyJson.filter(({ name }) => name.length < 6) : nastyJson;
  return mutated(values, [], 4, documents).map(({ of, it }) => {
    const { head, body } = parts[of] ?? parts[0]!;
    const texts = piece === 'tensors' ? {} : { [piece]: it };
    return closed(
      { ...head, ...(piece === 'tensors' && it), __metadata__: { ...head.__metadata__, ...texts } },
      body,
    );
  });
});

const odd = fc.constantFrom(Number.NaN, Infinity, -Infinity, 3e38, -3e38, 1e-45, -0);
const tamperedNumbers = fc
  .tuple(fc.constantFrom(...parts), fc.array(fc.tuple(fc.nat(), odd), { minLength: 1, maxLength: 3 }))
  .map(([{ head, body }, changes]) => {
    const spoilt = body.slice();
    const view = new DataView(spoilt.buffer);
    for (const [at, number] of changes) view.setFloat32(4 * (at % Math.floor(body.length / 4)), number, true);
    return closed(head, spoilt);
  });

const spots = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
const tamperedBytes = fc
  .tuple(fc.constantFrom(...files), spots, fc.option(fc.nat(), { freq: 3 }))
  .map(([file, changes, end]) => {
    const bytes = file.slice();
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return end === null ? bytes : bytes.slice(0, end % bytes.length);
  });

const links = await Promise.all(
  left
    .slice(0, 4)
    .map(async (it) => `1 ${await encodeLink(it.experiment)} ${await encodeLink(it.experiment)}`),
);
const tamperedText = fc
  .tuple(
    fc.constantFrom(...links),
    fc.nat(),
    fc.nat(3),
    fc.constantFrom('', ' ', '1', 'e2=', '%', '\0', '🧠'),
  )
  .map(([text, at, removed, put]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + removed);
  });

/** What no page of ours ever wrote; functions and the like cannot be kept. */
const kept = nastyObjects.filter(({ name }) => /date|map|floats|view of bytes|boxed|holes|itself/.test(name));
const foreign = fc.oneof(
  fc.constantFrom<Nasty>(...nastyJson, ...kept).map((it) => it.make()),
  fc.constantFrom(new Uint8Array(0), new Uint8Array(4096), new ArrayBuffer(64), new Blob(['{}'])),
);
const version = fc.oneof(
  { weight: 6, arbitrary: fc.constant<unknown>(2) },
  fc.constantFrom<unknown>(
    1,
    0,
    -1,
    3,
    1e9,
    2.5,
    Number.NaN,
    Infinity,
    '2',
    null,
    undefined,
    '__proto__',
    [2],
  ),
);
const record = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(version, tamperedHead) },
  { weight: 3, arbitrary: fc.tuple(version, tamperedBytes) },
  { weight: 3, arbitrary: fc.tuple(version, tamperedNumbers) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom<unknown>(1, 1, 2), tamperedText) },
  { weight: 2, arbitrary: fc.tuple(version, foreign) },
);
const anyRecord = fc.oneof(
  { weight: 8, arbitrary: record.map(([version, bytes]) => ({ version, at: 1, bytes }) as unknown) },
  foreign,
);

/** A browser in which this is kept, and behind it a sound visit. */
function holding(found: unknown): Shelf {
  const records = new Map<number, unknown>([
    [2, found],
    [1, { version: 2, at: 0, bytes: files[0] }],
  ]);
  return {
    keys: async () => [...records.keys()],
    read: async (key) => records.get(key),
    remove: async (key) => void records.delete(key),
    write: async () => {},
  };
}
const noOld: OldShelf = { read: () => null, clear: () => {} };
const oldWith = (text: string | null): OldShelf => ({ read: () => text, clear: () => {} });

/** Sound: it runs, and learns on from where it says it was. */
async function expectState(state: LastState): Promise<void> {
  const { experiment, progress, view } = state;
  // Bytes tell −0 from 0, JSON does not.
  expectAnswer({ value: { ...experiment, parameters: {} }, issues: [] });
  if (typeof view !== 'object') throw new Error('there is no view');
  if (experiment.data.name === 'digits') return;
  const laboratory = await Laboratory.open(new CpuEngine(), experiment, await materialOf(experiment, noFile));
  if (progress) laboratory.restore(progress);
  for (const { confusion, trainingLoss } of progress?.history ?? [])
    if (!Number.isFinite(trainingLoss) || (confusion && confusion.counts.length !== confusion.classes ** 2))
      throw new Error('a record of an epoch is none');
  const { parameters, optimizer } = await laboratory.snapshot();
  const numbers = [...Object.values(parameters.weights), ...Object.values(parameters.biases)];
  for (const it of [...numbers, ...optimizer.states.map((it) => Array.from(it))])
    if (!it.every(Number.isFinite)) throw new Error('a number that learning goes on with is not finite');
}

let opens = 0;
let others = 0;
async function answers(found: unknown, old = noOld): Promise<void> {
  const { value, issues } = await inTime(() => new Visits(holding(found), old, () => 0).recall(() => true));
  for (const it of issues) expectWords(it);
  if (!value) throw new Error('nothing was recalled, though a sound visit was there');
  await expectState(value);
  if (issues.length > 0) others++;
  else opens++;
  expectPrototypesUntouched();
}

test('2,000 records that were tampered with give a sound visit, theirs or the one before with a word', async () => {
  await fc.assert(
    fc.asyncProperty(anyRecord, (it) => answers(it)),
    { seed, numRuns: 2000 },
  );
  // Some of each, or nothing was tried.
  expect(opens).toBeGreaterThan(100);
  expect(others).toBeGreaterThan(500);
});

const [{ head, body }] = parts as [Opened];
const withHistory = (history: unknown) => {
  const progress = { ...head.__metadata__.progress, history };
  return closed({ ...head, __metadata__: { ...head.__metadata__, progress } }, body);
};
const [epoch] = head.__metadata__.progress.history;
test.each([
  ['null for an epoch', [null]],
  ['a text for an epoch', [epoch, 'two']],
  ['an epoch twice', [epoch, epoch]],
  ['half an epoch', [{ ...epoch, epoch: 0.5 }]],
  ['a loss beyond numbers', [{ ...epoch, trainingLoss: null }]],
  ['nothing for its classes', [{ ...epoch, confusion: undefined }]],
  ['more classes than counts', [{ ...epoch, confusion: { ...epoch.confusion, classes: 4000 } }]],
  ['a field for a list', { length: 2 ** 32, 0: epoch }],
])('a history with %s is damaged', async (_, history) => {
  const bytes = withHistory(history);
  const { value, issues } = await new Visits(holding({ version: 2, at: 1, bytes }), noOld, () => 0).recall(
    () => true,
  );
  expect(value!.progress!.history).toHaveLength(2);
  expect(issues[0]!.message).toMatch(/damaged/);
});

test('300 texts of the first form do as well', () =>
  fc.assert(
    fc.asyncProperty(fc.oneof(tamperedText, fc.string({ unit: 'binary' })), (text) =>
      answers({ version: 2, at: 1, bytes: writeSecondForm(beginning) }, oldWith(text)),
    ),
    { seed, numRuns: 300 },
  ));
