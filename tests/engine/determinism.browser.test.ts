import { describe, expect, test } from 'vitest';
import { WorkerEngine } from '#engine/cpu/worker-engine.ts';
import type { Engine } from '#engine/engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { regression } from '../oracles/drift.ts';
import { differences, observed } from '../oracles/observed.ts';
import { openOn } from '../oracles/open-on.ts';
import { randomDocument } from '../oracles/random-networks.ts';

const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  'the staged path': () => openOn('staged'),
  'the tiled path': () => openOn('tiled'),
  'the fused path': () => openOn('fused'),
  'the register path': () => openOn('register'),
  'a worker': () => WorkerEngine.open({ workers: 1 }),
  'three workers': () => WorkerEngine.open({ workers: 3, worthwhile: 0 }),
};

const documents: Readonly<Record<string, ExperimentDocument>> = {
  'a strict network': regression,
  'an incremental network': {
    ...regression,
    inference: { ...regression.inference, rule: 'incremental', start: 'random' },
    learning: { ...regression.learning, optimizer: 'adam' },
  },
  'a random network': randomDocument(7, [20, 36]),
};

describe.each(Object.keys(engines))('%s gives the same bits', (name) => {
  test.each(Object.keys(documents))('of %s on every run and device, whatever ran before', async (which) => {
    const document = documents[which]!;
    const fresh = await engines[name]!();
    const first = await observed(document, fresh);
    fresh.dispose();
    const used = await engines[name]!();
    await observed({ ...regression, seed: 9 }, used);
    for (let again = 0; again < 2; again++)
      expect(differences(await observed(document, used), first)).toEqual([]);
    used.dispose();
  });
});

test('one worker and three give the same bits', async () => {
  const document = randomDocument(6, [40, 64]);
  const [one, three] = await Promise.all(['a worker', 'three workers'].map((name) => engines[name]!()));
  const alone = await observed(document, one!);
  expect(differences(await observed(document, three!), alone)).toEqual([]);
  one!.dispose();
  three!.dispose();
});
