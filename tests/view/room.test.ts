import { expect, test } from 'vitest';
import { squeezed } from '#view/shells/room.ts';

test('curves give way in a low column, sooner while something is inspected, and never before the column was measured', () => {
  expect(squeezed(0, true)).toEqual(new Set());
  expect(squeezed(400, false)).toEqual(new Set(['history']));
  expect(squeezed(540, false)).toEqual(new Set());
  expect(squeezed(540, true)).toEqual(new Set(['history']));
  expect(squeezed(900, true)).toEqual(new Set());
});
