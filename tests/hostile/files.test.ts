import fc from 'fast-check';
import { test } from 'vitest';
import { decodeFile } from '#experiment/file.ts';
import { expectAnswer, expectPrototypesUntouched, inTime, seed } from './laws.ts';
import { mutated, sound } from './mutations.ts';
import { nastyJson } from './values.ts';

const SCRAPS = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '1e999',
  '-',
  'null',
  '\\u0000',
  '\\ud800',
  '\0',
  '__proto__',
  '\ufeff',
  '1',
  '',
];
const splices = fc.array(fc.tuple(fc.nat(100_000), fc.nat(20), fc.constantFrom(...SCRAPS)), { maxLength: 4 });
type Splices = readonly (readonly [number, number, string])[];

/** A text in which some parts were replaced, up to `end`. */
function tampered(text: string, changes: Splices, end: number | null): string {
  let changed = text;
  for (const [at, removed, scrap] of changes) {
    const from = at % (changed.length + 1);
    changed = changed.slice(0, from) + scrap + changed.slice(from + removed);
  }
  return end === null ? changed : changed.slice(0, end % (changed.length + 1));
}

test('1,500 files whose text or content was tampered with give an experiment or issues in words', () => {
  const end = fc.option(fc.nat(100_000), { freq: 4 });
  const file = fc
    .tuple(fc.oneof(fc.constantFrom(...sound), mutated(nastyJson)), splices, end)
    .map(([document, changes, at]) => tampered(JSON.stringify(document), changes, at));
  return fc.assert(
    fc.asyncProperty(file, async (text) => {
      expectAnswer(await inTime(() => decodeFile(new Blob([text]))));
      expectPrototypesUntouched();
    }),
    { seed, numRuns: 1500 },
  );
});
