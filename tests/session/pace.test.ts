import { describe, expect, test } from 'vitest';
import { OUTCOMES } from '#core/plan/tensors.ts';
import { Metronome, type PaceId, paceOf, paces, phaseAt, stepTime } from '#session/pace.ts';
import { Portion } from '#session/portion.ts';

describe('a portion of work', () => {
  /** Portions of units that take so long each, until `count` have been asked for. */
  const sizes = (budget: number, each: number, count: number) => {
    const portion = new Portion(budget);
    return Array.from({ length: count }, () => {
      const { size } = portion;
      portion.took(size, size * each);
      return size;
    });
  };

  test('doubles until one is over its budget, then halves and grows by one', () => {
    expect(sizes(8, 1, 12)).toEqual([1, 2, 4, 8, 4, 5, 6, 7, 8, 4, 5, 6]);
  });

  test('is one unit where one alone is over, or where there is no budget', () => {
    expect(sizes(8, 100, 4)).toEqual([1, 1, 1, 1]);
    expect(sizes(0, 0, 4)).toEqual([1, 1, 1, 1]);
  });

  test('does not grow on what was never asked for, nor beyond what the engine records', () => {
    const portion = new Portion(8);
    portion.took(1, 1);
    portion.took(1, 1);
    expect(portion.size).toBe(2);
    expect(Math.max(...sizes(8, 0, 40))).toBe(OUTCOMES);
  });
});

describe('a watched settling', () => {
  /** Steps at each of the frames of so many seconds. */
  const beats = (settleSteps: number, seconds: number, hertz = 60, pace: PaceId = 'watch') => {
    const metronome = new Metronome();
    return Array.from({ length: seconds * hertz }, (_, i) =>
      metronome.beats((1000 * i) / hertz, settleSteps, paceOf(pace)),
    );
  };
  const sum = (counts: readonly number[]) => counts.reduce((total, it) => total + it, 0);

  test.each([50, 100, 2000])('of %i steps takes two and a half seconds, at any frame rate', (T) => {
    for (const hertz of [20, 60, 144]) {
      expect(sum(beats(T, 2.5, hertz)) / T).toBeCloseTo(1, 1);
      expect(sum(beats(T, 2.2, hertz))).toBeLessThan(T);
    }
  });

  test('of few steps shows each for a while, the first at once', () => {
    const few = beats(4, 1);
    expect(few[0]).toBe(1);
    expect(Math.max(...few)).toBe(1);
    expect(few.indexOf(1, 1)).toBeGreaterThan(6);
  });

  test.each(['half', 'quarter'] as const)('at %s speed takes as many times as long', (id) => {
    const { speed } = paceOf(id);
    for (const T of [4, 12]) {
      const usual = sum(beats(T, 30)) - 1;
      expect((sum(beats(T, 30, 60, id)) - 1) / usual).toBeCloseTo(speed!, 1);
    }
  });

  test.each(['half', 'quarter'] as const)('at %s speed shows the parts of each step, however many', (id) => {
    for (const T of [1, 20, 500]) {
      const duration = stepTime(T, paceOf(id));
      expect(phaseAt(0.5, duration)).not.toBeNull();
    }
    expect(phaseAt(0.5, stepTime(500, paceOf('watch')))).toBeNull();
    expect(phaseAt(0.5, stepTime(1, paceOf('watch')))).toBeNull();
  });

  test('plays each step in its own order, each part for a third of it, and says how far it is', () => {
    const metronome = new Metronome();
    const pace = paceOf('quarter');
    const duration = stepTime(1, pace);
    const seen = [0, 0.1, 0.3, 0.4, 0.6, 0.7, 0.9, 1.1].map((part) => {
      const beat = metronome.beats(part * duration, 1, pace);
      return [beat, phaseAt(metronome.fraction, duration)];
    });
    expect(seen).toEqual([
      [1, 'move'],
      [0, 'move'],
      [0, 'move'],
      [0, 'predict'],
      [0, 'predict'],
      [0, 'compare'],
      [0, 'compare'],
      [1, 'move'],
    ]);
  });

  test('does not catch up on frames that a hidden page never had', () => {
    const metronome = new Metronome();
    metronome.beats(0, 100);
    expect(metronome.beats(60_000, 100)).toBeLessThan(50);
  });
});

test('every pace has a sentence for each clock, and is found by its id', () => {
  for (const pace of paces) {
    expect(paceOf(pace.id)).toBe(pace);
    for (const sentence of Object.values(pace.says)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  }
});
