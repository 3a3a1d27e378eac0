import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRows } from '#experiment/own-rows/read-rows.ts';
import { guessReading } from '#experiment/own-rows/reading.ts';
import { toTable } from '#experiment/own-rows/table.ts';
import { readCells, writeCells } from '#view/data/cells.ts';
import { decodeText } from '#view/data/decode-text.ts';

const cellsOf = (text: string) => readCells(text).cells?.lines.map((it) => it.cells);

/** From text to rows, as the dialog does it. */
function readAll(text: string) {
  const { cells, issue } = readCells(text);
  if (!cells) return { samples: null, issues: [issue!] };
  const table = toTable(cells);
  return readRows(table, guessReading(table));
}

test('cells that are written are read back, whatever is in them', () => {
  const cell = fc.string({ maxLength: 8 }).map((it) => it.trim() || 'x');
  const rows = fc
    .integer({ min: 2, max: 4 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    );
  fc.assert(
    fc.property(rows, (lines) => {
      const { cells } = readCells(writeCells(lines));
      // A tab or a semicolon that stands in every line as often may part it as well as a comma.
      if (cells?.delimiter === ',') expect(cells.lines.map((it) => it.cells)).toEqual(lines);
    }),
  );
});

describe('columns are parted', () => {
  test.each([
    ['commas', 'a,b\n1,2\n', ['1', '2']],
    ['semicolons, with decimal commas', 'a;b\n1,5;2,5', ['1,5', '2,5']],
    ['tabs', 'a\tb\n1\t2', ['1', '2']],
    ['spaces', '  0 0\n  1   2', ['1', '2']],
    ['the line ends of Windows', 'a,b\r\n1,2\r\n', ['1', '2']],
    ['quotation marks', 'a,b\n"1, or ""one""",2', ['1, or "one"', '2']],
  ])('by %s', (_, text, second) => {
    expect(cellsOf(text)?.[1]).toEqual(second);
    expect(cellsOf(text)).toHaveLength(2);
  });

  test('and lines are counted as an editor counts them', () => {
    expect(readCells('a,b\n\n"1\n1",2\n3,4').cells!.lines.map((it) => it.number)).toEqual([1, 3, 5]);
  });

  test('a quotation mark that stays open is named by its line', () => {
    expect(readCells('a,b\n1,2\n3,"4\n5,6').issue!.message).toMatch(/^Line 3: a quotation mark/);
  });
});

describe('text', () => {
  test('is read in UTF-8, UTF-16 and what Windows wrote', () => {
    expect(decodeText(new TextEncoder().encode('höhe,1'))).toBe('höhe,1');
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0xf6, 0, 0x2c, 0))).toBe('ö,');
    expect(decodeText(Uint8Array.of(0x68, 0xf6, 0x68, 0x65))).toBe('höhe');
  });

  test('of any kind ends in rows or in an issue', () => {
    const pieces = fc.array(
      fc.constantFrom('1', '2.5', 'a', ',', ';', '\t', '\n', '\r\n', '"', ' ', '-', 'y', '\0', '\uFFFD', 'é'),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          pieces.map((it) => it.join('')),
        ),
        (text) => {
          const { samples, issues } = readAll(text);
          expect(samples !== null || issues.length > 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    ['', 'There is no text yet.'],
    [' \n\n', 'There is no text yet.'],
    ['one line', 'There is only one column'],
    ['PNG\0\0\0\rIHDR', 'This is no text'],
    ['\uFFFD\uFFFDJFIF\uFFFD', 'This is no text'],
    ['1,'.repeat(5000), 'The table has 5,001 columns'],
    ['1,2\n'.repeat(1_300_000), 'The text has more than the 5,000,000 characters'],
  ])('that is no table says what is wrong: %#', (text, reason) => {
    const { samples, issues } = readAll(text);
    expect(samples).toBeNull();
    expect(issues[0]!.message).toContain(reason);
  });

  test('of 100 kB never hangs, whatever it holds', () => {
    const texts = [
      `width,height,kind\n${'0.123456,1.23456,dog\n0.2,7.5,cat\n'.repeat(2800)}`,
      '"'.repeat(100_000),
      ','.repeat(100_000),
      '\n'.repeat(100_000),
      'a,1;2\t3\n'.repeat(11_000),
    ];
    const took = (text: string): number => {
      const began = performance.now();
      readAll(text);
      return performance.now() - began;
    };
    // Far from what it takes, and as far from what a search that went back at every sign would take.
    for (const text of texts) expect(Math.min(took(text), took(text), took(text))).toBeLessThan(2000);
  });
});
