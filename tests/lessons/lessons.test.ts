import { describe, expect, test } from 'vitest';
import { targetOf } from '#core/network/topology.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { DIAL, firstMinute } from '#lessons/first-minute.ts';

const opening = parse((presets.find((it) => it.id === firstMinute.preset) ?? presets[0]!).document).value!;

test('a lesson has moments of different names, each completed by a deed of its own', () => {
  const { moments } = firstMinute;
  for (const of of ['id', 'done', 'title'] as const)
    expect(new Set(moments.map((it) => it[of])).size).toBe(moments.length);
});

describe.each(firstMinute.moments.map((it) => [it.id, it] as const))('moment %s', (_, moment) => {
  test('is told in short sentences', () => {
    for (const text of [moment.title, moment.text, moment.meanwhile, moment.ask]) {
      if (text === undefined) continue;
      expect(text).toMatch(/^[A-Z].*[.?]$/);
      expect(text.length).toBeLessThanOrEqual(160);
    }
  });

  test('can prepare the experiment it is told on, and has nothing to complain of', () => {
    const edited = moment.edit?.(opening);
    expect(edited?.issues ?? []).toEqual([]);
  });

  test('asks to pull a neuron there is, and one that is free', () => {
    const { pull } = moment;
    const node = opening.network.nodes.find((it) => it.id === pull?.node);
    if (pull) expect(node).toMatchObject({ clamp: { learning: 'free' } });
    if (pull) expect(pull.unit).toBeLessThan(node!.units);
  });
});

test('the dial goes down from where the output counts in full', () => {
  expect(DIAL[0]).toBe(1);
  expect([...DIAL].sort((a, b) => b - a)).toEqual(DIAL);
  const asked = firstMinute.moments.at(-1)!.edit!(opening).experiment;
  expect(targetOf(asked.network).precision).toBe(DIAL[0]);
});
