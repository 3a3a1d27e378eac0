import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialize } from '#core/network/initialize.ts';
import { toDocument } from '#experiment/document.ts';
import { LONGEST_LINK } from '#experiment/link-length.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { keepState, type LastState, recallState, type Shelf } from '#session/last-state.ts';

/** One text in memory. */
function shelf(text: string | null = null): Shelf & { text: string | null } {
  return {
    text,
    async read() {
      return this.text;
    },
    async write(it) {
      this.text = it;
    },
    async clear() {
      this.text = null;
    },
  };
}

const refusing: Shelf = {
  read: () => Promise.reject(new Error('SecurityError')),
  write: () => Promise.reject(new Error('QuotaExceededError')),
  clear: () => Promise.reject(new Error('SecurityError')),
};

const experiment = parse(presets[0]!.document).value!;
const elsewhere = initialize(experiment.network, experiment.seed + 1);
const state: LastState = {
  experiment,
  parameters: { weights: elsewhere.weights, biases: elsewhere.biases },
  view: { t: 7, sample: 3, network: 'graph' },
};

test('what was kept is recalled, parameters to the bit', async () => {
  const kept = shelf();
  await keepState(kept, state);
  expect(await recallState(kept)).toEqual(state);
});

test('parameters that the seed draws are not kept', async () => {
  const kept = shelf();
  await keepState(kept, { ...state, parameters: null });
  expect(await recallState(kept)).toEqual({ ...state, parameters: null });
});

test('the view that the document itself asks for stays the document’s', async () => {
  const kept = shelf();
  const asking = { ...experiment, view: { t: 2, note: 'mine' } };
  await keepState(kept, { ...state, experiment: asking });
  expect((await recallState(kept))!.experiment).toEqual(asking);
});

describe('a network too large to keep', () => {
  const large = parse({
    ...toDocument(experiment),
    network: {
      nodes: [
        { id: 'x0', units: 2, clamp: { learning: 'input', testing: 'input' } },
        { id: 'x1', units: 4000 },
        { id: 'x2', units: 20 },
        { id: 'x3', units: 1, clamp: { learning: 'target' } },
      ],
      connections: [
        { id: 'w1', from: 'x0', to: 'x1' },
        { id: 'w2', from: 'x1', to: 'x2' },
        { id: 'w3', from: 'x2', to: 'x3' },
      ],
    },
  }).value!;
  const { weights, biases } = initialize(large.network, 5);

  test('leaves its parameters', async () => {
    const kept = shelf();
    await keepState(kept, { ...state, experiment: large, parameters: { weights, biases } });
    expect(kept.text!.length).toBeLessThan(2 * LONGEST_LINK);
    expect(await recallState(kept)).toEqual({ ...state, experiment: large, parameters: null });
  });

  test('and with parameters in its document keeps nothing, not even what was there before', async () => {
    const kept = shelf('1 old');
    await keepState(kept, { ...state, experiment: { ...large, parameters: { weights, biases } } });
    expect(kept.text).toBeNull();
  });
});

test('storage that refuses everything is no fault', async () => {
  await keepState(refusing, state);
  expect(await recallState(refusing)).toBeNull();
});

test('whatever lies in storage, there is a sound state or none', async () => {
  const kept = shelf();
  await keepState(kept, state);
  const texts = fc.oneof(
    fc.string(),
    fc.string().map((it) => `1 ${it}`),
    fc.tuple(fc.string(), fc.string()).map(([one, other]) => `1 e2=${one} e2=${other}`),
    fc.nat(kept.text!.length).map((end) => kept.text!.slice(0, end)),
    fc.constant(kept.text!.replace(/^1/, '2')),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const found = await recallState(shelf(text));
      if (text !== kept.text) expect(found).toBeNull();
    }),
  );
});
