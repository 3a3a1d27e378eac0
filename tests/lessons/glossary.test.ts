import { describe, expect, test } from 'vitest';
import { rules } from '#core/rules/index.ts';
import { firstMinute } from '#lessons/first-minute.ts';
import { findTerms, glossary, groups, liveIds, termOf } from '#lessons/glossary/index.ts';

test('every word is there once', () => {
  for (const of of ['id', 'name'] as const)
    expect(new Set(glossary.map((it) => it[of])).size).toBe(glossary.length);
});

describe.each(glossary.map((it) => [it.id, it] as const))('the word %s', (_, term) => {
  test('is told in one or two sentences of at most 240 characters', () => {
    expect(term.sentence).toMatch(/^[A-Z].*\.$/);
    expect(term.sentence.length).toBeLessThanOrEqual(240);
  });

  test('leads on to other words that exist', () => {
    expect(term.see.length).toBeGreaterThan(0);
    for (const id of term.see) {
      expect(termOf(id), id).not.toBeNull();
      expect(id).not.toBe(term.id);
    }
  });
});

test('every rule has a word, with its source', () => {
  for (const { id, label, source } of rules) expect(termOf(id)).toMatchObject({ name: label, paper: source });
});

test('every word of a lesson exists', () => {
  for (const { term } of firstMinute.end.ways) if (term) expect(termOf(term)).not.toBeNull();
});

test('every number that can be filled in is asked for by a word', () => {
  const asked = new Set(glossary.map((it) => it.live));
  expect(liveIds.filter((it) => !asked.has(it))).toEqual([]);
});

test('no group is empty', () => {
  expect(new Set(glossary.map((it) => it.group))).toEqual(new Set(groups));
});

describe('looking for a word', () => {
  test('finds all with nothing typed, and none in nonsense', () => {
    expect(findTerms(' ')).toEqual(glossary);
    expect(findTerms('xyzzy')).toEqual([]);
  });

  test('finds every word first by its whole name', () => {
    for (const { name } of glossary)
      expect(findTerms(name.toUpperCase())[0]!.name.toLowerCase().startsWith(name.toLowerCase())).toBe(true);
  });

  test('finds words by symbol and by what is said of them', () => {
    expect(findTerms('ε')[0]!.id).toBe('error');
    expect(findTerms('cross-entropy').map((it) => it.id)).toContain('categorical');
  });
});
