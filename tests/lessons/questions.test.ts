import { describe, expect, test } from 'vitest';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { termOf } from '#lessons/glossary/index.ts';
import { type FieldQuestion, questions } from '#lessons/questions/index.ts';

const all: readonly FieldQuestion[] = questions;

test('there are the five questions of the field and a sixth, each once', () => {
  expect(all.length).toBe(6);
  for (const of of ['id', 'title', 'act'] as const) expect(new Set(all.map((it) => it[of])).size).toBe(6);
});

describe.each(all.map((it) => [it.id, it] as const))('the question %s', (_, question) => {
  test('is asked as a question, and says in one sentence how to find out', () => {
    expect(question.title).toMatch(/^[A-Z].*\?$/);
    expect(question.how).toMatch(/^[A-Z][^.]*\.$/);
    expect(question.how.length).toBeLessThanOrEqual(160);
  });

  test('is about a word of the glossary', () => {
    expect(termOf(question.term)).not.toBeNull();
  });

  test('lets a person expect one of two or three answers', () => {
    expect(question.options.length).toBeGreaterThanOrEqual(2);
    expect(question.options.length).toBeLessThanOrEqual(3);
    expect(new Set(question.options.map((it) => it.id)).size).toBe(question.options.length);
  });

  test('leads on, by edits that every experiment takes', () => {
    expect(question.ways.length).toBeGreaterThan(0);
    for (const way of question.ways)
      if ('panel' in way)
        for (const { document } of presets) {
          const experiment = parse(document).value!;
          const edited = way.edit?.(experiment);
          if (edited) expect(edited.experiment).not.toBe(experiment);
        }
  });
});
