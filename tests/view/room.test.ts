import { expect, test } from 'vitest';
import { isShared } from '#view/shells/room.ts';

test('curves share a panel in a low column, sooner while something is inspected, and never before the column was measured', () => {
  expect(isShared(0, true)).toBe(false);
  expect(isShared(400, false)).toBe(true);
  expect(isShared(660, false)).toBe(false);
  expect(isShared(660, true)).toBe(true);
  expect(isShared(900, true)).toBe(false);
});
