import { describe, expect, test } from 'vitest';
import type { RuleId } from '#core/rules/index.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { setRule } from '#experiment/edit.ts';
import { epochRecord } from '#session/epoch-record.ts';
import { Laboratory } from '#session/laboratory.ts';
import { learnEpochs } from '#session/learn.ts';
import { materialOf } from '#session/material.ts';
import { type Bench, Stopped } from '#session/studies/study.ts';
import { type Continuation, continuation } from '#session/studies/twins/continuation.ts';
import { compareSeeds, median, signTest } from '#session/studies/twins/seed-statistics.ts';
import { settingsOf } from '#session/studies/twins/twin.ts';
import { lessonFor, noFiles } from '../oracles/pairs.ts';
import { understood } from '../oracles/scenarios.ts';

async function benchOf(
  document: ExperimentDocument,
  progress: Bench<Continuation>['progress'] = async () => {},
): Promise<Bench<Continuation>> {
  const experiment = understood(document);
  return {
    engine: new CpuEngine('float64'),
    experiment,
    material: await materialOf(experiment, noFiles),
    parameters: { weights: {}, biases: {} },
    rows: new Uint32Array(0),
    materialOf: (other) => materialOf(other, noFiles),
    progress,
    show: () => {},
  };
}

async function continued(document: ExperimentDocument, rule: RuleId, seeds = 3): Promise<Continuation> {
  const bench = await benchOf(document);
  const other = { ...settingsOf(bench.experiment), rule };
  return continuation({ seeds, before: 4, after: 3, other })(bench);
}

/** The same seed by itself, on an engine that knows nothing of the others. */
async function alone(document: ExperimentDocument, seed: number, rule: RuleId) {
  const experiment = { ...understood(document), seed, parameters: {} };
  const material = await materialOf(experiment, noFiles);
  const teacher = await Laboratory.open(
    new CpuEngine('float64'),
    setRule(experiment, 'backprop').experiment,
    material,
  );
  await learnEpochs(teacher, 4);
  const pretrained = await epochRecord(teacher);
  const pupil = await Laboratory.open(
    new CpuEngine('float64'),
    setRule(experiment, rule).experiment,
    material,
  );
  pupil.restore(await teacher.snapshot());
  await learnEpochs(pupil, 3);
  return { pretrained, ended: await epochRecord(pupil) };
}

test.each(['strict', 'incremental'] as const)(
  'every seed goes on from where backprop left it, with its optimizer, as it would by itself (%s)',
  async (rule) => {
    const { seeds } = await continued(lessonFor(), rule);
    expect(seeds.map((it) => it.seed)).toEqual([8, 9, 10]);
    for (const { seed, pretrained, runs } of seeds) {
      const [own, rival] = [await alone(lessonFor(), seed, rule), await alone(lessonFor(), seed, 'backprop')];
      expect(pretrained).toEqual(own.pretrained);
      expect(runs![0]).toEqual(rival.ended);
      expect(runs![1]).toEqual(own.ended);
      expect(runs![1].trainingLoss).not.toBe(runs![0].trainingLoss);
    }
  },
);

test('backprop after backprop differs in nothing, zero-divergence in nothing but rounding', async () => {
  const same = await continued(lessonFor(), 'backprop');
  for (const { separation, runs } of same.seeds) {
    expect(separation!.between).toBe(0);
    expect(runs![0]).toEqual(runs![1]);
  }
  expect(compareSeeds(same.seeds, 'trainingLoss')).toMatchObject({
    lower: 0,
    higher: 0,
    median: 0,
    chance: 1,
  });
  for (const { separation } of (await continued(lessonFor(), 'zero-divergence')).seeds) {
    expect(separation!.between).toBeLessThan(1e-12 * separation!.moved[0]);
    expect(separation!.angle).toBeLessThan(1e-9);
  }
});

test('weights are drawn by every seed, also where the document gives them', async () => {
  const given = { weights: { A: Array.from({ length: 6 }, () => [0.1, 0.2, 0.3]) } };
  const { seeds } = await continued(lessonFor({ parameters: given }), 'strict');
  const { seeds: drawn } = await continued(lessonFor(), 'strict');
  expect(seeds).toEqual(drawn);
  expect(new Set(seeds.map((it) => it.pretrained.trainingLoss)).size).toBe(3);
});

test('seeds that diverge are left out and told', async () => {
  const learning = { optimizer: 'sgd', learningRate: 100, batchSize: 4 } as const;
  const { seeds } = await continued(lessonFor({ learning }), 'strict', 2);
  expect(seeds.map((it) => it.runs)).toEqual([null, null]);
  expect(compareSeeds(seeds, 'trainingLoss')).toBeNull();
});

test('progress rises to the end, and stopping stops', async () => {
  const shares: number[] = [];
  const bench = await benchOf(lessonFor(), async (share) => void shares.push(share));
  const plan = { seeds: 2, before: 2, after: 2, other: settingsOf(bench.experiment) };
  await continuation(plan)(bench);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeCloseTo(1, 12);
  const stopping = await benchOf(lessonFor(), () => Promise.reject(new Stopped()));
  await expect(continuation(plan)(stopping)).rejects.toThrow(Stopped);
});

describe('over seeds', () => {
  test('the median is the middle, or the mean of the middle two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
    expect(median([])).toBeNaN();
  });

  test.each([
    [0, 8, 2 / 256],
    [1, 8, (2 * 9) / 256],
    [2, 5, 1],
    [0, 1, 1],
    [0, 0, 1],
    [3, 6, 1],
    [1, 10, (2 * 11) / 1024],
  ])('%i of %i signs the other way have the chance of coins, %f', (rarer, coins, chance) => {
    expect(signTest(rarer, coins)).toBeCloseTo(chance, 12);
  });

  test('differences, their signs and the spread are those of the pairs', () => {
    const record = (trainingLoss: number) => ({
      epoch: 1,
      trainingLoss,
      testLoss: null,
      trainingAccuracy: null,
      testAccuracy: null,
      confusion: null,
    });
    const seeds = [
      [2, 4, 5],
      [2, 6, 5],
      [2, 8, 12],
    ].map(([before, backprop, other], seed) => ({
      seed,
      pretrained: record(before!),
      runs: [record(backprop!), record(other!)] as const,
      separation: null,
    }));
    expect(compareSeeds(seeds, 'trainingLoss', 2)).toMatchObject({
      median: 0.5,
      range: [-0.5, 2],
      spread: 2,
      lower: 1,
      higher: 2,
      chance: 1,
    });
    expect(compareSeeds(seeds, 'testLoss')).toBeNull();
  });
});
