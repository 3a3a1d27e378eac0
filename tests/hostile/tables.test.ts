import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setRows } from '#experiment/edit.ts';
import { limits } from '#experiment/limits.ts';
import { readRows } from '#experiment/own-rows/read-rows.ts';
import { type ColumnRole, guessReading, type Reading } from '#experiment/own-rows/reading.ts';
import { toTable } from '#experiment/own-rows/table.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { readCells } from '#view/data/cells.ts';
import { readTableFile } from '#view/data/decode-text.ts';
import { expectAnswer, expectPrototypesUntouched, expectWords, inTime, seed } from './laws.ts';

const start = parse(presets[0]!.document).value!;

interface Choice {
  readonly header?: boolean | undefined;
  readonly reading?: (columns: number) => Reading;
}

/** The whole way from a text to the experiment's rows, as the page goes it. */
function readTable(text: string, { header, reading }: Choice = {}) {
  const { cells, issue } = readCells(text);
  if (!cells) return { issues: [issue!], experiment: null };
  const table = toTable(cells, header);
  const { samples, issues } = readRows(table, reading?.(table.columns.length) ?? guessReading(table));
  if (!samples) return { issues, experiment: null };
  const edited = setRows(start, samples);
  return { issues: [...issues, ...edited.issues], experiment: edited.experiment };
}

const answers = async (text: string, choice?: Choice): Promise<void> => {
  const { issues, experiment } = await inTime(() => readTable(text, choice));
  if (!experiment && issues.length === 0) throw new Error('neither rows nor an issue');
  for (const it of issues) expectWords(it);
  if (experiment) expectAnswer({ value: experiment, issues: [] });
  expectPrototypesUntouched();
};

const TABLES = [
  'length,width,flower\n1.4,0.2,setosa\n4.7,1.4,versicolor\n1.3,0.2,setosa\n',
  '0 1 1\n1 0 1\n1 1 0\n0 0 0',
  'x;y\n1,5;2,25\n-0,5;1e3\n7;8',
  'id\tnote\tclass\n1\t"a ""b"""\t0\n2\t"c\nd"\t1\n3\te\t0\n4\tf\t1\n',
  '__proto__,constructor,y\n1,2,3\n4,5,6\n',
];
const SCRAPS = [
  ...[
    '"',
    '""',
    ',',
    ';',
    '\t',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\0',
    '\ufeff',
    '\ufffd',
    '\ud800',
    '−',
    '1e400',
    '-1e-400',
  ],
  ...[
    'NaN',
    'Infinity',
    '0x10',
    '1,5',
    '9'.repeat(400),
    ' '.repeat(400),
    ','.repeat(400),
    '__proto__',
    '🧠',
    '',
    '-',
    '1',
  ],
];
const splice = fc.tuple(fc.nat(500), fc.nat(8), fc.constantFrom(...SCRAPS), fc.integer({ min: 1, max: 3 }));
const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...TABLES), fc.array(splice, { maxLength: 6 }))
      .map(([table, splices]) => {
        const letters = [...table];
        for (const [at, removed, scrap, times] of splices)
          letters.splice(at % letters.length, removed, scrap.repeat(times));
        return letters.join('');
      }),
  },
  fc.array(fc.constantFrom(...SCRAPS, 'a', '1', '2.5'), { maxLength: 60 }).map((it) => it.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const reading = fc
  .tuple(
    fc.array(fc.constantFrom<ColumnRole>('input', 'target', 'ignored'), { minLength: 1 }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(
    ([roles, asClasses, standardise]) =>
      (columns: number): Reading => ({
        roles: Array.from({ length: columns }, (_, i) => roles[i % roles.length]!),
        asClasses,
        standardise,
      }),
  );
const choice = fc.record({ header: fc.constantFrom(undefined, true, false), reading });

test('2,500 tables that were tampered with, read as guessed or as somebody chose, give rows or issues in words', () =>
  fc.assert(fc.asyncProperty(text, fc.oneof(fc.constant({}), choice), answers), { seed, numRuns: 2500 }));

const row = (cells: number): string => `${new Array(cells).fill('1').join(',')}\n`;
describe('a table made to be slow is read at once', () => {
  test.each([
    ['a cell of digits that is no number', `a,b\n1,${'1'.repeat(1_000_000)}x\n`],
    ['spaces without end', `1 2${' '.repeat(1_000_000)}x\n`],
    ['a quotation mark, again and again', '"'.repeat(100_000)],
    ['words that are no numbers, line by line', '1,2\n'.repeat(10) + 'a,b\n'.repeat(15_000)],
  ])('%s', (_, table) => answers(table));
});

test('short lines among wide ones make no more cells than the text has characters', () => {
  const wide = row(4000).repeat(8);
  const short = Array.from({ length: 60 }, (_, width) => row(width + 2).repeat(7)).join('');
  const table = toTable(readCells(`${wide}${short}`.repeat(20)).cells!);
  expect(table.columns.length * table.lines.length).toBeLessThanOrEqual(limits.tableText);
  expect(table.columns.length).toBe(4000);
});

test('an even table loses no line to that', () => {
  const cells = readCells('1,2,3\n'.repeat(limits.rows)).cells!;
  expect(toTable(cells)).toMatchObject({ beyond: 0, lines: { length: limits.rows } });
});

test('of a file of gigabytes no more is read than shows that it is too long', async () => {
  let read = 0;
  const file = {
    slice: (from: number, to: number) => {
      read = to - from;
      return new Blob(['1'.repeat(read)]);
    },
  };
  const { issues } = readTable(await readTableFile(file as unknown as Blob));
  expect(issues[0]!.message).toMatch(/5,000,000 characters/);
  expect(read).toBeLessThan(25_000_000);
});

test('a file that is gone is an empty one', async () => {
  const file = { slice: () => ({ arrayBuffer: () => Promise.reject(new Error('NotFoundError')) }) };
  expect(await readTableFile(file as unknown as Blob)).toBe('');
});
