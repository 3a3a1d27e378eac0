import { describe, expect, test } from 'vitest';
import { DIAL, firstMinute } from '#lessons/first-minute.ts';
import type { Moment } from '#session/frame.ts';
import { isFirstVisit } from '#view/tour/first-visit.ts';
import { beginning, type Facts, factsOf, follow, momentAt, type Progress } from '#view/tour/progress.ts';
import { addReading, type Reading, readingOf } from '#view/tour/readings.ts';
import { experiments, sceneOf } from './scenes.ts';

const [, experiment] = experiments[0]!;
const screen = (): Moment => sceneOf(experiment, 'zero', 1).moment!;

const start: Facts = {
  isResting: false,
  shown: null,
  holds: false,
  answer: 'free',
  learns: false,
  epoch: 0,
  precision: 1,
};

/** Where somebody is after these facts came one after another, each a change of those before. */
function after(...changes: readonly Partial<Facts>[]): { at: string; progress: Progress; facts: Facts } {
  let facts = start;
  let progress = beginning(start);
  for (const change of changes) {
    facts = { ...facts, ...change };
    progress = follow(progress, facts);
  }
  const at = momentAt(firstMinute, progress);
  return { at: firstMinute.moments[at]?.id ?? 'end', progress, facts };
}

const rests = { isResting: true };
const pulls = [{ holds: true, isResting: false }, { holds: false }] as const;
const clamps = [
  { answer: 'clamped', isResting: false, shown: screen() },
  { isResting: true, shown: screen() },
] as const;
const learns = [{ learns: true }, { epoch: 15 }, { learns: false }] as const;

describe('the first minute', () => {
  test('goes on with every deed, in the order it is told', () => {
    expect(after().at).toBe('rest');
    expect(after(rests).at).toBe('pull');
    expect(after(rests, ...pulls).at).toBe('clamp');
    expect(after(rests, ...pulls, ...clamps).at).toBe('learn');
    expect(after(rests, ...pulls, ...clamps, ...learns).at).toBe('backprop');
  });

  test('waits for a deed to end: a hand still holding has not let go, and learning is not learned', () => {
    expect(after(rests, pulls[0]).at).toBe('pull');
    expect(after(rests, ...pulls, clamps[0]).at).toBe('clamp');
    expect(after(rests, ...pulls, ...clamps, learns[0], learns[1]).at).toBe('learn');
  });

  test('does not take the rest before a clamping for the rest after it', () => {
    const shown = screen();
    expect(after({ ...rests, shown }, { answer: 'clamped' }).at).toBe('pull');
    expect(after({ ...rests, shown }, { answer: 'clamped' }, { shown: screen() }).at).toBe('learn');
  });

  test('follows who is faster than it', () => {
    expect(after(...pulls).at).toBe('clamp');
    expect(after(...learns).at).toBe('backprop');
  });

  test('counts a turn of the dial only once the question is asked and answered', () => {
    const { progress, facts } = after(...learns, { ...rests, precision: DIAL.at(-1)! });
    expect(momentAt(firstMinute, progress)).toBe(4);
    expect(momentAt(firstMinute, follow({ ...progress, expects: 'no' }, facts))).toBe(5);
  });

  test('can be walked through by Next alone, and never goes back', () => {
    const { moments } = firstMinute;
    for (let passed = 0; passed <= moments.length + 1; passed++)
      expect(momentAt(firstMinute, { ...beginning(start), passed })).toBe(Math.min(passed, moments.length));
    const { progress } = after(...learns);
    expect(momentAt(firstMinute, { ...progress, passed: 1 })).toBe(4);
  });

  test('takes facts that add nothing for nothing', () => {
    const { progress, facts } = after(rests, ...pulls);
    expect(follow(progress, { ...facts })).toBe(progress);
  });
});

test('a settling rests at its end, untouched and not playing', () => {
  const scene = sceneOf(experiment, 'random');
  const still = { ...scene, hand: null, playing: false };
  expect(factsOf(still).isResting).toBe(true);
  expect(factsOf({ ...still, playing: true }).isResting).toBe(false);
  expect(factsOf({ ...still, hand: { node: 'x1', unit: 0 } }).isResting).toBe(false);
  expect(factsOf({ ...still, ...sceneOf(experiment, 'random', 0) }).isResting).toBe(false);
});

describe('the tour greets', () => {
  const bare = { hash: '', search: '', hasSeen: false, isRestored: false };
  test('who opens the bare page for the first time', () => {
    expect(isFirstVisit(bare)).toBe(true);
    expect(isFirstVisit({ ...bare, search: '?utm=mail' })).toBe(true);
  });

  test.each([
    { hash: '#x' },
    { search: '?hide=header' },
    { search: '?present=1' },
    { hasSeen: true },
    { isRestored: true },
  ])('nobody else: %j', (other) => {
    expect(isFirstVisit({ ...bare, ...other })).toBe(false);
  });
});

describe('readings', () => {
  const reading = (precision: number, angle: number): Reading => ({
    precision,
    angle,
    released: 0.5,
    comparison: { connections: {}, all: null },
  });

  test('are those of the frame: its angle, and its share of energy gone', () => {
    const scene = sceneOf(experiment, 'random');
    const { total, comparison } = scene.frame!;
    const last = total[total.length - 1]!;
    expect(readingOf(scene)).toMatchObject({
      angle: comparison.all!.angleDegrees,
      released: (total[0]! - last) / total[0]!,
    });
    expect(readingOf(sceneOf(experiment, 'random', 0))).toBeNull();
  });

  test('are one a precision, highest first, the latest counting', () => {
    const first = addReading(addReading([], reading(0.1, 12)), reading(1, 76));
    expect(first.map((it) => it.precision)).toEqual([1, 0.1]);
    expect(addReading(first, reading(1, 70)).map((it) => it.angle)).toEqual([70, 12]);
  });

  test('are not taken again from figures of the precision before', () => {
    const before = addReading([], reading(1, 76));
    expect(addReading(before, { ...before[0]!, precision: 0.1 })).toBe(before);
    expect(addReading(before, null)).toBe(before);
  });
});
