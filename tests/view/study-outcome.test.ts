import { describe, expect, test } from 'vitest';
import { outcome } from '#view/laboratory/parts/outcome.ts';

const course = { progress: 0.42, message: '', took: 2345 };

describe('how a study ended is a sentence', () => {
  test('nothing is said while it runs', () => {
    expect(outcome({ ...course, state: 'running', took: null })).toBe('');
  });

  test('a failure gives its reason, and ends in one full stop', () => {
    const failed = { ...course, state: 'failed' as const, message: 'the device was lost.' };
    expect(outcome(failed, 'No map')).toBe('No map: the device was lost.');
    expect(outcome({ ...failed, message: 'no' })).toMatch(/: no\.$/);
  });

  test('one that was stopped says how far it came', () => {
    expect(outcome({ ...course, state: 'stopped' })).toMatch(/42\s%/);
  });

  test.each([
    [200, 'less than a second'],
    [996, '1.0 s'],
    [2345, '2.3 s'],
    [9949, '9.9 s'],
    [45_400, '45 s'],
    [150_000, '3 min'],
  ])('%d ms take %s', (took, words) => {
    expect(outcome({ ...course, state: 'done', took })).toBe(`Took ${words}.`);
    expect(outcome({ ...course, state: 'done', took }, 'No file', 'Written in')).toBe(`Written in ${words}.`);
  });
});
