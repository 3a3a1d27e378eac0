import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Setting, settings } from '#experiment/schema.ts';
import { nextValue, positionOf, valueAt } from '#view/controls/scale.ts';

const all: [string, Setting][] = Object.entries(settings);

describe.each(all)('the slider of %s', (_, setting) => {
  const [low, high] = setting.track;

  test('spans its track from end to end', () => {
    expect(positionOf(setting, low)).toBe(0);
    expect(positionOf(setting, high)).toBe(1);
    expect(valueAt(setting, 0)).toBe(low);
    expect(valueAt(setting, 1)).toBe(high);
  });

  test('gives values the setting accepts, in the order of positions', () => {
    const position = fc.double({ min: -1, max: 2, noNaN: true });
    fc.assert(
      fc.property(position, position, (a, b) => {
        const value = valueAt(setting, a);
        expect(value).toBeGreaterThanOrEqual(setting.min);
        expect(value).toBeLessThanOrEqual(setting.max);
        if (setting.type === 'integer') expect(Number.isInteger(value)).toBe(true);
        if (a <= b) expect(value).toBeLessThanOrEqual(valueAt(setting, b));
      }),
    );
  });

  test('moves by arrow keys from end to end, finely too', () => {
    for (const fine of [false, true]) {
      let value: number = low;
      for (let presses = 0; presses < 2000 && value < high; presses++) {
        const next = nextValue(setting, value, 1, fine);
        expect(next).toBeGreaterThan(value);
        value = next;
      }
      expect(value).toBeGreaterThanOrEqual(high);
    }
  });
});
