import { expect, test } from 'vitest';
import { enlargementOf, pointIn } from '#view/pointer.ts';

/** An element laid out so wide, and seen at a place and enlarged. */
const seen = (left: number, top: number, scale: number, offsetWidth: number) => ({
  offsetWidth,
  getBoundingClientRect: () => ({ left, top, width: offsetWidth * scale }) as DOMRect,
});

test('a pointer is where it is in what is laid out, however much that is enlarged', () => {
  for (const scale of [1, 1.5, 20 / 13])
    for (const [x, y] of [
      [0, 0],
      [30, 7],
      [120, 240],
    ] as const) {
      const [foundX, foundY] = pointIn(
        { clientX: 50 + x * scale, clientY: 80 + y * scale },
        seen(50, 80, scale, 400),
      );
      expect(foundX).toBeCloseTo(x, 10);
      expect(foundY).toBeCloseTo(y, 10);
    }
});

test('parts of a drawing are enlarged as what holds the drawing', () => {
  const part = {
    parentElement: seen(0, 0, 2, 300) as unknown as Element,
    getBoundingClientRect: () => ({ left: 0, top: 0, width: 77 }) as DOMRect,
  };
  expect(enlargementOf(part)).toBe(2);
  expect(enlargementOf({ getBoundingClientRect: part.getBoundingClientRect })).toBe(1);
});
