import { describe, expect, test } from 'vitest';
import { toDocument } from '#experiment/document.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { fitSetting } from '#experiment/read.ts';
import { settings } from '#experiment/schema.ts';
import { type Loose, sound } from './samples.ts';

describe.each(Object.entries(settings))('setting %s', (_, setting) => {
  const { path, type, scale, min, max, track, help } = setting;

  test('has its track and its default within its limits', () => {
    expect(min).toBeLessThan(max);
    expect(track[0]).toBeGreaterThanOrEqual(min);
    expect(track[1]).toBeLessThanOrEqual(max);
    expect(fitSetting(setting.default, 'it', setting)).toEqual([setting.default, null]);
    if (scale === 'log') expect(min).toBeGreaterThan(0);
    if (type === 'integer') expect([min, max, ...track].every(Number.isInteger)).toBe(true);
  });

  test('explains itself in one sentence', () => {
    expect(help).toMatch(/^[A-Z][^.]+\.$/);
  });

  test('stands where it says in a document, and takes both of its limits there', () => {
    for (const value of [min, max]) {
      const document = toDocument(sound(presets[0]!.document)) as Loose;
      const [key, ...parents] = path.map((it) => (it === '*' ? 1 : it)).reverse();
      const parent = parents.reverse().reduce((it: Loose, name) => it[name], document);
      parent[key!] = value;
      expect(parse(document).issues).toEqual([]);
      expect(JSON.stringify(parse(document).value)).toContain(`"${String(key)}":${value}`);
    }
  });
});

test('a number is brought to the nearest that is allowed', () => {
  const fit = (value: number, setting: keyof typeof settings) =>
    fitSetting(value, 'it', settings[setting])[0];
  expect(fit(1e9, 'settleSteps')).toBe(10_000);
  expect(fit(19.6, 'settleSteps')).toBe(20);
  expect(fit(-3, 'settleSteps')).toBe(1);
  expect(fit(-3, 'noise')).toBe(0);
  expect(fit(-3, 'inferenceRate')).toBe(0.1);
  expect(fit(1e-30, 'inferenceRate')).toBe(1e-9);
  expect(fit(Number.NaN, 'learningRate')).toBe(0.01);
  expect(Object.is(fit(-0, 'noise'), 0)).toBe(true);
});
