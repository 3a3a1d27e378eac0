import { describe, expect, test } from 'vitest';
import { type RuleId, ruleIds } from '#core/rules/index.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { presets } from '#experiment/presets/index.ts';
import { Laboratory } from '#session/laboratory.ts';
import { materialOf } from '#session/material.ts';
import { settle } from '#session/settle.ts';
import { measures } from '#session/studies/agreement-course.ts';
import { type FreeInference, type RuleCourses, rulesCourse } from '#session/studies/rules-course.ts';
import { energyStory, partsOf, rowsOf, seriesOf, describe as tell } from '#view/laboratory/rules/rules.ts';
import { documentOf, plainChain } from '../oracles/chains.ts';
import { understood } from '../oracles/scenarios.ts';

const noFile = () => Promise.reject(new Error('no file is needed'));
const preset = (id: string) => understood(presets.find((it) => it.id === id)!.document);
const free = { inferenceRate: 0.1, settleSteps: 15, start: 'forward' } as const;
const ROWS = Uint32Array.from({ length: 16 }, (_, i) => i);

async function coursesOf(
  experiment: Experiment,
  shown: RuleCourses[] = [],
  shares: number[] = [],
  settings: FreeInference = free,
) {
  const material = await materialOf(experiment, noFile);
  const engine = new CpuEngine('float64');
  const parameters = await (await Laboratory.open(engine, experiment, material)).parameters();
  return rulesCourse(settings)({
    engine,
    experiment,
    material,
    parameters,
    rows: ROWS.subarray(0, material.rows.training),
    materialOf: () => Promise.reject(new Error('no other experiment is needed')),
    progress: async (share) => void shares.push(share),
    show: (it) => void shown.push(it),
  });
}

/** What independent settlings come to. */
async function settledUnder(experiment: Experiment, rule: RuleId, courses: RuleCourses) {
  const laboratory = await Laboratory.open(
    new CpuEngine('float64'),
    { ...experiment, inference: courses[rule]!.experiment.inference },
    await materialOf(experiment, noFile),
  );
  return settle(laboratory, ROWS, courses[rule]!.steps);
}

describe('every rule on one network', () => {
  test.each(['agreement-dial', 'deep'])('of %s comes to what a settling of its own comes to', async (id) => {
    const courses = await coursesOf(preset(id));
    const rows = rowsOf(courses, 'all');
    expect(rows.map((it) => it.id)).toEqual(ruleIds);
    for (const { id: rule, end } of rows) {
      const { comparison } = await settledUnder(preset(id), rule, courses);
      expect(end).toMatchObject(comparison.all!);
    }
  });

  test('backprop, in steps, is backprop; zero-divergence too; strict and incremental are one', async () => {
    const rows = rowsOf(await coursesOf(preset('deep')), 'all');
    const of = (id: RuleId) => rows.find((it) => it.id === id)!;
    for (const id of ['backprop', 'zero-divergence'] as const) {
      expect(of(id).end!.relativeError).toBeLessThan(1e-10);
      expect([of(id).steps, of(id).verdict]).toEqual([4, 'aligned']);
    }
    expect(of('incremental').end).toEqual(of('strict').end);
    expect(of('strict').steps).toBe(15);
  });

  test('a layer has its own figures', async () => {
    const experiment = preset('deep');
    const courses = await coursesOf(experiment);
    expect(partsOf(experiment).map((it) => it.value)).toEqual([
      'all',
      ...experiment.network.connections.map((it) => it.id),
    ]);
    for (const { id } of experiment.network.connections) {
      const [strict] = rowsOf(courses, id);
      const { comparison } = await settledUnder(experiment, 'strict', courses);
      expect(strict!.end?.angleDegrees ?? null).toBe(comparison.connections[id]?.angleDegrees ?? null);
    }
  });

  test('keeps its own rule whatever else the free settings hold', async () => {
    const courses = await coursesOf(preset('deep'), [], [], { ...preset('deep').inference, ...free });
    for (const id of ruleIds) expect(courses[id]!.experiment.inference.rule).toBe(id);
  });

  test('is shown rule by rule, with progress that never falls', async () => {
    const [shown, shares]: [RuleCourses[], number[]] = [[], []];
    await coursesOf(preset('agreement-dial'), shown, shares);
    expect(shown.map((it) => Object.keys(it).length)).toEqual([1, 2, 3, 4, 5]);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe('cost', () => {
  // A chain of L equal layers n × n: a prediction, a pullback and a gradient are n² each. One sweep of backprop takes L + (L − 1) + L.
  test('is what can be counted by hand', async () => {
    const square = [
      [1, 0],
      [0, 1],
    ];
    const chain = understood(documentOf(plainChain([square, square, square]), [[1, 2]], [[0, 1]]));
    const rows = rowsOf(await coursesOf(chain), 'all');
    const cost = (id: RuleId) => rows.find((it) => it.id === id)!.cost;
    const [layers, steps] = [3, free.settleSteps];
    const sweep = 3 * layers - 1;
    // Strict: forward, then T times 2 pullbacks and 2 predictions (the first layer's is constant), then a gradient each.
    expect(cost('strict')).toBeCloseTo((layers + 4 * steps + layers) / sweep, 12);
    // Frozen: no predictions.
    expect(cost('fixed-prediction')).toBeCloseTo((layers + 2 * steps + layers) / sweep, 12);
    expect(cost('backprop')).toBe(1);
    expect(cost('incremental')).toBeGreaterThan(cost('strict'));
  });
});

test.each([
  ['strict', [4, 2, 1], 'falls by 75 %'],
  ['strict', [4, 5], 'rises by 25 %'],
  ['fixed-prediction', [1, 3], 'rises 3.0-fold; no energy'],
  ['backprop', [1, 1], 'stays'],
  ['strict', [0, 0], 'stays'],
  ['strict', [1, Number.NaN], 'diverged'],
] as const)('under %s a total of %j %s', (rule, total, story) => {
  expect(energyStory(rule, total).replace(/\s/g, ' ')).toBe(story);
});

test('what diverged is called so', async () => {
  const experiment = preset('agreement-dial');
  const material = await materialOf(experiment, noFile);
  const engine = new CpuEngine('float64');
  const parameters = await (await Laboratory.open(engine, experiment, material)).parameters();
  const courses = await rulesCourse({ inferenceRate: 2, settleSteps: 2000, start: 'forward' })({
    engine,
    experiment,
    material,
    parameters,
    rows: ROWS,
    materialOf: () => Promise.reject(new Error('no other experiment is needed')),
    progress: async () => {},
    show: () => {},
  });
  const [strict] = rowsOf(courses, 'all');
  expect([strict!.verdict, strict!.energy]).toEqual(['diverged', 'diverged']);
});

describe('in words and tables', () => {
  test.each(measures)('%s of every rule is told, and no slip', async (measure) => {
    const rows = rowsOf(await coursesOf(preset('agreement-dial')), 'all');
    const { columns, rows: cells } = seriesOf(rows, measure);
    expect(columns).toHaveLength(6);
    expect(cells).toHaveLength(16);
    const all = [tell(rows, measure), ...cells.flat()].join(' ');
    expect(all).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(tell(rows, measure)).toContain('Zero-divergence');
  });

  test('nothing is said of nothing', () => {
    expect(tell([], 'signs')).toBe('Nothing has been computed yet.');
    expect(seriesOf([], 'signs').rows).toEqual([]);
  });
});
