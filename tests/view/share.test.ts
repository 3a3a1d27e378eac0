import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NodeFrame, Recorded } from '#session/frame.ts';
import { optionsIn, readProfile } from '#view/profile.ts';
import { recordedCsv, tableCsv } from '#view/share/csv.ts';
import { embedAddress, embedCode } from '#view/share/embed.ts';
import { isExperimentFile } from '#view/share/files.ts';
import { arrange, looksOf } from '#view/share/looks.ts';

/** RFC 4180, read the long way round. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let rest = text;
  while (rest !== '') {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const plain = /^[^,\r\n]*/.exec(rest)!;
    cells.push(quoted ? quoted[1]!.replaceAll('""', '"') : plain[0]);
    rest = rest.slice((quoted ?? plain)[0].length);
    if (rest.startsWith(',')) rest = rest.slice(1);
    else {
      expect(rest.startsWith('\r\n')).toBe(true);
      rest = rest.slice(2);
      lines.push(cells);
      cells = [];
    }
  }
  return lines;
}

test('a table comes back from its CSV, whatever its cells', () => {
  const width = fc.integer({ min: 1, max: 4 });
  const table = width.chain((columns) => {
    const row = fc.array(fc.string(), { minLength: columns, maxLength: columns });
    return fc.record({ columns: row, rows: fc.array(row) });
  });
  fc.assert(
    fc.property(table, (it) => {
      expect(readCsv(tableCsv(it))).toEqual([it.columns, ...it.rows]);
    }),
  );
});

test('numbers in a CSV have the minus sign of programs; words keep theirs', () => {
  expect(readCsv(tableCsv({ columns: ['a'], rows: [['−0.5'], ['x − y'], ['−']] }))).toEqual([
    ['a'],
    ['-0.5'],
    ['x − y'],
    ['−'],
  ]);
});

test('recorded steps are told in full precision, a line a neuron', () => {
  const nodes = (shift: number): readonly NodeFrame[] => [
    { id: 'x0', values: [0.1 + shift], predictions: null, errors: null, drives: null },
    { id: 'x1', values: [1 / 3, -2], predictions: [shift, 0], errors: [1 / 3 - shift, -2], drives: null },
  ];
  const recorded: Recorded = {
    first: 3,
    last: 4,
    touched: [],
    at: (t) => ({ t, phase: null, nodes: nodes(t), energy: {}, total: 0 }),
  };
  const [head, ...lines] = readCsv(recordedCsv(recorded));
  expect(head).toEqual(['t', 'node', 'unit', 'x', 'mu', 'epsilon']);
  expect(lines.map(([t, node, unit]) => [t, node, unit].join(' '))).toEqual([
    '3 x0 0',
    '3 x1 0',
    '3 x1 1',
    '4 x0 0',
    '4 x1 0',
    '4 x1 1',
  ]);
  expect(lines[0]!.slice(4)).toEqual(['', '']);
  expect(lines[1]!.slice(3).map(Number)).toEqual([1 / 3, 3, 1 / 3 - 3]);
});

describe('what a frame is asked for', () => {
  const size = { width: 960, height: 600 };

  test('is what the page reads', () => {
    const link = 'https://host.example/page/#e2=abc-_';
    const address = embedAddress(link, { hide: ['header', 'data'], plays: false, presents: true, ...size });
    const { hidden, plays, presents, issues } = readProfile(optionsIn(new URL(address)));
    expect({ hidden: [...hidden], plays, presents, issues }).toEqual({
      hidden: ['header', 'data'],
      plays: false,
      presents: true,
      issues: [],
    });
    expect(new URL(address).hash).toBe('#e2=abc-_');
  });

  test('is nothing where everything is as usual', () => {
    const link = 'https://host.example/page/#e2=abc';
    expect(embedAddress(link, { hide: [], plays: true, presents: false, ...size })).toBe(link);
  });

  test('a title cannot leave its attribute', () => {
    const options = { hide: [], plays: true, presents: false, ...size };
    const code = embedCode('https://host.example/#e2=a', '"><script>alert(1)</script>', options);
    expect(code.match(/</g)).toHaveLength(2);
    expect(code).toContain('title="&quot;>&lt;script>');
  });
});

test('files are told by name or kind', () => {
  expect(isExperimentFile({ name: 'Dial.JSON', type: '' })).toBe(true);
  expect(isExperimentFile({ name: 'dial', type: 'application/json' })).toBe(true);
  expect(isExperimentFile({ name: 'rows.csv', type: 'text/csv' })).toBe(false);
});

test('the page looks elsewhere as it looked here', () => {
  const there = { networkView: 'posts', scope: 'sample', bench: null } as const;
  fc.assert(
    fc.property(
      fc.constantFrom('posts', 'graph', 'matrix'),
      fc.constantFrom('sample', 'batch'),
      fc.constantFrom(null, 'sweep', 'verify'),
      (networkView, scope, bench) => {
        const page = { ...there };
        arrange(page, looksOf({ networkView, scope, bench }));
        expect(page).toEqual({ networkView, scope, bench });
      },
    ),
  );
});
