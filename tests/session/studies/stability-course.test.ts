import { describe, expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { presets } from '#experiment/presets/index.ts';
import { Laboratory } from '#session/laboratory.ts';
import { learnEpochs } from '#session/learn.ts';
import { materialOf } from '#session/material.ts';
import { settle } from '#session/settle.ts';
import { type Past, stabilityCourse } from '#session/studies/stability-course.ts';
import { type Bench, Stopped } from '#session/studies/study.ts';
import { eigenvalues, orthonormal } from '../../oracles/closed-forms.ts';
import { gaussNewton } from '../../oracles/energy.ts';
import { caseOf, Draw, open, sampleOf, seeds, totalEnergy, understood } from '../../oracles/scenarios.ts';

const noFile = () => Promise.reject(new Error('no file is needed'));
const allRows = ({ rows }: Laboratory) => Uint32Array.from({ length: rows.training }, (_, row) => row);

/** The study as the page runs it, on an engine of its own. */
async function measured(pasts: readonly Past[], progress: () => Promise<void> = async () => {}) {
  const { experiment, parameters } = pasts[0]!;
  const material = await materialOf(experiment, noFile);
  const bench: Bench<unknown> = {
    engine: new CpuEngine('float64'),
    experiment,
    parameters,
    material,
    rows: Uint32Array.from({ length: material.rows.training }, (_, row) => row),
    materialOf: (other) => materialOf(other, noFile),
    progress,
    show: () => {},
  };
  return stabilityCourse(pasts)(bench);
}

/** Weights after every so many epochs, with 2/λ_max of the dense matrix at the start state, worst row. */
async function trained(document: ExperimentDocument, stretches: number, epochs: number) {
  const laboratory = await open(document);
  const pasts: Past[] = [];
  const dense: number[] = [];
  for (let k = 0; k <= stretches; k++) {
    if (k > 0) await learnEpochs(laboratory, epochs);
    const parameters = await laboratory.parameters();
    pasts.push({ epoch: k * epochs, experiment: laboratory.experiment, parameters });
    const { values, samples } = await settle(laboratory, allRows(laboratory), 0);
    const model = await caseOf(laboratory);
    const largest = Array.from(
      { length: samples },
      (_, s) => eigenvalues(gaussNewton(model, sampleOf(model.network, values, s))).at(-1)!,
    );
    dense.push(2 / Math.max(...largest));
  }
  return { laboratory, pasts, dense };
}

const small = (document: ExperimentDocument, over: Partial<ExperimentDocument>): ExperimentDocument => ({
  ...document,
  ...over,
});

const dial = presets.find((it) => it.id === 'agreement-dial')!.document as ExperimentDocument;

describe('the curvature over training', () => {
  const documents = [
    ['circle by Adam', small(dial, { data: { name: 'circle', samples: 24 } })],
    [
      'xor at another precision',
      small(dial, {
        data: { name: 'xor', samples: 16 },
        seed: 5,
        network: {
          ...dial.network,
          nodes: dial.network.nodes.map((it) => (it.id === 'x3' ? { ...it, precision: 3 } : it)),
        },
      }),
    ],
  ] as const;

  test.each(documents)(
    'is that of the dense matrix at every epoch: %s',
    async (_, document) => {
      const { pasts, dense } = await trained(document, 4, 10);
      const found = await measured(pasts);
      expect(found.map((it) => it.epoch)).toEqual([0, 10, 20, 30, 40]);
      for (const [k, { limit }] of found.entries())
        expect(Math.abs(limit / dense[k]! - 1)).toBeLessThan(0.01);
      // Weights grew, so it is not one figure five times.
      expect(dense[4]!).toBeLessThan(0.9 * dense[0]!);
    },
    60_000,
  );

  test('measures each epoch under what it ran under', async () => {
    const { pasts } = await trained(small(dial, { data: { name: 'circle', samples: 8 } }), 1, 2);
    const [before, after] = pasts as [Past, Past];
    const { network } = before.experiment;
    const nodes = network.nodes.map((it) => (it.id === 'x3' ? { ...it, precision: 9 } : it));
    const stiff = { ...after, experiment: { ...after.experiment, network: { ...network, nodes } } };
    const [alike, other] = [await measured([before, after]), await measured([before, stiff])];
    expect(other[0]).toEqual(alike[0]);
    expect(other[1]!.limit).toBeLessThan(0.5 * alike[1]!.limit);
  });

  test('stops where nobody wants it any more', async () => {
    const { pasts } = await trained(small(dial, { data: { name: 'circle', samples: 8 } }), 1, 1);
    await expect(measured(pasts, () => Promise.reject(new Stopped()))).rejects.toThrow(Stopped);
  });
});

/** A chain of linear layers of two units. */
function linear(seed: number): ExperimentDocument {
  const draw = new Draw(seed, 'linear course');
  const layers = draw.whole([2, 5]);
  const ids = Array.from({ length: layers + 1 }, (_, k) => `x${k}`);
  const role = (k: number) =>
    k === 0
      ? { clamp: { learning: 'input', testing: 'input' } as const }
      : k === layers
        ? { clamp: { learning: 'target', testing: 'free' } as const }
        : {};
  return {
    version: 1,
    seed,
    network: {
      nodes: ids.map((id, k) => ({ id, units: 2, ...role(k) })),
      connections: ids.slice(1).map((to, k) => ({ id: `w${k}`, from: ids[k]!, to })),
    },
    data: { name: 'rows', inputs: draw.matrix(6, 2), targets: draw.matrix(6, 2) },
    inference: { rule: 'strict', inferenceRate: 0.05, settleSteps: 20 },
    learning: { optimizer: 'sgd', learningRate: 0.05, batchSize: 6 },
  };
}

test.each(seeds(6))(
  'of a linear network F never rises below the limit, whatever was learned (network %i)',
  async (seed) => {
    const { pasts } = await trained(linear(seed), 3, 15);
    for (const [k, { limit }] of (await measured(pasts)).entries()) {
      const { experiment, parameters } = pasts[k]!;
      const at = async (share: number) => {
        const inference = { ...experiment.inference, inferenceRate: share * limit, start: 'random' as const };
        const material = await materialOf(experiment, noFile);
        const laboratory = await Laboratory.open(
          new CpuEngine('float64'),
          { ...experiment, inference },
          material,
        );
        laboratory.placeParameters(parameters);
        return totalEnergy(await settle(laboratory, allRows(laboratory), 900));
      };
      const below = await at(0.99);
      for (let t = 1; t < below.length; t++)
        expect(below[t]! - below[t - 1]!).toBeLessThan(1e-12 * below[0]!);
      const beyond = await at(1.02);
      expect(beyond.at(-1)!).toBeGreaterThan(beyond[0]!);
    }
  },
);

test.each([2, 4, 8, 16])(
  'of a chain of %i orthogonal layers the limit is 2/(2 + 2 cos π/L)',
  async (layers) => {
    const draw = new Draw(layers, 'orthogonal course');
    const document = linear(1);
    const ids = Array.from({ length: layers + 1 }, (_, k) => `x${k}`);
    const clamps: Record<string, object> = {
      x0: { clamp: { learning: 'input', testing: 'input' } },
      [`x${layers}`]: { clamp: { learning: 'target', testing: 'free' } },
    };
    const experiment = understood({
      ...document,
      network: {
        nodes: ids.map((id) => ({ id, units: 2, ...clamps[id] })),
        connections: ids.slice(1).map((to, k) => ({ id: `w${k}`, from: ids[k]!, to })),
      },
      parameters: {
        weights: Object.fromEntries(ids.slice(1).map((_, k) => [`w${k}`, orthonormal(draw.matrix(2, 2))])),
      },
    });
    const laboratory = await Laboratory.open(
      new CpuEngine('float64'),
      experiment,
      await materialOf(experiment, noFile),
    );
    const [found] = await measured([{ epoch: 0, experiment, parameters: await laboratory.parameters() }]);
    expect(found!.limit / (2 / (2 + 2 * Math.cos(Math.PI / layers)))).toBeCloseTo(1, 2);
  },
);
