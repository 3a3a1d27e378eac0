import { describe, expect, test } from 'vitest';
import { parse } from '#experiment/parse.ts';
import { presetIds, presets } from '#experiment/presets/index.ts';

test('the page opens with the agreement dial', () => {
  expect(presetIds[0]).toBe('agreement-dial');
  expect(new Set(presetIds).size).toBe(presets.length);
});

describe.each(presets)('preset $id', ({ id, label, summary, document }) => {
  test('parses without issues', () => {
    expect(parse(document).issues).toEqual([]);
  });

  test('can be named in a link and introduces itself in one sentence', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(label).not.toBe('');
    expect(summary).toMatch(/^[A-Z][^.]+\.$/);
    expect(document.title).toBe(label);
  });
});
