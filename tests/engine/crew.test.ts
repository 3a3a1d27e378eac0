import { describe, expect, test, vi } from 'vitest';
import { divide, unitCuts } from '#engine/cpu/crew/division.ts';
import { crewFor, largestCost, WORTHWHILE } from '#engine/cpu/crew/worth.ts';
import { callsOf, ROWS, SHARED } from '#engine/cpu/simd-phases.ts';
import type { Engine } from '#engine/engine.ts';
import { conformance } from '../oracles/conformance.ts';
import { openCrew, simdEngines } from '../oracles/crew.ts';
import { type Bits, longRun } from '../oracles/long-run.ts';
import { randomDocument } from '../oracles/random-networks.ts';
import { open, seeds } from '../oracles/scenarios.ts';
import { fill, planOf, settle, whole } from '../oracles/small-plan.ts';

describe('a crew of three', () => conformance(async () => openCrew(simdEngines(3)), 'float32'));

/** Tensors that are not the same to the bit, with the number of the look at them. */
const differences = (a: readonly Bits[], b: readonly Bits[]): readonly string[] =>
  a.flatMap((tensors, k) =>
    [...tensors]
      .filter(([name, bits]) => bits.some((it, i) => it !== b[k]!.get(name)![i]))
      .map(([name]) => `${name} at ${k}`),
  );

describe('several workers give the same bits as one', () => {
  // The seeds go round all rules, starts, optimizers, pins and lesions.
  test.each(seeds(60))('random network %i', async (seed) => {
    const document = randomDocument(seed, [64, 64]);
    const when = seed % 3 === 0 ? 'often' : 'last';
    const one = await longRun(document, simdEngines(1)[0]!, when);
    // Some divide every batch of two blocks, some only those of three.
    const { plan } = await open(document);
    const worthwhile = seed % 2 === 0 ? 0 : 33 * largestCost(plan);
    const crew = openCrew(simdEngines(2 + (seed % 4)), worthwhile);
    const several = await longRun(document, crew, when);
    crew.dispose();
    expect(several).toHaveLength(one.length);
    expect(differences(several, one)).toEqual([]);
  });
});

test('what is kept is kept from whoever has it, as the crew grows, stays and shrinks', async () => {
  const learn = async (engine: Engine) => {
    const seen: number[][][] = [];
    // One block is for one worker, three are for all.
    for (const capacity of [16, 40, 40, 16, 40]) {
      const plan = planOf(3, capacity);
      await engine.load(plan);
      const kept = [...plan.layout.tensors].flatMap(([name, it]) => (it.kept ? [name] : []));
      seen.push(await whole(engine, ...kept));
      if (seen.length === 1) fill(engine, plan);
      const tensors = [
        'moves(x)',
        'moves(h)',
        'moves(y)',
        'alive(h)',
        'alive(y)',
        'precision(h)',
        'precision(y)',
      ];
      for (const it of tensors) engine.write(it, new Array(plan.layout.tensors.get(it)!.length).fill(1));
      engine.write(
        'data inputs',
        Array.from({ length: 2 * capacity }, (_, i) => Math.sin(i)),
      );
      engine.write(
        'data targets',
        Array.from({ length: capacity }, (_, i) => Math.cos(i)),
      );
      engine.write(
        'batch rows',
        Array.from({ length: capacity }, (_, i) => i),
      );
      engine.tune({ inferenceRate: 0.1, learningRate: 0.5, samples: capacity });
      engine.run([...settle, { schedule: 'descend' }]);
    }
    return seen;
  };
  const crew = openCrew(simdEngines(3));
  expect(await learn(crew)).toEqual(await learn(simdEngines(1)[0]!));
  crew.dispose();
});

test('a plan too large for a helper is run without helpers, the next with them again', async () => {
  const engines = simdEngines(3);
  const crew = openCrew(engines);
  const plan = planOf(3, 40);
  vi.spyOn(engines[2]!, 'load').mockRejectedValueOnce(new Error('no room'));
  const helped = vi.spyOn(engines[1]!, 'piecesOf');
  const settled = async () => {
    await crew.load(plan);
    fill(crew, plan);
    crew.tune({ inferenceRate: 0.1, learningRate: 0.1, samples: 40 });
    crew.run([...settle, { schedule: 'descend' }]);
    return whole(crew, 'weight(v)', 'gradient(w)', 'value(h)');
  };
  const alone = await settled();
  expect(helped).not.toHaveBeenCalled();
  expect(await settled()).toEqual(alone);
  expect(helped).toHaveBeenCalled();
  crew.dispose();
});

test('of small plans helpers hear nothing', async () => {
  const engines = simdEngines(2);
  const crew = openCrew(engines, WORTHWHILE);
  const heard = vi.spyOn(engines[1]!, 'load');
  const plan = planOf(3, 40);
  await crew.load(plan);
  expect(crewFor(plan, 2, WORTHWHILE)).toBe(1);
  expect(heard).not.toHaveBeenCalled();
  crew.dispose();
});

test('a plan that SIMD does not know whole is run by one', () => {
  const plan = planOf(3, 40);
  const call = { args: {}, threads: 1, perSample: false, says: '' };
  const odd = [{ kernel: 'nodes/state.dream' as const, calls: [call] }];
  expect(crewFor(plan, 4, 0)).toBe(4);
  expect(crewFor({ ...plan, schedules: { ...plan.schedules, odd } }, 4, 0)).toBe(1);
});

test('every argument of every kernel is known as a tensor of some kind or as a number', async () => {
  const numbers = new Set(
    'units sourceUnits length activation accumulate masked part begin stride squares count totals to'.split(
      ' ',
    ),
  );
  for (const seed of seeds(60)) {
    const { plan } = await open(randomDocument(seed));
    const offsets = new Set([...plan.layout.tensors.values()].map((it) => it.offset));
    for (const { kernel, args } of Object.values(plan.schedules).flatMap(callsOf))
      for (const [name, value] of Object.entries(args)) {
        const kinds = [ROWS, SHARED, numbers].filter((it) => it.has(name));
        expect(kinds, `${name} of ${kernel}`).toHaveLength(1);
        if (kinds[0] !== numbers) expect(offsets, `${name} of ${kernel}`).toContain(value);
      }
  }
});

describe('shares', () => {
  test.each([1, 15, 16, 17, 40, 64, 129])('of %i samples are whole blocks in order', (samples) => {
    for (const members of [2, 3, 8]) {
      const { cuts } = divide(samples, members);
      expect([cuts[0], cuts.at(-1)]).toEqual([0, samples]);
      for (const [k, cut] of cuts.entries()) {
        expect(cut).toBeGreaterThanOrEqual(cuts[k - 1] ?? 0);
        if (cut < samples) expect(cut % 16).toBe(0);
      }
    }
  });

  test('of units are all of them, also where there are fewer than workers', () => {
    expect(unitCuts(512, 2)).toEqual([0, 256, 512]);
    expect(unitCuts(10, 2)).toEqual([0, 4, 10]);
    expect(unitCuts(1, 3)).toEqual([0, 0, 0, 1]);
  });
});
