import { describe, expect, test } from 'vitest';
import { toDocument } from '#experiment/document.ts';
import {
  AUTO_SHARE,
  chooseRate,
  followed,
  hasFollowed,
  isAutoRate,
  setAutoRate,
  setInference,
} from '#experiment/edit.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';

const dial = parse(presets.find((it) => it.id === 'agreement-dial')!.document).value!;
const auto = setAutoRate(dial, true, 0.4).experiment;

describe('an automatic step size', () => {
  test('is its share of the limit, and follows it down and up', () => {
    expect(auto.inference.inferenceRate).toBeCloseTo(AUTO_SHARE * 0.4, 12);
    for (const limit of [0.3, 0.05, 0.7, 1.9]) {
      const { inferenceRate } = followed(auto, limit).inference;
      expect(Math.abs(inferenceRate / (AUTO_SHARE * limit) - 1)).toBeLessThan(0.05);
    }
  });

  test('stands still once it is there, whatever the limit, and while that hardly moves', () => {
    for (let k = 0; k < 400; k++) {
      const limit = 1.02 ** k * 1e-3;
      const there = followed(auto, limit);
      expect(followed(there, limit)).toBe(there);
    }
    expect(followed(auto, 0.41)).toBe(auto);
  });

  test('stays where there is no limit to follow', () => {
    for (const limit of [null, 0, Number.POSITIVE_INFINITY, Number.NaN])
      expect(followed(auto, limit)).toBe(auto);
    expect(followed(dial, 0.01)).toBe(dial);
  });

  test('ends where somebody chooses a step size, or switches it off', () => {
    const chosen = chooseRate(auto, 0.07).experiment;
    expect(chosen.inference.inferenceRate).toBe(0.07);
    expect(isAutoRate(chosen)).toBe(false);
    expect(chosen.view).toEqual(dial.view);
    const off = setAutoRate(auto, false, 0.4).experiment;
    expect([isAutoRate(off), off.inference]).toEqual([false, auto.inference]);
  });

  test('survives writing and reading the document', () => {
    expect(isAutoRate(parse(toDocument(auto)).value!)).toBe(true);
  });

  test('is told from an edit of somebody’s', () => {
    expect(hasFollowed(auto, followed(auto, 0.1))).toBe(true);
    expect(hasFollowed(auto, setInference(auto, { settleSteps: 9 }).experiment)).toBe(false);
    expect(hasFollowed(dial, setInference(dial, { inferenceRate: 0.2 }).experiment)).toBe(false);
    expect(hasFollowed(auto, chooseRate(auto, 0.2).experiment)).toBe(false);
  });
});
