import { describe, expect, test } from 'vitest';
import { setRows } from '#experiment/edit.ts';
import { samplesFromPoints } from '#experiment/own-rows/plane-points.ts';
import { answersOf, best } from '#view/data/answers.ts';
import { draftOf, emptyDraft } from '#view/data/draft.ts';
import { describeRows, imageSide, isTableFile, wayOf } from '#view/data/own-data.ts';
import { readTable } from '#view/data/read-table.ts';
import {
  describeRead,
  describeScaling,
  describeTable,
  EXAMPLE,
  scatterOf,
  shownColumns,
} from '#view/data/table-words.ts';
import { experiments, sceneOf } from './scenes.ts';

const named = (name: string) => experiments.find(([it]) => it === name)![1];
const dial = named('Agreement dial');
const digits = named('Digits');

const read = (text: string) => readTable({ text, file: '' }).read!;

describe('the words of a table', () => {
  test('say what is there and what becomes of it', () => {
    const { table, rows, reading } = read('a;b;c\n1;2,5;dog\n2;0,5;cat');
    expect(describeTable(table)).toBe('2 lines, 3 columns, parted by semicolons.');
    expect(describeRead(rows)).toBe('2 inputs; 2 classes: cat is −1, dog is +1.');
    expect(describeScaling(table, reading.roles)).toMatch(/similar size/);
  });

  test('say which columns speak for standardising', () => {
    const { table, reading } = read('age,income,y\n20,1000,0.5\n30,90000,0.7');
    expect(describeScaling(table, reading.roles)).toBe(
      '“income” runs from 1000 to 90000, but “age” runs from 20.0 to 30.0.',
    );
  });

  test('of nothing are none', () => expect(describeRead(read('a\nb').rows)).toBe(''));
});

test('the example is read without a word of complaint', () => {
  const { rows } = read(EXAMPLE);
  expect(rows.issues).toEqual([]);
  expect(rows.samples).toMatchObject({ count: 12, inputUnits: 2, answers: { classes: 2 } });
});

test('a preview shows the target even where it is the last of many columns', () => {
  const roles = [...new Array(20).fill('input'), 'target'] as const;
  expect(shownColumns(roles, 4)).toEqual([0, 1, 2, 20]);
  expect(shownColumns(['input', 'target'], 4)).toEqual([0, 1]);
});

test('a scatter lies within its square, and is there for two inputs only', () => {
  const places = scatterOf(read(EXAMPLE).rows.samples, 10)!;
  expect(places.length).toBeLessThanOrEqual(10);
  for (const { x, y } of places) expect(Math.min(x, y, 1 - x, 1 - y)).toBeGreaterThanOrEqual(0);
  expect(scatterOf(read('a,b\n1,2\n2,3').rows.samples, 10)).toBeNull();
});

describe('rows of one’s own', () => {
  const points = setRows(dial, samplesFromPoints([{ x: 1, y: 2, label: 0 }])).experiment;
  const table = setRows(dial, read('a,b,c,y\n1,2,3,0.5\n2,1,2,0.1').rows.samples!).experiment;

  test('are edited where they came from', () => {
    expect([dial, points, table].map(wayOf)).toEqual([null, 'points', 'table']);
    expect(describeRows(points)).toBe('1 row: 2 inputs, 2 classes');
    expect(describeRows(table)).toBe('2 rows: 3 inputs, 1 value');
  });

  test('are offered as text, until there is a draft that was not used', () => {
    expect(draftOf(dial, emptyDraft)).toBe(emptyDraft);
    expect(draftOf(table, emptyDraft).text).toBe('x1,x2,x3,y\n1,2,3,0.5\n2,1,2,0.1');
    const draft = { text: 'half a table', file: '' };
    expect(draftOf(table, draft)).toBe(draft);
    const used = { text: 'a,b,c,y\n…', file: 'mine.csv', made: table.data };
    expect(draftOf(table, used)).toBe(used);
    expect(draftOf(points, used).text).toBe('x1,x2,y\n1,2,-1');
  });
});

test('only a square of at least 8 × 8 inputs can be drawn on', () => {
  expect(imageSide(digits)).toBe(28);
  expect(imageSide(dial)).toBeNull();
});

test('a table is known by its name', () => {
  expect(['a.csv', 'B.TSV', 'c.txt'].every((name) => isTableFile({ name }))).toBe(true);
  expect(['a.json', 'csv', 'a.csv.png'].some((name) => isTableFile({ name }))).toBe(false);
});

test('the answer is the output’s largest prediction, and none where nothing is a number', () => {
  const { moment } = sceneOf(digits, 'random');
  const answers = answersOf(digits, moment)!;
  expect(answers).toHaveLength(10);
  expect(answers.every((it) => it.value <= best(answers)!.value)).toBe(true);
  expect(best(answersOf(digits, sceneOf(digits, 'broken').moment)!)).toBeNull();
  expect(answersOf(digits, null)).toBeNull();
  expect(answersOf(dial, sceneOf(dial, 'random').moment)).toBeNull();
});
