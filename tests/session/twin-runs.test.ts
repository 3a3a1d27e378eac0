import { describe, expect, test } from 'vitest';
import { learnEpochs } from '#session/learn.ts';
import { settingsOf, type TwinSettings } from '#session/studies/twins/twin.ts';
import { TwinRuns } from '#session/studies/twins/twin-runs.svelte.ts';
import { Lender, lessonFor } from '../oracles/pairs.ts';
import { open, understood } from '../oracles/scenarios.ts';

const document = lessonFor();
const own = settingsOf(understood(document));
const pair: readonly [TwinSettings, TwinSettings] = [
  { ...own, rule: 'strict' },
  { ...own, rule: 'backprop' },
];

async function begun(settings = pair, lender = new Lender(document)) {
  const runs = new TwinRuns(lender, async () => {});
  await runs.begin(settings, 100);
  return runs;
}

/** Until the runs rest. */
async function rest(runs: TwinRuns): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 2));
  while (runs.state !== 'resting');
}

const losses = (runs: TwinRuns, side: 0 | 1) => runs.records.map((it) => it.runs[side].trainingLoss);

test('begins before any learning, both alike', async () => {
  const runs = await begun();
  expect(runs.message).toBe('');
  expect(runs.records.map((it) => it.at)).toEqual([0]);
  expect(runs.shown).toBe(runs.records[0]);
  expect(runs.shown!.separation.between).toBe(0);
  expect(runs.recorded).toEqual([0]);
});

test('an epoch leaves the losses that one run by itself has', async () => {
  const runs = await begun();
  for (let k = 0; k < 3; k++) {
    runs.epoch();
    await rest(runs);
  }
  expect(runs.records.map((it) => it.at)).toEqual([0, 1, 2, 3]);
  for (const side of [0, 1] as const) {
    const alone = await open({ ...document, inference: { rule: pair[side].rule } });
    const { outcomes } = await learnEpochs(alone, 3);
    expect(losses(runs, side).slice(1)).toEqual(outcomes.map((it) => it.loss));
  }
  expect(runs.alignments.map((it) => it.at)).toEqual([1, 2, 3]);
  expect(runs.alignments[0]!.alignment[0].counted).toBe(10);
});

test('single updates are shown in the place of one another, and an epoch takes theirs', async () => {
  const runs = await begun();
  for (const at of [1 / 3, 2 / 3]) {
    runs.update();
    await rest(runs);
    expect(runs.records.map((it) => it.at)).toEqual([0, at]);
    expect(runs.updates.at(-1)!.at).toBe(at);
  }
  runs.update();
  await rest(runs);
  expect(runs.records.map((it) => it.at)).toEqual([0, 1]);
  expect(runs.updates.map((it) => it.at)).toEqual([1 / 3, 2 / 3, 1]);
  expect(runs.alignments.map((it) => it.at)).toEqual([1]);
});

test('learning asks after every update whether it is still wanted', async () => {
  let turns = 0;
  const runs = new TwinRuns(new Lender(document), async () => {
    if (++turns === 5) runs.pause();
  });
  await runs.begin(pair, 100);
  runs.learn();
  await rest(runs);
  expect(runs.shown!.at).toBeCloseTo(1 + 2 / 3, 12);
  expect(runs.records.map((it) => it.at)).toEqual([0, 1, runs.shown!.at]);
  runs.update();
  await rest(runs);
  expect(runs.records.map((it) => it.at)).toEqual([0, 1, 2]);
});

describe('going back', () => {
  test('shows an epoch as it was, and what comes next is what came next', async () => {
    const runs = await begun();
    for (let k = 0; k < 4; k++) {
      runs.epoch();
      await rest(runs);
    }
    const before = runs.records;
    await runs.seek(2);
    expect(runs.shown).toBe(before[2]);
    expect(runs.records).toHaveLength(5);
    runs.epoch();
    await rest(runs);
    expect(runs.records.map((it) => it.at)).toEqual([0, 1, 2, 3]);
    expect(runs.records[3]).toEqual(before[3]);
    expect(runs.recorded).toEqual([0, 1, 2, 3]);
    expect(runs.alignments.map((it) => it.at)).toEqual([1, 2, 3]);
  });

  test('to an epoch that never was changes nothing', async () => {
    const runs = await begun();
    await runs.seek(7);
    expect(runs.shown!.at).toBe(0);
  });
});

describe('what goes wrong', () => {
  test('a run that diverges is named, and earlier epochs are still there', async () => {
    const runs = await begun([pair[0], { ...pair[0], inferenceRate: 100 }]);
    runs.learn();
    await rest(runs);
    expect(runs.message).toMatch(/^In epoch 1 the right one \(Strict\) diverged/);
    await runs.seek(0);
    expect(runs.message).toBe('');
    expect(runs.shown!.at).toBe(0);
  });

  test('a network too large is refused in a sentence', async () => {
    const runs = new TwinRuns(new Lender(document), async () => {});
    await runs.begin(pair, 2_000_000);
    expect(runs.message).toMatch(/at most 1,000,000 parameters; this one has 2,000,000\./);
    expect(runs.begun).toBeNull();
    runs.learn();
    runs.update();
    expect(runs.state).toBe('resting');
  });

  test('engines are given back by whoever only looked, and kept for runs that have learned', async () => {
    const lender = new Lender(document);
    const runs = new TwinRuns(lender, async () => {});
    let leave = runs.visit();
    const opening = runs.begin(pair, 100);
    leave();
    await opening;
    await rest(runs);
    expect([lender.lent, runs.begun]).toEqual([0, null]);
    leave = runs.visit();
    await runs.begin(pair, 100);
    leave();
    // Back before it was closed: it stays.
    leave = runs.visit();
    await rest(runs);
    expect(lender.lent).toBe(2);
    runs.update();
    await rest(runs);
    leave();
    await rest(runs);
    expect(lender.lent).toBe(2);
    expect(runs.shown!.at).toBeGreaterThan(0);
  });

  test('engines are given back when runs begin anew, and when they are closed', async () => {
    const lender = new Lender(document);
    const runs = await begun(pair, lender);
    expect(lender.lent).toBe(2);
    await runs.begin(pair, 100);
    expect(lender.lent).toBe(2);
    await runs.close();
    expect(lender.lent).toBe(0);
    expect(runs.records).toEqual([]);
  });
});
