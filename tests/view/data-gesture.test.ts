import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Gesture } from '#view/data/gesture.ts';

test('a gesture shows its first and its last value, pauses between, and is one step of undo', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 20 }), (waits) => {
      let time = 0;
      const shown: { value: number; goesOn: boolean; at: number }[] = [];
      const gesture = new Gesture<number>(
        (value, goesOn) => shown.push({ value, goesOn, at: time }),
        () => time,
      );
      for (const round of [0, 1]) {
        shown.length = 0;
        waits.forEach((wait, i) => {
          time += wait;
          gesture.move(100 * round + i);
        });
        gesture.end(100 * round + waits.length);
        expect(shown[0]).toMatchObject({ value: 100 * round, goesOn: false });
        expect(shown.at(-1)!.value).toBe(100 * round + waits.length);
        expect(shown.slice(1).every((it) => it.goesOn)).toBe(true);
        const moved = shown.slice(0, -1);
        expect(moved.every((it, i) => i === 0 || it.at - moved[i - 1]!.at >= 120)).toBe(true);
      }
    }),
  );
});

test('a click, which ends where it began, shows once', () => {
  const shown: string[] = [];
  const gesture = new Gesture<string>((value) => shown.push(value));
  gesture.move('point');
  gesture.end('point');
  expect(shown).toEqual(['point']);
});
