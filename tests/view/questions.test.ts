import { describe, expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { presets } from '#experiment/presets/index.ts';
import { type FieldQuestion, questions } from '#lessons/questions/index.ts';
import { shouldItConverge } from '#session/studies/questions/convergence.ts';
import { isItLocal } from '#session/studies/questions/local.ts';
import { isItBackprop } from '#session/studies/questions/loop.ts';
import { benches } from '#view/laboratory/benches.ts';
import type { Answer } from '#view/laboratory/questions/answer.ts';
import { answerConvergence } from '#view/laboratory/questions/answers/convergence.ts';
import { trials } from '#view/laboratory/questions/answers/index.ts';
import { answerLocal } from '#view/laboratory/questions/answers/local.ts';
import { answerLoop } from '#view/laboratory/questions/answers/loop.ts';
import { extentOf, marksOf } from '#view/laboratory/questions/extent.ts';
import { tableOf } from '#view/laboratory/questions/table.ts';
import { panelIds } from '#view/page.svelte.ts';
import { benchOn } from '../oracles/bench.ts';

/** What a person must never read. */
const SLIPS = /undefined|null|\[object|Infinity|NaN/;
const documentOf = (id: string) => presets.find((it) => it.id === id)!.document;
const on = <Result>(id: string, change: object = {}) =>
  benchOn<Result>({ ...documentOf(id), ...change }, { engine: new CpuEngine('float64') });

const words = ({ headline, sentences, figures, pictures, on: where }: Answer): string[] => [
  headline,
  ...sentences,
  ...figures.flatMap((it) => [it.label, it.value, it.definition]),
  ...pictures.map((it) => it.caption),
  where,
];

const all: readonly FieldQuestion[] = questions;

test('every way leads to a bench, a preset or a panel there is', () => {
  for (const way of all.flatMap((it) => it.ways)) {
    if ('bench' in way) expect(benches.map((it) => it.id)).toContain(way.bench);
    else if ('preset' in way) expect(presets.map((it) => it.id)).toContain(way.preset);
    else expect(panelIds).toContain(way.panel);
  }
});

describe.each(questions.map((it) => it.id))('the answer to %s', (id) => {
  test.each(['agreement-dial', 'deep', 'skip-graph', 'one-neuron', 'xor-fixed'])(
    'is said in whole sentences, with figures defined, on %s',
    async (preset) => {
      const answer = await trials[id](await on<Answer>(preset));
      for (const it of words(answer)) expect(it).not.toMatch(SLIPS);
      for (const it of [answer.headline, ...answer.sentences, answer.on])
        expect(it).toMatch(/^[A-Z0-9].*\.$/);
      for (const { definition } of answer.figures) expect(definition).toMatch(/\.$/);
      expect(answer.figures.length).toBeGreaterThan(0);
      expect(answer.pictures.length).toBeGreaterThan(0);
    },
  );
});

test('what diverges is said to, not answered', async () => {
  const wild = { inference: { rule: 'strict', inferenceRate: 2, settleSteps: 400 } };
  const answer = await trials.loop(await on<Answer>('deep', wild));
  expect(answer.sentences[0]).toContain('left every range');
  for (const it of words(answer)) expect(it).not.toMatch(SLIPS);
});

describe('words follow from what was found', () => {
  test('strict that agrees is said to be close', async () => {
    const found = await isItBackprop(await on('agreement-dial'));
    const { 'zero-divergence': wave } = found.courses;
    expect(answerLoop(found).headline).toBe('It depends on the rule.');
    const alike = { ...found, courses: { ...found.courses, strict: wave, 'fixed-prediction': wave } };
    expect(answerLoop(alike).headline).toBe('Here, nearly so under every rule.');
    expect(answerLoop(alike).sentences[0]).toContain('close to it here');
  });

  test('strict that does not turn is not said to depart', async () => {
    const found = await shouldItConverge(await on('agreement-dial'));
    expect(answerConvergence(found).headline).toBe('Not to come nearer to backprop.');
    const still = answerConvergence({ ...found, strict: found.frozen });
    expect(still.headline).toBe('Here it changes the direction little.');
    expect(still.sentences[0]).toContain('hardly turns');
  });

  test('updates that feel far weights are not called local', async () => {
    const found = await isItLocal(await on('agreement-dial'));
    expect(answerLocal(found).headline).toContain('The update is.');
    const felt = { ...found, meddled: found.meddled.map((it) => ({ ...it, held: 0.2 })) };
    expect(answerLocal(felt).headline).toBe('Not by this measure.');
  });
});

test('a plot reaches as far as its lines, whatever is no number in them', () => {
  const extent = extentOf([{ xs: [0, 1, 2], ys: [Number.NaN, 30, Number.POSITIVE_INFINITY] }]);
  expect(extent.right).toBe(2);
  expect(extent.top).toBeGreaterThanOrEqual(30);
  expect(extentOf([]).top).toBe(1);
});

test('a plot as numbers has its first and its last moment, and no slip where there is none', () => {
  const ys = Float64Array.from({ length: 301 }, (_, t) => (t === 0 ? Number.NaN : t / 2));
  const line = {
    label: 'strict',
    xs: Float64Array.from({ length: 301 }, (_, t) => t),
    ys,
    mark: 'circle' as const,
  };
  const { columns, rows } = tableOf({ kind: 'lines', x: 't', y: 'angle', lines: [line], caption: '' });
  expect(columns).toEqual(['t', 'strict']);
  expect(rows.length).toBeLessThanOrEqual(11);
  expect([rows[0], rows.at(-1)]).toEqual([
    ['0', '–'],
    ['300', '150'],
  ]);
});

test('a line is marked at its end and now and then before it, never where it is no number', () => {
  const ys = Array.from({ length: 40 }, (_, t) => (t < 3 ? Number.NaN : t));
  for (const turn of [0, 1, 2]) {
    const marks = marksOf({ ys }, turn);
    expect(marks.at(-1)).toBe(39);
    expect(marks[0]).toBeGreaterThanOrEqual(3);
    expect(marks.length).toBeLessThan(10);
  }
  expect(marksOf({ ys: [] }, 0)).toEqual([]);
  expect(marksOf({ ys: [1] }, 2)).toEqual([0]);
});
