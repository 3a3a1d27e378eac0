import { describe, expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine } from '#engine/engine.ts';
import type { RowsDocument } from '#experiment/document.ts';
import { openCrew, simdEngines } from '../oracles/crew.ts';
import { differences, observed } from '../oracles/observed.ts';
import { randomDocument } from '../oracles/random-networks.ts';
import { seeds } from '../oracles/scenarios.ts';

const engines: Readonly<Record<string, () => Engine>> = {
  'the reference in float32': () => new CpuEngine('float32'),
  'SIMD on one worker': () => simdEngines(1)[0]!,
  'SIMD on three workers': () => openCrew(simdEngines(3)),
};

// The seeds go round all rules, starts and optimizers.
describe.each(Object.keys(engines))('%s gives the same bits', (name) => {
  test.each(seeds(12))('of random network %i on every run, whatever ran before', async (seed) => {
    const document = randomDocument(seed, [40, 64]);
    const fresh = engines[name]!();
    const used = engines[name]!();
    const first = await observed(document, fresh);
    await observed(randomDocument(seed + 10, [40, 64]), used);
    expect(differences(await observed(document, used), first)).toEqual([]);
    expect(differences(await observed(document, fresh), first)).toEqual([]);
    fresh.dispose();
    used.dispose();
  });
});

test('networks that differ by one rounding of one weight are told apart', async () => {
  const document = randomDocument(3, [40, 64]);
  const inputs = (document.data as RowsDocument).inputs.map((row) => row.map((it) => it * (1 + 2 ** -22)));
  const nudged = { ...document, data: { ...document.data, inputs } } as typeof document;
  const [one, other] = [document, nudged].map((it) => observed(it, new CpuEngine('float32')));
  expect(differences(await one!, await other!)).not.toEqual([]);
});
