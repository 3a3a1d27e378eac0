import { beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentDocument } from '#experiment/document.ts';
import { setInference, setSeed, setTitle } from '#experiment/edit.ts';
import { settings as schema } from '#experiment/schema.ts';
import { termOf } from '#lessons/glossary/index.ts';
import type { Continuation } from '#session/studies/twins/continuation.ts';
import { settingsOf, type TwinSettings } from '#session/studies/twins/twin.ts';
import { TwinRuns } from '#session/studies/twins/twin-runs.svelte.ts';
import { number, percent } from '#view/format.ts';
import { answersOf, captionOf, sameness } from '#view/laboratory/twins/answers.ts';
import {
  accuracyPlot,
  alignmentPlot,
  distancePlot,
  type Heard,
  lossPlot,
  scaleOf,
} from '#view/laboratory/twins/plots.ts';
import { changeOf, figuresOf, since, tableOf, verdict } from '#view/laboratory/twins/seeds.ts';
import {
  areOf,
  costCompared,
  dashedSide,
  namesOf,
  usualSettings,
  withoutPrecision,
} from '#view/laboratory/twins/twins.ts';
import { Lender, lessonFor } from '../oracles/pairs.ts';
import { understood } from '../oracles/scenarios.ts';

/** What a person must never read. */
const SLIPS = /undefined|null|\[object|Infinity|NaN/;

const plane: ExperimentDocument = lessonFor({
  network: {
    nodes: [
      { id: 'x', units: 2, clamp: { learning: 'input', testing: 'input' } },
      { id: 'h', units: 6, activation: 'tanh' },
      { id: 'y', units: 1, clamp: { learning: 'target', testing: 'free' } },
    ],
    connections: [
      { id: 'A', from: 'x', to: 'h' },
      { id: 'B', from: 'h', to: 'y' },
    ],
  },
  data: { name: 'circle', samples: 40, split: 0.5 },
});
const line: ExperimentDocument = {
  ...plane,
  network: {
    nodes: [
      { id: 'x', units: 1, clamp: { learning: 'input', testing: 'input' } },
      ...plane.network.nodes.slice(1),
    ],
    connections: plane.network.connections,
  },
  data: { name: 'sine', samples: 20 },
};
const own = settingsOf(understood(plane));
const strict: TwinSettings = { ...own, rule: 'strict', precision: 0.5 };
const backprop: TwinSettings = { ...own, rule: 'backprop' };

async function heardOf(document: ExperimentDocument, epochs: number): Promise<Heard> {
  const runs = new TwinRuns(new Lender(document), async () => {});
  await runs.begin([strict, backprop], 10);
  for (let k = 0; k < epochs; k++) {
    runs.epoch();
    do await new Promise((resolve) => setTimeout(resolve));
    while (runs.state !== 'resting');
  }
  const { records, alignments, updates, shown } = runs;
  return { begun: runs.begun!, records, alignments, updates, shown };
}

const plotsOf = (heard: Heard) =>
  (['epochs', 'work', 'time'] as const).flatMap((across) =>
    [lossPlot(heard, across), accuracyPlot(heard, across), distancePlot(heard), alignmentPlot(heard)].filter(
      (it) => it !== null,
    ),
  );

describe.each([
  ['a plane', plane, 3],
  ['a plane, before learning', plane, 0],
  ['a line', line, 2],
  ['many outputs', lessonFor(), 2],
] as const)('of %s', (_, document, epochs) => {
  let heard: Heard;
  beforeAll(async () => {
    heard = await heardOf(document, epochs);
  });

  test('every plot is told, has a table as wide as its head, and a word', () => {
    for (const plot of plotsOf(heard)) {
      for (const text of [plot.caption, plot.title, plot.unit, ...plot.about, ...plot.table.rows.flat()]) {
        expect(text).not.toBe('');
        expect(text).not.toMatch(SLIPS);
      }
      for (const row of plot.table.rows) expect(row).toHaveLength(plot.table.columns.length);
      expect(termOf(plot.term)).not.toBeNull();
      for (const { points } of plot.lines)
        for (const point of points) expect(point.every(Number.isFinite)).toBe(true);
    }
  });

  test('losses are those of the records without the precision, at the epochs of the records', () => {
    const lines = lossPlot(heard, 'epochs').lines.filter((it) => it.kind === 'main');
    expect(lines).toHaveLength(2);
    for (const [side, { points }] of lines.entries())
      expect(points).toEqual(
        heard.records.map((it) => [it.at, it.runs[side as 0 | 1].trainingLoss / [0.5, 1][side]!]),
      );
    expect(heard.begun.settings[0].precision).toBe(0.5);
  });

  test('both answers have one caption', () => {
    const text = captionOf(heard.begun, heard.shown!);
    expect(text).not.toMatch(SLIPS);
    expect(costCompared(heard.begun)).not.toMatch(SLIPS);
  });
});

test('equal losses before learning are drawn at one height, whatever the precisions', async () => {
  const { lines } = lossPlot(await heardOf(plane, 0), 'epochs');
  expect(lines[0]!.points[0]![1]).toBeCloseTo(lines[1]!.points[0]![1], 6);
});

test('over multiply-adds and seconds an epoch is as long as it costs', async () => {
  const heard = await heardOf(plane, 2);
  const { cost, timing } = heard.begun;
  const ratio = (across: 'work' | 'time') => {
    const { factors } = scaleOf(heard, across);
    return factors[0] / factors[1];
  };
  expect(ratio('work')).toBeCloseTo(cost[0] / cost[1], 12);
  expect(ratio('time')).toBeCloseTo(timing[0].milliseconds / timing[1].milliseconds, 12);
  // 20 training rows, and 2·6 + 6 weights: forward, pulled back through the upper layer, and the gradients.
  const { unit, factors } = scaleOf(heard, 'work');
  expect(unit).toBe('multiply-adds');
  expect(factors[1]).toBe(20 * (18 + 6 + 18));
  // A last batch may be smaller; an epoch is all its updates.
  expect(scaleOf(heard, 'time').factors[1]).toBeCloseTo((5 * timing[1].milliseconds) / 1000, 12);
});

test('the dashed one is backprop where just one is, else the right one', () => {
  expect(dashedSide([strict, backprop])).toBe(1);
  expect(dashedSide([backprop, strict])).toBe(0);
  expect(dashedSide([backprop, backprop])).toBe(1);
  expect(dashedSide([strict, strict])).toBe(1);
});

test('runs of one rule are named by what tells them apart', () => {
  expect(namesOf([strict, backprop])).toEqual(['Strict', 'Backprop']);
  const [left, right] = namesOf([strict, { ...strict, inferenceRate: 0.3 }]);
  expect([left, right]).toEqual(['left: η = 0.1', 'right: η = 0.3']);
  expect(namesOf([backprop, { ...backprop, inferenceRate: 0.7 }])).toEqual([
    'left: Backprop',
    'right: Backprop',
  ]);
});

test('beside the page’s rule learns backprop, beside backprop a strict run', () => {
  const experiment = understood(plane);
  expect(usualSettings(experiment).map((it) => it.rule)).toEqual(['strict', 'backprop']);
  const [left, right] = usualSettings(understood({ ...plane, inference: { rule: 'backprop' } }));
  expect([left.rule, right.rule]).toEqual(['strict', 'backprop']);
  expect(left.settleSteps).toBe(schema.settleSteps.default);
});

test('runs belong to the page until what they share or what they are asked for changes', () => {
  const experiment = understood(plane);
  const settings = [strict, backprop] as const;
  const begun = { experiment, settings };
  expect(areOf(begun, experiment, settings)).toBe(true);
  expect(areOf(begun, setTitle(experiment, 'Other').experiment, settings)).toBe(true);
  // What backprop has no use for is no difference.
  expect(areOf(begun, experiment, [strict, { ...backprop, inferenceRate: 0.9 }])).toBe(true);
  expect(areOf(begun, experiment, [{ ...strict, inferenceRate: 0.9 }, backprop])).toBe(false);
  expect(areOf(begun, setSeed(experiment, 77).experiment, settings)).toBe(false);
  // The page's own η is no business of runs that have theirs.
  expect(areOf(begun, setInference(experiment, { inferenceRate: 0.7 }).experiment, settings)).toBe(true);
});

test('a loss without its precision is that of precision 1', () => {
  expect(withoutPrecision(0.3, { precision: 0.1 })).toBeCloseTo(3, 12);
});

test('sameness is the share of equal signs or winners, or a typical distance', () => {
  const surface = (values: number[]) => ({ kind: 'surface', size: 2, extent: [-1, 1], values }) as const;
  const both = answersOf({ landscapes: [surface([1, -1, 2, -3]), surface([2, 1, 3, -1])] })!;
  expect(sameness(both)).toBe(0.75);
  const curve = (ys: number[]) => ({ kind: 'curve', xs: [0, 1], ys }) as const;
  expect(sameness(answersOf({ landscapes: [curve([0, 0]), curve([3, 4])] })!)).toBeCloseTo(
    Math.sqrt(12.5),
    12,
  );
  expect(answersOf({ landscapes: [curve([0, 0]), null] })).toBeNull();
  expect(answersOf({ landscapes: [curve([0, 0]), surface([1, 1, 1, 1])] })).toBeNull();
});

describe('the verdict over seeds', () => {
  const record = (loss: number) => ({
    epoch: 2,
    trainingLoss: loss,
    testLoss: null,
    trainingAccuracy: 1 - loss,
    testAccuracy: null,
    confusion: null,
  });
  const resultOf = (pairs: readonly (readonly [number, number])[]): Continuation => ({
    experiment: understood(plane),
    plan: { seeds: pairs.length, before: 1, after: 1, other: strict },
    precision: 1,
    cost: [10, 40],
    seeds: pairs.map(([one, other], seed) => ({
      seed,
      pretrained: record(0.9),
      runs: [record(one), record(other)],
      separation: { between: 1, moved: [1, 1], angle: 60 },
    })),
  });

  test('does not tell mixed signs apart from chance', () => {
    const text = verdict(
      resultOf([
        [0.1, 0.2],
        [0.2, 0.1],
        [0.3, 0.4],
        [0.4, 0.3],
      ]),
      'trainingLoss',
    );
    expect(text).toMatch(/higher than with backprop for 2 of 4 seeds/);
    expect(text).toMatch(/not told apart from chance \(sign test: p = 1\.0\), and the difference is within/);
  });

  test('says so where all seeds agree and the difference exceeds their spread', () => {
    const pairs = Array.from({ length: 8 }, (_, k) => [0.2 + 0.001 * k, 0.1] as const);
    const text = verdict(resultOf(pairs), 'trainingLoss');
    expect(text).toMatch(/lower than with backprop for 8 of 8 seeds/);
    expect(text).toMatch(
      /Chance alone rarely does this \(sign test: p = 0\.0078\), and the difference is larger than/,
    );
  });

  test('says so where all seeds agree but the seed alone changes more', () => {
    const pairs = Array.from({ length: 8 }, (_, k) => [0.1 * k + 0.1, 0.1 * k + 0.09] as const);
    expect(verdict(resultOf(pairs), 'trainingLoss')).toMatch(
      /rarely does this .*, but the difference is within/,
    );
  });

  test('knows equality, and that one seed says nothing', () => {
    expect(
      verdict(
        resultOf([
          [0.1, 0.1],
          [0.2, 0.2],
        ]),
        'trainingLoss',
      ),
    ).toMatch(/the same for 2 seeds/);
    expect(verdict(resultOf([[0.1, 0.2]]), 'trainingLoss')).toMatch(/One seed says nothing of chance/);
  });

  test('tables and changes are told without slips', () => {
    const result = resultOf([
      [0.1, 0.2],
      [0.3, 0.2],
    ]);
    expect(figuresOf(result).map((it) => it.id)).toEqual(['trainingLoss', 'trainingAccuracy']);
    const { columns, rows } = tableOf(result);
    for (const row of rows) {
      expect(row).toHaveLength(columns.length);
      expect(row.join()).not.toMatch(SLIPS);
    }
    expect(since(result, 'trainingLoss')).toBe(
      'Since pretraining: −0.700 with backprop, −0.700 with Strict (medians).',
    );
    expect(changeOf('trainingAccuracy')(0.125)).toBe('+12.5\u00a0points');
    expect(rows[0]).toContain(number(0.1));
    expect(rows[0]).toContain(percent(0.9));
  });

  test('a seed that diverged has dashes and is left out', () => {
    const result = resultOf([
      [0.1, 0.2],
      [0.3, 0.2],
    ]);
    const fallen = {
      ...result,
      seeds: [{ ...result.seeds[0]!, runs: null, separation: null }, result.seeds[1]!],
    };
    expect(
      tableOf(fallen)
        .rows[0]!.slice(1)
        .every((it) => it === '–'),
    ).toBe(true);
    expect(verdict(fallen, 'trainingLoss')).toMatch(/for 1 of 1 seed/);
  });
});
