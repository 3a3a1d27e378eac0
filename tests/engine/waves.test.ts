import { describe, expect, test } from 'vitest';
import { compile } from '#core/plan/compile.ts';
import type { Plan, Schedule, Stage } from '#core/plan/plan.ts';
import { stagesIn } from '#engine/webgpu/schedules.ts';
import { patterns } from '#engine/webgpu/waves/pattern.ts';
import { unread } from '#engine/webgpu/waves/unread.ts';
import { type Wave, waves } from '#engine/webgpu/waves/wave.ts';
import { chain } from '../../bench/networks.ts';
import { randomDocument } from '../oracles/random-networks.ts';
import { open, seeds } from '../oracles/scenarios.ts';

const planOf = (widths: readonly number[], rule: 'strict' | 'fixed-prediction' = 'strict'): Plan =>
  compile(
    { network: chain(widths), pins: {}, lesions: { units: {}, weights: {} } },
    { rule, start: 'forward', optimizer: 'sgd', capacity: 8, longestSettling: 8, rows: 8, classes: null },
  );
const wavesOf = (schedule: Schedule) => waves(stagesIn(schedule));
const moments = (found: readonly Wave[]) => found.filter((it) => 'chains' in it).length;

describe('a settling step', () => {
  test.each([3, 5, 9, 17])('of %i equal layers takes two moments', (layers) => {
    const found = wavesOf(planOf(new Array(layers).fill(8)).schedules.step!);
    expect(moments(found)).toBe(2);
  });

  test('under fixed prediction takes one', () => {
    // Pull back, move and compare meet in no product but the first.
    const found = wavesOf(planOf([8, 8, 8, 8], 'fixed-prediction').schedules.step!);
    expect(moments(found)).toBeLessThanOrEqual(2);
  });
});

describe('random networks', () => {
  test.each(seeds(30))(
    'network %i: every call is in one wave, in an order its stages allow',
    async (seed) => {
      const { plan } = await open(randomDocument(seed));
      for (const schedule of Object.values(plan.schedules)) {
        const stages = stagesIn(schedule);
        const links = wavesOf(schedule).flatMap((it) =>
          'kernel' in it
            ? it.calls.map(({ args }) => args)
            : it.chains.flatMap((chain) => chain.links.map(({ args }) => args)),
        );
        expect(new Set(links)).toEqual(
          new Set(stages.flatMap((it: Stage) => it.calls.map(({ args }) => args))),
        );
        expect(links).toHaveLength(new Set(links).size);
      }
    },
  );

  test.each(seeds(30))('network %i: chains of a pattern differ in numbers alone', async (seed) => {
    const { plan } = await open(randomDocument(seed));
    for (const wave of wavesOf(plan.schedules.step!))
      if ('chains' in wave)
        for (const { chains, table, slots } of patterns(wave.chains, new Set()))
          for (const [i, { links }] of chains.entries())
            for (const [k, { args }] of links.entries())
              for (const [name, slot] of Object.entries(slots[k]!)) expect(table[i]![slot]).toBe(args[name]);
  });
});

test('while a step is repeated, predictions and drives stay where they are used', () => {
  const { layout, schedules } = planOf([4, 8, 8, 2]);
  const nameAt = new Map([...layout.tensors].map(([name, { offset }]) => [offset, name]));
  const spared = [...unread(wavesOf(schedules.step!))].map((it) => nameAt.get(it)!);
  expect(spared).toContain('prediction(x2)');
  expect(spared).toContain('drive(x2)');
  for (const needed of ['value(x1)', 'error(x1)', 'delta(x2)', 'energy(x1)'])
    expect(spared).not.toContain(needed);
});
