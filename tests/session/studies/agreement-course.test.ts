import { describe, expect, test } from 'vitest';
import { depths } from '#core/network/topology.ts';
import { type RuleId, ruleIds } from '#core/rules/index.ts';
import type { Agreement, Comparison } from '#core/telemetry/agreement.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { setRule } from '#experiment/edit/settings.ts';
import { presets } from '#experiment/presets/index.ts';
import { Laboratory } from '#session/laboratory.ts';
import { materialOf } from '#session/material.ts';
import { settle } from '#session/settle.ts';
import {
  type AgreementTrace,
  agreementCourse,
  type Course,
  courseOf,
} from '#session/studies/agreement-course.ts';
import { type Bench, Stopped } from '#session/studies/study.ts';
import { Closeness } from '../../oracles/closeness.ts';
import { checkComparison } from '../../oracles/fixture-checks.ts';
import { documentOf } from '../../oracles/fixture-runs.ts';
import { fixtures } from '../../oracles/fixtures.ts';
import { open, randomExperiment, seeds, understood } from '../../oracles/scenarios.ts';

const onward = async () => {};
const allRows = ({ rows }: Laboratory) => Array.from({ length: rows.training }, (_, i) => i);

const presetOf = (id: string) => presets.find((it) => it.id === id)!.document;

async function laboratoryOf(id: string, rule: RuleId): Promise<Laboratory> {
  const { experiment } = setRule(understood(presetOf(id)), rule);
  const noFile = () => Promise.reject(new Error('no file is needed'));
  return Laboratory.open(new CpuEngine('float64'), experiment, await materialOf(experiment, noFile));
}

describe.each(['float64', 'float32'] as const)(
  'in %s the agreement is that of independent references',
  (precision) => {
    test.each(
      fixtures.flatMap((fixture) =>
        fixture.expected.runs.map(
          (run) => [fixture.name, run.rule, run.inferenceRate, run.settleSteps, fixture, run] as const,
        ),
      ),
    )('%s, %s, η = %f, T = %i', async (_, _rule, _rate, steps, fixture, run) => {
      const laboratory = await open(documentOf(fixture, run), new CpuEngine(precision));
      const course = await courseOf(laboratory, allRows(laboratory), steps, onward);
      const closeness = new Closeness();
      checkComparison(closeness, comparisonAt(course, steps), run.comparison, precision);
      closeness.expectNone();
    });
  },
);

const figuresAt = (trace: AgreementTrace, t: number): Agreement | null =>
  Number.isNaN(trace.angleDegrees[t])
    ? null
    : {
        relativeError: trace.relativeError[t]!,
        angleDegrees: trace.angleDegrees[t]!,
        normRatio: trace.normRatio[t]!,
      };
const comparisonAt = ({ connections, all }: Course, t: number): Comparison => ({
  connections: Object.fromEntries(Object.entries(connections).map(([id, it]) => [id, figuresAt(it, t)])),
  all: figuresAt(all, t),
});

describe.each(['agreement-dial', 'skip-graph', 'deep'])('of %s', (id) => {
  test.each(['strict', 'fixed-prediction', 'incremental'] as const)(
    '%s: every step has the figures, and the energy, of a settling that ends there',
    async (rule) => {
      const laboratory = await laboratoryOf(id, rule);
      const rows = allRows(laboratory).slice(0, 24);
      const course = await courseOf(laboratory, rows, 9, onward);
      const other = await laboratoryOf(id, rule);
      for (let t = 0; t <= 9; t++) {
        const { comparison, energy } = await settle(other, rows, t);
        expect(comparisonAt(course, t)).toEqual(comparison);
        for (const [node, trace] of Object.entries(energy))
          expect(Array.from(course.energy[node]!.subarray(0, t + 1))).toEqual(trace);
      }
      expect(course.loss).toBe((await other.evaluate(rows)).loss);
    },
  );

  test('incremental goes as strict goes, weights resting', async () => {
    const [strict, incremental] = await Promise.all(
      (['strict', 'incremental'] as const).map(async (rule) => {
        const laboratory = await laboratoryOf(id, rule);
        return courseOf(laboratory, allRows(laboratory), 12, onward);
      }),
    );
    const { experiment: _, ...figures } = incremental!;
    expect(strict).toMatchObject(figures);
  });

  test('zero-divergence takes each gradient at its own time, and it is backprop’s from then on', async () => {
    const laboratory = await laboratoryOf(id, 'zero-divergence');
    // What an earlier settling left must not pass for an answer.
    await settle(laboratory, [3], laboratory.experiment.inference.settleSteps);
    const { network, inference } = laboratory.experiment;
    const course = await courseOf(laboratory, allRows(laboratory), 1000, onward);
    expect(course.steps).toBe(inference.settleSteps);
    const depth = depths(network);
    for (const connection of network.connections) {
      const { angleDegrees, normRatio, relativeError } = course.connections[connection.id]!;
      for (let t = 0; t <= course.steps; t++) {
        const isTaken = t >= depth.get(connection.to)!;
        expect(Number.isNaN(normRatio[t]!)).toBe(!isTaken);
        if (!isTaken) continue;
        expect(angleDegrees[t]).toBeLessThan(1e-9);
        expect(relativeError[t]).toBeLessThan(1e-12);
      }
    }
    expect(course.all.signs[course.steps]).toBe(1);
  });
});

test.each(seeds(12))(
  'signs agree where the products of both gradients are positive (network %i)',
  async (seed) => {
    const laboratory = await open(randomExperiment(seed));
    const rows = allRows(laboratory);
    const course = await courseOf(laboratory, rows, 4, onward);
    const { gradients, backprop } = await settle(laboratory, rows, 4);
    let [agreeing, both] = [0, 0];
    for (const [id, g] of Object.entries(gradients.weights)) {
      const products = Array.from(g, (it, i) => it * backprop.weights[id]![i]!).filter((it) => it !== 0);
      const positive = products.filter((it) => it > 0).length;
      expect(course.connections[id]!.signs[4]).toBe(
        products.length === 0 ? Number.NaN : positive / products.length,
      );
      agreeing += positive;
      both += products.length;
    }
    expect(course.all.signs[4]).toBe(both === 0 ? Number.NaN : agreeing / both);
  },
);

test('settlings longer than the plan was laid out for fit, and parameters stay', async () => {
  const laboratory = await laboratoryOf('agreement-dial', 'strict');
  const before = await laboratory.parameters();
  const { steps, total, all } = await courseOf(laboratory, [0, 1], 700, onward);
  expect([steps, total.length, all.signs.length]).toEqual([700, 701, 701]);
  expect(await laboratory.parameters()).toEqual(before);
});

describe('the study', () => {
  const benchOf = async (progress: Bench<Course>['progress']): Promise<Bench<Course>> => {
    const laboratory = await laboratoryOf('agreement-dial', 'strict');
    const { experiment } = laboratory;
    const material = await materialOf(experiment, () => Promise.reject(new Error('no file is needed')));
    const { weights, biases } = await laboratory.parameters();
    const trained = Object.fromEntries(
      Object.entries(weights).map(([id, it]) => [id, it.map((w) => 1.5 * w)]),
    );
    return {
      engine: new CpuEngine('float64'),
      experiment,
      material,
      parameters: { weights: trained, biases },
      rows: Uint32Array.from({ length: 40 }, (_, i) => i),
      materialOf: () => Promise.reject(new Error('no other experiment is needed')),
      progress,
      show: () => {},
    };
  };

  test.each(ruleIds)('follows %s on the rows and the trained weights of the page', async (rule) => {
    const bench = await benchOf(onward);
    const course = await agreementCourse({ rule })(bench);
    expect([course.experiment.inference.rule, course.samples]).toEqual([rule, 40]);
    const laboratory = await laboratoryOf('agreement-dial', rule);
    laboratory.placeParameters(bench.parameters);
    const { comparison } = await settle(laboratory, bench.rows, course.steps);
    expect(comparisonAt(course, course.steps)).toEqual(comparison);
  });

  test('says how far it is, and gives up when stopped', async () => {
    const shares: number[] = [];
    const bench = await benchOf(async (share) => {
      shares.push(share);
      if (share > 0.1) throw new Stopped();
    });
    await expect(agreementCourse({ steps: 300 })(bench)).rejects.toThrow(Stopped);
    expect(shares.at(-1)).toBeLessThan(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });
});
