import fc from 'fast-check';
import { expect, test } from 'vitest';
import { change, count, degrees, duration, number, percent, plain, readNumber } from '#view/format.ts';

test.each([
  [0, '0'],
  [0.31, '0.310'],
  [-0.31, '−0.310'],
  [12.345, '12.3'],
  [1234.5, '1235'],
  [0.0012345, '0.00123'],
  [0.00012345, '1.23×10⁻⁴'],
  [9.996, '10.0'],
  [123456, '1.23×10⁵'],
  [-1.5e-300, '−1.50×10⁻³⁰⁰'],
  [Number.NaN, 'not a number'],
  [-Infinity, '−∞'],
])('number(%d) is %s', (value, text) => {
  expect(number(value)).toBe(text);
});

test.each([
  [0.1, '0.1'],
  [0.1 + 0.2, '0.3'],
  [-20, '−20'],
  [1e-9, '1×10⁻⁹'],
  [2_000_000, '2×10⁶'],
])('plain(%d) is %s', (value, text) => {
  expect(plain(value)).toBe(text);
});

test('shares, angles, counts, changes and times', () => {
  expect(percent(0.384)).toBe('38\u00a0%');
  expect(percent(0.016)).toBe('1.6\u00a0%');
  expect(percent(1e-5)).toBe('<\u00a00.1\u00a0%');
  expect(percent(1)).toBe('100\u00a0%');
  expect(degrees(66.4)).toBe('66°');
  expect(degrees(1.62)).toBe('1.6°');
  expect(degrees(1e-4)).toBe('<\u00a00.01°');
  expect(count(50176)).toBe('50,176');
  expect(change(0.5)).toBe('+0.500');
  expect(change(-0.5)).toBe('−0.500');
  expect(duration(0.3)).toBe('less than a second');
  expect(duration(75)).toBe('75 s');
  expect(duration(600)).toBe('10 min');
});

test('what is written as a setting is read back to its six digits', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
      const read = readNumber(plain(value));
      // plain keeps three digits of what it writes with a power of ten, six of the rest.
      expect(Math.abs(read! - value)).toBeLessThanOrEqual(0.005 * Math.abs(value));
    }),
  );
});

test.each(['', 'abc', '1e', '0x10', '1,2,3', 'NaN', 'Infinity', '1 2', '--1', '1e999'])(
  '“%s” is read as no number',
  (text) => {
    expect(readNumber(text)).toBeNull();
  },
);

test.each([
  ['0,5', 0.5],
  [' 3 ', 3],
  ['−2', -2],
  ['.5', 0.5],
  ['1e-3', 0.001],
  ['1×10⁻⁴', 1e-4],
])('“%s” is read as a number', (text, value) => {
  expect(readNumber(text)).toBe(value);
});
