import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setRows } from '#experiment/edit.ts';
import type { OwnSamples } from '#experiment/own-rows/own-samples.ts';
import { printRows } from '#experiment/own-rows/print-rows.ts';
import { readRows } from '#experiment/own-rows/read-rows.ts';
import { type ColumnRole, guessReading } from '#experiment/own-rows/reading.ts';
import { standardise } from '#experiment/own-rows/standardise.ts';
import { readCell, toTable } from '#experiment/own-rows/table.ts';
import { presets } from '#experiment/presets/index.ts';
import { sound } from './samples.ts';

const linesOf = (rows: readonly (readonly string[])[]) => rows.map((cells, i) => ({ number: i + 1, cells }));
/** A table of lines with spaces between the cells. */
const tableOf = (text: string, decimalComma = false) =>
  toTable({ lines: linesOf(text.split('\n').map((it) => it.trim().split(/ +/))), decimalComma });
const read = (text: string) => {
  const table = tableOf(text);
  return { table, reading: guessReading(table), ...readRows(table, guessReading(table)) };
};

const number = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((it) => it + 0);
const samples = fc
  .record({
    count: fc.integer({ min: 1, max: 12 }),
    inputUnits: fc.integer({ min: 1, max: 4 }),
    units: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ count, inputUnits, units }) => {
    const numbers = (length: number) =>
      fc.array(number, { minLength: length, maxLength: length }).map((it) => Float64Array.from(it));
    const classes = Math.max(2, units);
    const answers = fc.oneof(
      numbers(count * units).map((values) => ({ kind: 'numbers' as const, units, values })),
      fc
        .array(fc.nat(classes - 1), { minLength: count, maxLength: count })
        .map((it) => ({ kind: 'classes' as const, classes, labels: Uint8Array.from(it) })),
    );
    return fc
      .record({ inputs: numbers(count * inputUnits), answers })
      .map((it): OwnSamples => ({ count, inputUnits, ...it }));
  });

test('rows that are printed are read back to the same experiment', () => {
  const start = sound(presets[0]!.document);
  fc.assert(
    fc.property(samples, (drawn) => {
      const { experiment } = setRows(start, drawn);
      if (experiment.data.name !== 'rows') throw new Error('no rows');
      const { lines, reading } = printRows(experiment.data);
      const { samples: back, issues } = readRows(
        toTable({ lines: linesOf(lines), decimalComma: false }, true),
        reading,
      );
      expect(issues).toEqual([]);
      expect(setRows(experiment, back!).experiment.data).toEqual(experiment.data);
    }),
  );
});

describe('standardised columns', () => {
  test('have mean 0 and variance 1, or are 0 where they were constant', () => {
    const column = fc.array(
      fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.double({ min: -1e12, max: 1e12, noNaN: true })),
      {
        minLength: 1,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(column, (values) => {
        const scaled = [...standardise(Float64Array.from(values.flatMap((it) => [it, 7])), 2)];
        const first = scaled.filter((_, i) => i % 2 === 0);
        expect(scaled.filter((_, i) => i % 2 === 1).every((it) => it === 0)).toBe(true);
        const mean = first.reduce((a, b) => a + b, 0) / first.length;
        const variance = first.reduce((a, b) => a + b * b, 0) / first.length;
        // A spread far below the size of the numbers keeps only some of their digits.
        expect(Math.abs(mean)).toBeLessThan(1e-6);
        expect(variance === 0 || Math.abs(variance - 1) < 1e-6).toBe(true);
      }),
    );
  });

  test('keep the order and the ratios of the distances', () => {
    const [a, b, c] = standardise(Float64Array.of(10, 20, 40), 1);
    expect((c! - b!) / (b! - a!)).toBeCloseTo(2, 12);
  });
});

describe('a cell', () => {
  test('holds a number as people and programs write it', () => {
    expect(['1', '-2.5', '−3', '+.5', '1e3', ' 7 ', '2.'].map((it) => readCell(it, false))).toEqual([
      1, -2.5, -3, 0.5, 1000, 7, 2,
    ]);
    expect(
      ['', 'abc', '1,5', '0x10', 'Infinity', 'NaN', '1 2', '--1'].map((it) => readCell(it, false)),
    ).toEqual(new Array(8).fill(Number.NaN));
  });

  test('has a decimal comma where commas part no cells', () => {
    expect(['1,5', '-0,25', '1.5', ',5', '1,5e3'].map((it) => readCell(it, true))).toEqual([
      1.5, -0.25, 1.5, 0.5, 1500,
    ]);
  });
});

describe('a table is guessed', () => {
  test('to have a header where the first line holds no number', () => {
    expect(tableOf('a b\n1 2').hasHeader).toBe(true);
    expect(tableOf('0 1\n1 2').hasHeader).toBe(false);
    expect(tableOf('0.1 dog\n0.2 cat').hasHeader).toBe(false);
    expect(tableOf('a b\na b').hasHeader).toBe(false);
    expect(tableOf('width width\n1 2').columns.map((it) => it.name)).toEqual(['width', 'column 2']);
  });

  test('to tell words in the last column from the numbers before', () => {
    const { reading, samples, classNames } = read('width height kind\n1 2 dog\n2 1 cat\n0 1 dog');
    expect(reading).toEqual({ roles: ['input', 'input', 'target'], asClasses: true, standardise: false });
    expect(classNames).toEqual(['cat', 'dog']);
    expect([...samples!.inputs]).toEqual([1, 2, 2, 1, 0, 1]);
    expect(samples!.answers).toMatchObject({ classes: 2, labels: Uint8Array.of(1, 0, 1) });
  });

  test('to learn what is called so, wherever it stands', () => {
    for (const name of ['class', 'label', 'Target', 'y'])
      expect(read(`${name} a b\n1 0.2 3\n2 0.1 1`).reading.roles).toEqual(['target', 'input', 'input']);
    expect(read('x y kind\n1 2 dog\n3 1 cat').reading.roles).toEqual(['input', 'input', 'target']);
    expect(read('x1 y1 y2\n1 2.5 3\n4 5 6').reading.roles).toEqual(['input', 'target', 'target']);
  });

  test('to be images where a class comes before the pixels of a square', () => {
    const row = (label: number) =>
      [label, ...Array.from({ length: 64 }, (_, i) => (i * label) % 17)].join(' ');
    const { reading } = read([0, 1, 2, 0, 1, 2].map(row).join('\n'));
    expect(reading.roles.indexOf('target')).toBe(0);
    expect(reading.asClasses).toBe(true);
  });

  test('to be a regression unless a few whole numbers come back', () => {
    expect(read('x v\n1 0.5\n2 0.7').reading.asClasses).toBe(false);
    expect(read('x v\n1 5\n2 7').reading.asClasses).toBe(false);
    const { samples, classNames } = read('x v\n1 3\n2 10\n3 3\n4 10');
    expect(classNames).toEqual(['3', '10']);
    expect(samples!.answers).toMatchObject({ kind: 'classes', labels: Uint8Array.of(0, 1, 0, 1) });
  });

  test('to leave out what numbers the rows, and words', () => {
    expect(read('id name x y\n1 ann 0.2 1\n2 bob 0.4 3\n3 cid 0.1 2').reading.roles).toEqual([
      'ignored',
      'ignored',
      'input',
      'target',
    ]);
    expect(read('time x y\n1 3 1\n2 1 3\n3 2 2').reading.roles[0]).toBe('input');
  });

  test('to need standardising where ranges differ tenfold, or numbers are far from 0', () => {
    expect(read('a b y\n0 0 1\n0.3 2.9 2').reading.standardise).toBe(false);
    expect(read('a b y\n0 0 1\n0.2 2.9 2').reading.standardise).toBe(true);
    expect(read('a b y\n200 210 1\n201 209 2').reading.standardise).toBe(true);
  });
});

describe('what cannot be used', () => {
  test('is named by line and column, and the rest is used', () => {
    const { samples, leftOut, issues } = read('width height y\n1 2 3\n1 abc 3\n1 2\n2 1e99 1\n3 1 2\n7');
    expect(samples!.count).toBe(2);
    expect(leftOut).toBe(4);
    expect(issues.map((it) => it.message)).toEqual([
      'Line 3, column “height”: “abc” is not a number.',
      'Line 4 has 2 cells instead of 3.',
      'Line 5, column “height”: “1e99” is too large.',
      'Line 7 has 1 cell instead of 3.',
    ]);
  });

  test.each([
    ['a', 'There is only one column'],
    ['a b c\nd e f\ng h i', 'No column of numbers is an input'],
    ['x y\n1 same\n2 same', 'nothing to tell apart'],
    [`x y\n${Array.from({ length: 11 }, (_, i) => `1 w${i}`).join('\n')}`, 'up to 10 classes'],
  ])('is refused with the reason: %j', (text, reason) => {
    const table = tableOf(text);
    const last = table.columns.length - 1;
    const roles = table.columns.map(
      (it, i): ColumnRole => (i === last ? 'target' : it.kind === 'text' ? 'ignored' : 'input'),
    );
    const { samples, issues } = readRows(table, { roles, asClasses: true, standardise: false });
    expect(samples).toBeNull();
    expect(issues.at(0)!.message).toContain(reason);
  });

  test('are targets that nobody chose, and inputs that are words', () => {
    const table = tableOf('1 2\n3 4');
    const as = (roles: readonly ('input' | 'target' | 'ignored')[]) =>
      readRows(table, { roles, asClasses: false, standardise: false });
    expect(as(['input', 'input']).issues[0]!.message).toMatch(/No column is the target/);
    expect(as(['ignored', 'target']).issues[0]!.message).toMatch(/No column of numbers/);
    expect(as(['target', 'input']).samples!.count).toBe(2);
  });
});

test('any cells end in rows or in an issue, under any reading', () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('', '1', '2', '-0.5', 'a', 'b', '1e400', 'y'),
  );
  const role = fc.constantFrom('input', 'target', 'ignored');
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 12 }),
      fc.array(role, { maxLength: 5 }),
      fc.boolean(),
      (rows, roles, flag) => {
        const table = toTable({ lines: linesOf(rows), decimalComma: flag });
        for (const reading of [
          guessReading(table),
          { roles, asClasses: flag, standardise: !flag },
        ] as const) {
          const { samples, leftOut, issues } = readRows(table, reading);
          if (samples) {
            expect(samples.count + leftOut).toBe(table.lines.length);
            expect([...samples.inputs].every(Number.isFinite)).toBe(true);
            expect(leftOut === 0).toBe(issues.length === 0);
          } else expect(issues.length).toBeGreaterThan(0);
        }
      },
    ),
  );
});
