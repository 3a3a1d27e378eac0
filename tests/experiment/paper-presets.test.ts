import { describe, expect, test } from 'vitest';
import { parse } from '#experiment/parse.ts';
import { presetIds } from '#experiment/presets/index.ts';
import { paperPresets } from '#experiment/presets/papers/index.ts';
import { decodeLink } from '#experiment/share-link.ts';
import { sound } from './samples.ts';

test('no two presets share an id, those of papers included', () => {
  const ids = [...presetIds, ...paperPresets.map((it) => it.id)];
  expect(new Set(ids).size).toBe(ids.length);
});

test('no two of them share a title, by which the menu knows what is open', () => {
  expect(new Set(paperPresets.map((it) => it.label)).size).toBe(paperPresets.length);
});

describe.each(paperPresets)('paper preset $id', ({ id, label, summary, document }) => {
  test('parses without issues', () => {
    expect(parse(document).issues).toEqual([]);
  });

  test('opens from a link that names it', async () => {
    expect(await decodeLink(`#preset=${id}`)).toEqual({ value: sound(document), issues: [] });
  });

  test('can be named in a link and introduces itself in one sentence', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(summary.replace('et al.', 'et al')).toMatch(/^[A-Z][^.]+(\.\d[^.]*)*\.$/);
    expect(document.title).toBe(label);
  });
});
