import { describe, expect, test } from 'vitest';
import type { RuleId } from '#core/rules/index.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { setInference, setRule } from '#experiment/edit/settings.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { presets } from '#experiment/presets/index.ts';
import type { Part } from '#session/basis.ts';
import { Laboratory } from '#session/laboratory.ts';
import { materialOf } from '#session/material.ts';
import { type Measure, measures } from '#session/studies/agreement-course.ts';
import { type CourseWithTheory, courseWithTheory } from '#session/studies/course-with-theory.ts';
import { type Scene, usual } from '#view/charts/chart.ts';
import { describe as caption, plotOf, table } from '#view/charts/course/course.ts';
import { lastOf, pathOf } from '#view/charts/course/lines.ts';
import { axisOf, leastOf } from '#view/charts/course/measures.ts';
import { linearAxis } from '#view/charts/parts/axis.ts';
import { number, percent } from '#view/format.ts';
import { documentOf, plainChain } from '../oracles/chains.ts';
import { understood } from '../oracles/scenarios.ts';
import { sceneOf } from './scenes.ts';

const noFile = () => Promise.reject(new Error('no file is needed'));
const preset = (id: string) => understood(presets.find((it) => it.id === id)!.document);
const linear = understood(documentOf(plainChain([[[1]], [[1]], [[1]]]), [[1]], [[0]]));

async function sceneUnder(experiment: Experiment, t?: number): Promise<Scene> {
  const material = await materialOf(experiment, noFile);
  const engine = new CpuEngine('float64');
  const parameters = await (await Laboratory.open(engine, experiment, material)).parameters();
  const known: CourseWithTheory = await courseWithTheory()({
    engine,
    experiment,
    material,
    parameters,
    rows: Uint32Array.from({ length: Math.min(20, material.rows.training) }, (_, i) => i),
    materialOf: () => Promise.reject(new Error('no other experiment is needed')),
    progress: async () => {},
    show: () => {},
  });
  const scene = sceneOf(experiment, 'random', t ?? experiment.inference.settleSteps);
  return { ...scene, course: { ...scene.course, known } };
}

const underRule = (id: string, rule: RuleId, t?: number) =>
  sceneUnder(setRule(preset(id), rule).experiment, t);
const tell = (scene: Scene, measure: Measure) => caption(scene, { ...usual, measure });

describe('dashes of theory lie on what was measured', () => {
  test.each(['normRatio', 'relativeError'] as const)(
    'fixed prediction: the binomial law, %s',
    async (measure) => {
      const { lines } = plotOf(await underRule('deep', 'fixed-prediction'), measure)!;
      const drawn = lines.filter((it) => it.law);
      expect(drawn).toHaveLength(5);
      for (const { values, law, arrival } of drawn)
        for (let t = arrival! + 3; t < values.length; t++) expect(law![t]).toBeCloseTo(values[t]!, 6);
    },
  );

  test.each(['angleDegrees', 'normRatio', 'relativeError'] as const)(
    'a linear network under strict rules: the equilibrium, %s',
    async (measure) => {
      const rested = setInference(linear, { inferenceRate: 0.4, settleSteps: 400 }).experiment;
      const { lines } = plotOf(await sceneUnder(rested), measure)!;
      for (const { values, level } of lines) expect(level).toBeCloseTo(values[400]!, 4);
    },
  );

  test('no line has a law whose gradients come over roads of unlike length', async () => {
    const { lines } = plotOf(await underRule('skip-graph', 'fixed-prediction'), 'normRatio')!;
    expect(lines.some((it) => it.law)).toBe(true);
    expect(lines.some((it) => it.id !== 'all' && !it.law)).toBe(true);
  });

  test('every gradient is backprop’s from the marked step on, and some arrive at that step only', async () => {
    const { lines, exact } = plotOf(await underRule('deep', 'zero-divergence'), 'relativeError')!;
    expect(exact).toBe(4);
    for (const { values } of lines) expect(values[exact!]).toBeLessThan(1e-9);
    expect(lines.filter((it) => Number.isNaN(it.values[exact! - 1]!))).toHaveLength(1);
  });

  test.each(['strict', 'fixed-prediction', 'zero-divergence'] as const)(
    'under %s nothing is measured before the triangle of its layer, and something at it',
    async (rule) => {
      const { lines } = plotOf(await underRule('deep', rule), 'normRatio')!;
      for (const { values, arrival } of lines.filter((it) => it.id !== 'all')) {
        if (arrival! > 0) expect(values[arrival! - 1]).toBeNaN();
        expect(values[arrival!]).toBeGreaterThan(0);
      }
    },
  );
});

describe('the caption', () => {
  test('tells the figure of all weights at the step shown', async () => {
    const scene = await underRule('agreement-dial', 'strict', 7);
    const { all } = scene.course.known!;
    expect(tell(scene, 'angleDegrees')).toContain(
      `At t = 7, all weights together point ${Math.round(all.angleDegrees[7]!)}°`,
    );
    expect(tell(scene, 'signs')).toContain(percent(all.signs[7]!));
  });

  test('names theory where it speaks, and why where it does not', async () => {
    expect(tell(await underRule('deep', 'fixed-prediction'), 'normRatio')).toContain(
      'Dashed: the binomial law.',
    );
    expect(tell(await underRule('deep', 'zero-divergence'), 'normRatio')).toContain(
      'By theory exact from t = 4.',
    );
    expect(tell(await sceneUnder(linear), 'angleDegrees')).toContain('Dashed: the equilibrium');
    const pinned = { ...setRule(preset('deep'), 'fixed-prediction').experiment, pins: { x2: { 0: 1 } } };
    expect(tell(await sceneUnder(pinned), 'normRatio')).toContain('No binomial law here: a pinned neuron');
  });

  test('says that a step above the limit cannot rest, and that outdated figures are', async () => {
    const scene = await underRule('agreement-dial', 'strict');
    const { inferenceRate } = scene.experiment.inference;
    const { limit } = scene.course.known!;
    expect(limit).toBeGreaterThan(inferenceRate);
    // The limit of what is on screen by now is none of its.
    expect(tell({ ...scene, stabilityLimit: inferenceRate / 2 }, 'normRatio')).not.toContain('limit');
    const steep = setInference(scene.experiment, { inferenceRate: 1.01 * limit!, settleSteps: 8 }).experiment;
    const words = tell({ ...(await sceneUnder(steep)), stabilityLimit: 100 }, 'normRatio');
    expect(words).toContain(`η is above its limit ${number(limit!)}`);
    const since = (...changes: readonly Part[]) => ({ ...scene, course: { ...scene.course, changes } });
    expect(tell(since('weights'), 'normRatio')).toMatch(/^Of the weights before\. /);
    expect(tell(since('settings', 'rows'), 'normRatio')).toMatch(/^Of the settings and rows before\. /);
    expect(tell(scene, 'normRatio')).not.toContain('before.');
  });

  test('says that it does not go on from the state kept', async () => {
    const under = (start: 'forward' | 'keep') =>
      sceneUnder(setInference(preset('agreement-dial'), { start }).experiment);
    expect(tell(await under('keep'), 'normRatio')).toContain('not from the state kept');
    expect(tell(await under('forward'), 'normRatio')).not.toContain('kept');
  });

  test('says what is awaited before there is anything', () => {
    const scene = {
      ...sceneOf(linear, 'random'),
      course: { ...sceneOf(linear, 'random').course, known: null },
    };
    expect(caption(scene)).toBe('Nothing has been measured yet.');
    expect(caption({ ...scene, course: { ...scene.course, waits: true } })).toContain('when you ask for it');
  });
});

test.each(measures)('the table has every step of %s, theory beside it', async (measure) => {
  const scene = await underRule('deep', 'fixed-prediction');
  const { columns, rows } = table(scene, { ...usual, measure });
  expect(rows).toHaveLength(scene.course.known!.steps + 1);
  const hasLaw = measure === 'normRatio' || measure === 'relativeError';
  expect(columns.filter((it) => it.endsWith('by theory'))).toHaveLength(hasLaw ? 5 : 0);
});

test.each(measures)('the axis of %s holds what there is, and 0 alone', (measure) => {
  for (const values of [[0], [Number.NaN], [0.2, 1, 1.7], [1e-9, 0.3]]) {
    const axis = axisOf(measure, values, [100, 10]);
    for (const value of [...values.filter((it) => it > 1e-7), ...axis.marks]) {
      if (measure === 'signs' && value > 1) continue;
      expect(axis(value)).toBeGreaterThanOrEqual(10 - 1e-9);
      expect(axis(value)).toBeLessThanOrEqual(100 + 1e-9);
    }
    expect(leastOf(axis)).toBeLessThan(1);
  }
});

test('lines break where there is no number, end before what diverged, and stop at the foot of the axis', () => {
  const x = linearAxis(0, 4, [0, 40]);
  const y = linearAxis(0, 1, [10, 0]);
  expect(pathOf([0, Number.NaN, 1, 1, 0.5], x, y, 0, 4)).toBe('M0,10ZM20,0L30,0');
  expect(pathOf([1, 0.001, 1], x, y, 0.01)).toBe('M0,0ZM20,0Z');
  expect(lastOf([1, 2, Number.NaN])).toEqual({ t: 1, value: 2 });
  expect(lastOf([Number.NaN])).toBeNull();
});
