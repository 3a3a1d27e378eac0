import { expect, test } from 'vitest';
import { thinned } from '#session/thinned.ts';

const itself = (it: number) => it;

test.each([2, 3, 50, 64])(
  'a record of at most %i that is added to for ever spans everything evenly',
  (most) => {
    let kept: readonly number[] = [];
    for (let k = 0; k < 5_000; k++) {
      kept = thinned([...kept, k], most, itself);
      expect(kept.length).toBeLessThanOrEqual(most);
      expect([kept[0], kept.at(-1)]).toEqual([0, k]);
    }
    const gaps = kept.slice(1).map((it, i) => it - kept[i]!);
    expect(Math.min(...gaps)).toBeGreaterThan(0);
    // A power of two apart, no more than twice as far as half of that many would lie anyway.
    expect(Math.max(...gaps)).toBeLessThanOrEqual((4 * 5_000) / most);
  },
);

test('a short record is left alone', () => {
  const items = [1, 2, 3];
  expect(thinned(items, 3, itself)).toBe(items);
});

test('a record that begins late and has gaps loses some, but neither end', () => {
  expect(thinned([7, 9, 11, 13, 15], 4, itself)).toEqual([7, 15]);
});
