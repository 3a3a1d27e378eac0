import { describe, expect, test } from 'vitest';
import { datasetIds } from '#core/datasets/index.ts';
import { optimizerIds } from '#core/optimizers/index.ts';
import { ruleIds } from '#core/rules/index.ts';
import { presets } from '#experiment/presets/index.ts';
import {
  addressOf,
  bibliography,
  bibtex,
  cite,
  type Reference,
  referenceKeys,
  references,
  referencesOf,
  referencesOfData,
  referencesOfOptimizer,
  referencesOfRule,
} from '#experiment/references/index.ts';
import { sound } from './samples.ts';

describe.each(referenceKeys)('reference %s', (key) => {
  const reference: Reference = references[key];

  test('is named after its first author or its name, and its year', () => {
    const family = reference.authors[0]!.split(',')[0]!.toLowerCase();
    if (reference.kind !== 'misc') expect(key).toBe(`${family}${reference.year}`);
    expect(reference.year).toBeGreaterThan(1950);
    for (const author of reference.authors) expect(author).toMatch(/^\S.*, \S/);
  });

  test('can be looked up, or has pages to be found at', () => {
    expect(addressOf(reference) ?? reference.pages).toBeTruthy();
    if (reference.doi) expect(reference.doi).toMatch(/^10\.\d{4,}\/\S+$/);
    if (reference.arxiv) expect(reference.arxiv).toMatch(/^\d{4}\.\d{4,5}(v\d+)?$/);
  });

  test('is a BibTeX entry of plain characters with balanced braces', () => {
    const text = bibtex(key, reference);
    expect(text.startsWith(`@${reference.kind}{${key},`)).toBe(true);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text.split('{').length).toBe(text.split('}').length);
    for (const field of ['author', 'title', 'year']) expect(text).toContain(`  ${field} = {`);
  });
});

test('authors are cited by family name: one, two, or the first of several', () => {
  const named = (...authors: string[]) => cite({ kind: 'misc', authors, title: '', year: 2000, venue: '' });
  expect(named('A, X')).toBe('A (2000)');
  expect(named('A, X', 'B, Y')).toBe('A and B (2000)');
  expect(named('A, X', 'B, Y', 'C, Z')).toBe('A et al. (2000)');
});

test('every rule, momentum, Adam and the digits have somebody to credit', () => {
  for (const id of ruleIds) expect(referencesOfRule(id)).not.toEqual([]);
  expect(optimizerIds.filter((it) => referencesOfOptimizer(it).length === 0)).toEqual(['sgd']);
  expect(datasetIds.filter((it) => referencesOfData(it).length > 0)).toEqual(['digits']);
});

test('an experiment credits its rule and backprop beside it, each once, oldest first, and those asked for', () => {
  for (const { document } of presets) {
    const experiment = sound(document);
    const keys = referencesOf(experiment, ['song2024', 'rumelhart1986']);
    expect(keys).toEqual([...new Set(keys)]);
    expect(keys).toEqual(expect.arrayContaining([...referencesOfRule(experiment.inference.rule)]));
    expect(keys).toEqual(expect.arrayContaining(['rumelhart1986', 'song2024']));
    const years = keys.map((it) => references[it].year);
    expect(years).toEqual(years.toSorted((a, b) => a - b));
    expect(bibliography(keys).match(/^@/gm)).toHaveLength(keys.length);
  }
});
