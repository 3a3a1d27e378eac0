import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialize } from '#core/network/initialize.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { toDocument } from '#experiment/document.ts';
import { setLearning } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { encodeLink } from '#experiment/share-link.ts';
import { writeView } from '#experiment/view-state.ts';
import { epochRecord } from '#session/epoch-record.ts';
import { Laboratory } from '#session/laboratory.ts';
import type { LastState, Progress } from '#session/last-state.ts';
import { learnUpdates } from '#session/learn.ts';
import { materialOf } from '#session/material.ts';
import { readSecondForm, writeSecondForm } from '#session/visits/second-form.ts';
import type { OldShelf, Shelf } from '#session/visits/shelf.ts';
import { Visits } from '#session/visits/visits.ts';

/** Records that all tabs see; `of` is one tab's way to them. */
class Records {
  readonly records = new Map<number, unknown>();
  #next = 1;

  of(from: number | null = null): Shelf & { own: number | null } {
    const { records } = this;
    const next = () => this.#next++;
    return {
      own: from,
      async keys() {
        const all = [...records.keys()].reverse();
        return from !== null && records.has(from) ? [from, ...all.filter((it) => it !== from)] : all;
      },
      read: async (key) => structuredClone(records.get(key)),
      remove: async (key) => void records.delete(key),
      async write(record) {
        this.own ??= next();
        records.delete(this.own);
        records.set(this.own, structuredClone(record));
      },
    };
  }
}

const oldShelf = (text: string | null = null): OldShelf & { text: string | null } => ({
  text,
  read() {
    return this.text;
  },
  clear() {
    this.text = null;
  },
});

const all = () => true;
const visits = (shelf: Shelf, old: OldShelf = oldShelf()) => new Visits(shelf, old, () => 0);
const refusing = (name: string): Shelf => {
  const refuse = () => Promise.reject(new DOMException('refused', name));
  return { keys: refuse, read: refuse, remove: refuse, write: refuse };
};

const preset = parse(presets[0]!.document).value!;
const withAdam = setLearning(preset, { optimizer: 'adam', learningRate: 0.01, batchSize: 7 }).experiment;
const noFile = () => Promise.reject(new Error('no file is needed'));

async function laboratoryOf(experiment: Experiment): Promise<Laboratory> {
  return Laboratory.open(new CpuEngine(), experiment, await materialOf(experiment, noFile));
}

/** In the middle of the third epoch, with its record of the two before. */
async function come(laboratory: Laboratory): Promise<Progress> {
  const history = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    await learnUpdates(laboratory, laboratory.batches);
    history.push(await epochRecord(laboratory));
  }
  await learnUpdates(laboratory, 3);
  return { ...(await laboratory.snapshot()), history };
}

const laboratory = await laboratoryOf(withAdam);
const { floats: _, ...progress } = (await come(laboratory)) as Progress & { floats: number };
const state: LastState = { experiment: withAdam, progress, view: { t: 7, sample: 3, network: 'graph' } };

describe('what was kept', () => {
  test('is recalled, every number to the bit, with how far learning had come', async () => {
    const records = new Records();
    expect(await visits(records.of()).keep(state)).toBeNull();
    const { value, issues } = await visits(records.of()).recall(all);
    expect(issues).toEqual([]);
    expect(value!.experiment).toEqual(state.experiment);
    expect(value!.view).toEqual(state.view);
    expect(value!.progress!.parameters).toEqual(progress.parameters);
    expect(value!.progress!.history).toEqual(progress.history);
    const { epoch, batch, updates } = value!.progress!;
    expect([epoch, batch, updates]).toEqual([2, 3, 2 * laboratory.batches + 3]);
    expect(value!.progress!.optimizer.states.map((it) => Array.from(it))).toEqual(
      progress.optimizer.states.map((it) => Array.from(it)),
    );
  });

  test('learns on as if nobody had left', async () => {
    const records = new Records();
    await visits(records.of()).keep(state);
    const { value } = await visits(records.of()).recall(all);
    const again = await laboratoryOf(value!.experiment);
    again.restore(value!.progress!);
    for (const it of [laboratory, again]) await learnUpdates(it, laboratory.batches);
    expect(await again.snapshot()).toEqual(await laboratory.snapshot());
  });

  test('at the beginning has no progress', async () => {
    const records = new Records();
    await visits(records.of()).keep({ ...state, progress: null });
    expect((await visits(records.of()).recall(all)).value).toEqual({ ...state, progress: null });
  });

  test('keeps parameters and view of the document apart from those on the page', async () => {
    const records = new Records();
    const { weights } = initialize(preset.network, 5);
    const asking = { ...withAdam, parameters: { weights }, view: { t: 2, note: 'mine' } };
    await visits(records.of()).keep({ ...state, experiment: asking });
    expect((await visits(records.of()).recall(all)).value!.experiment).toEqual(asking);
  });

  test('by another optimizer is no progress of this one', () => {
    const bytes = writeSecondForm({
      ...state,
      experiment: setLearning(withAdam, { optimizer: 'momentum' }).experiment,
    })!;
    expect(readSecondForm(bytes)).toBeNull();
  });
});

describe('two tabs', () => {
  test('keep apart: each finds its own, and a third the latest', async () => {
    const records = new Records();
    const [one, other] = [records.of(), records.of()];
    const titled = (title: string): LastState => ({ ...state, experiment: { ...withAdam, title } });
    await visits(one).keep(titled('one'));
    await visits(other).keep(titled('other'));
    await visits(one).keep(titled('one, later'));
    const titleFor = async (from: number | null) =>
      (await visits(records.of(from)).recall(all)).value!.experiment.title;
    expect(await titleFor(one.own)).toBe('one, later');
    expect(await titleFor(other.own)).toBe('other');
    expect(await titleFor(null)).toBe('one, later');
  });

  test('and a link finds the tab that left it, whichever wrote last', async () => {
    const records = new Records();
    await visits(records.of()).keep({ ...state, experiment: { ...withAdam, title: 'linked' } });
    await visits(records.of()).keep(state);
    const { value } = await visits(records.of()).recall((it) => it.experiment.title === 'linked');
    expect(value!.experiment.title).toBe('linked');
  });
});

describe('the first form', () => {
  const { optimizer: __, ...rest } = progress;
  const shown = (it: Experiment) => ({ ...it, view: writeView(it.view, state.view) });
  const first = async (parameters: Experiment['parameters']) =>
    `1 ${await encodeLink(withAdam)} ${await encodeLink(shown({ ...withAdam, parameters }))}`;

  test('is read once, and kept in the newest from then on', async () => {
    const records = new Records();
    const old = oldShelf(await first(rest.parameters));
    const { value, issues } = await visits(records.of(), old).recall(all);
    expect(issues).toEqual([]);
    expect(value!.progress!.parameters).toEqual(rest.parameters);
    expect(value!.view).toEqual(state.view);
    expect(old.text).toBeNull();
    expect((await visits(records.of(), old).recall(all)).value).toEqual(value);
  });

  test('at the beginning is at the beginning', async () => {
    const { value } = await visits(new Records().of(), oldShelf(await first({}))).recall(all);
    expect(value).toEqual({ ...state, progress: null });
  });

  test('stays where it is while the newest is refused', async () => {
    const old = oldShelf(await first({}));
    expect((await visits(refusing('UnknownError'), old).recall(all)).value).not.toBeNull();
    expect(old.text).not.toBeNull();
  });

  test('damaged is said, and gone', async () => {
    const old = oldShelf((await first({})).slice(0, -9));
    const { value, issues } = await visits(new Records().of(), old).recall(all);
    expect(value).toBeNull();
    expect(issues[0]!.message).toMatch(/damaged/);
    expect(old.text).toBeNull();
  });
});

describe('a record that is', () => {
  const found = async (spoil: (record: { version: number; bytes: Uint8Array }) => unknown) => {
    const records = new Records();
    const earlier = { ...state, experiment: { ...withAdam, title: 'earlier' } };
    await visits(records.of()).keep(earlier);
    await visits(records.of()).keep(state);
    const [key, record] = [...records.records].at(-1)!;
    records.records.set(key, spoil(record as { version: number; bytes: Uint8Array }));
    const { value, issues } = await visits(records.of()).recall(all);
    return {
      title: value?.experiment.title,
      said: issues.map((it) => it.message).join(),
      left: records.records.has(key),
    };
  };

  test('of a newer version stays, the one before it opens, and a sentence says so', async () => {
    const { title, said, left } = await found((it) => ({ ...it, version: 3, bytes: 'of another kind' }));
    expect([title, left]).toEqual(['earlier', true]);
    expect(said).toMatch(/newer version/);
  });

  test.each<[string, Parameters<typeof found>[0]]>([
    ['cut off', (it) => ({ ...it, bytes: it.bytes.slice(0, -8) })],
    ['empty', (it) => ({ ...it, bytes: new Uint8Array(0) })],
    ['of no version', ({ bytes }) => ({ bytes })],
    ['of a version that never was', (it) => ({ ...it, version: -1 })],
    ['a text', () => 'something else'],
    ['null', () => null],
    ['of somebody else', () => ({ version: 2, bytes: { length: 1e9 } })],
  ])('%s goes, the one before it opens, and a sentence says so', async (_kind, spoil) => {
    const { title, said, left } = await found(spoil);
    expect([title, left]).toEqual(['earlier', false]);
    expect(said).toMatch(/damaged/);
  });

  test('changed anywhere gives a sound state or none', () => {
    const bytes = writeSecondForm(state)!;
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(changes, (spots) => {
        const spoilt = bytes.slice();
        for (const [at, byte] of spots) spoilt[at] = byte;
        const read = readSecondForm(spoilt);
        if (!read) return;
        expect(parse(toDocument(read.experiment)).issues).toEqual([]);
        const { weights, biases } = read.progress?.parameters ?? { weights: {}, biases: {} };
        for (const it of [...Object.values(weights), ...Object.values(biases)])
          expect(it.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('storage that', () => {
  test('is refused keeps nothing, finds nothing and says nothing', async () => {
    const refused = visits(refusing('SecurityError'));
    expect(await refused.keep(state)).toBeNull();
    expect(await refused.recall(all)).toEqual({ value: null, issues: [] });
  });

  test('is full says so once', async () => {
    const crowded = visits(refusing('QuotaExceededError'));
    expect((await crowded.keep(state))!.message).toMatch(/full/);
    expect(await crowded.keep(state)).toBeNull();
  });

  test('a newer version of the page holds is left to it, with a word', async () => {
    const held = visits(refusing('VersionError'));
    expect((await held.recall(all)).issues[0]!.message).toMatch(/newer version/);
    expect((await held.keep(state))!.message).toMatch(/newer version/);
  });
});

test('where a visit has no room, what the optimizer keeps goes first, then what was learned', () => {
  const large = parse({
    ...toDocument(withAdam),
    network: {
      nodes: [
        { id: 'x0', units: 2, clamp: { learning: 'input', testing: 'input' } },
        { id: 'x1', units: 3000 },
        { id: 'x2', units: 2200 },
        { id: 'x3', units: 1, clamp: { learning: 'target' } },
      ],
      connections: [
        { id: 'w1', from: 'x0', to: 'x1' },
        { id: 'w2', from: 'x1', to: 'x2' },
        { id: 'w3', from: 'x2', to: 'x3' },
      ],
    },
  }).value!;
  const { network } = large;
  const zeros = (length: number) => new Float64Array(length);
  const parameters = {
    weights: { w1: zeros(6000), w2: zeros(6_600_000), w3: zeros(2200) },
    biases: { x1: zeros(3000), x2: zeros(2200), x3: zeros(1) },
  };
  const names = network.connections.flatMap(({ id }) => [
    `first of weight(${id})`,
    `second of weight(${id})`,
  ]);
  const states = network.connections.flatMap(({ id }) => [
    parameters.weights[id as 'w1']!,
    parameters.weights[id as 'w1']!,
  ]);
  const kept = writeSecondForm({
    experiment: large,
    progress: { ...progress, parameters, optimizer: { kind: 'adam', names, states } },
    view: {},
  })!;
  const read = readSecondForm(kept)!;
  expect(kept.length).toBeLessThan(65 * 2 ** 20);
  expect(read.progress!.optimizer.names).toEqual([]);
  expect(read.progress!.epoch).toBe(progress.epoch);
});
