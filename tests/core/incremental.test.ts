import { describe, expect, test } from 'vitest';
import { CORRECTIONS } from '#core/plan/tensors.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { apply, transpose } from '../oracles/closed-forms.ts';
import { Draw, deviation, gradientDeviation, open, seeds, settled, under } from '../oracles/scenarios.ts';

/*
 * Incremental predictive coding, Salvatori et al. (2024), on a 3-4-4-2 chain of tanh layers, written out by hand.
 */

interface Layers {
  readonly weights: number[][][];
  readonly biases: number[][];
}

const sizes = [3, 4, 4, 2] as const;
const [rate, learningRate, steps] = [0.2, 0.05, 6];

function problem(seed: number) {
  const draw = new Draw(seed, 'incremental');
  const layers: Layers = {
    weights: [1, 2, 3].map((l) => draw.matrix(sizes[l]!, sizes[l - 1]!, 0.7)),
    biases: [1, 2, 3].map((l) => draw.normals(sizes[l]!, 0.3)),
  };
  return { layers, inputs: draw.matrix(3, 3), targets: draw.matrix(3, 2) };
}

type Problem = ReturnType<typeof problem>;

function documentOf({ layers, inputs, targets }: Problem, optimizer: 'sgd' | 'adam'): ExperimentDocument {
  return {
    version: 1,
    network: {
      nodes: [
        { id: 'x0', units: 3, clamp: { learning: 'input', testing: 'input' } },
        { id: 'x1', units: 4, activation: 'tanh' },
        { id: 'x2', units: 4, activation: 'tanh' },
        { id: 'x3', units: 2, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [1, 2, 3].map((l) => ({ id: `w${l}`, from: `x${l - 1}`, to: `x${l}` })),
    },
    parameters: {
      weights: Object.fromEntries(layers.weights.map((it, l) => [`w${l + 1}`, it])),
      biases: Object.fromEntries(layers.biases.map((it, l) => [`x${l + 1}`, it])),
    },
    data: { name: 'rows', inputs, targets },
    inference: { rule: 'incremental', inferenceRate: rate, settleSteps: steps },
    learning: { optimizer, learningRate, batchSize: 32 },
  };
}

const plus = (a: readonly number[], b: readonly number[], scale = 1) => a.map((it, i) => it + scale * b[i]!);
const slope = (a: number) => 1 - Math.tanh(a) ** 2;

/** Parameters after one batch, the weights applied after the values have relaxed by the old ones, or before. */
function byHand({ layers, inputs, targets }: Problem, applied: 'after' | 'before'): Layers {
  let { weights, biases } = structuredClone(layers);
  const g = [Math.tanh, Math.tanh, (a: number) => a];
  const dg = [slope, slope, () => 1];
  const preactivation = (l: number, x: readonly number[]) => plus(apply(weights[l]!, x), biases[l]!);
  const states = inputs.map((x0, s) => {
    const x1 = preactivation(0, x0).map(Math.tanh);
    const x2 = preactivation(1, x1).map(Math.tanh);
    return [x0, x1, x2, targets[s]!];
  });
  for (let t = 0; t < steps; t++) {
    const errors = states.map((x) =>
      [0, 1, 2].map((l) => {
        const a = preactivation(l, x[l]!);
        const error = plus(x[l + 1]!, a.map(g[l]!), -1);
        return { error, delta: error.map((e, i) => e * dg[l]!(a[i]!)) };
      }),
    );
    const next = {
      weights: weights.map((w, l) =>
        w.map((row, o) =>
          row.map((it, i) => {
            const mean =
              states.reduce((sum, x, s) => sum + errors[s]![l]!.delta[o]! * x[l]![i]!, 0) / states.length;
            return it + learningRate * mean;
          }),
        ),
      ),
      biases: biases.map((b, l) =>
        b.map(
          (it, o) =>
            it + (learningRate * errors.reduce((sum, e) => sum + e[l]!.delta[o]!, 0)) / states.length,
        ),
      ),
    };
    const relaxing = applied === 'after' ? weights : next.weights;
    states.forEach((x, s) => {
      for (const l of [1, 2]) {
        const drive = apply(transpose(relaxing[l]!), errors[s]![l]!.delta);
        x[l] = plus(x[l]!, plus(drive, errors[s]![l - 1]!.error, -1), rate);
      }
    });
    ({ weights, biases } = next);
  }
  return { weights, biases };
}

const flat = ({ weights, biases }: Layers) => ({
  weights: Object.fromEntries(weights.map((it, l) => [`w${l + 1}`, it.flat()])),
  biases: Object.fromEntries(biases.map((it, l) => [`x${l + 1}`, it])),
});

async function learned(document: ExperimentDocument) {
  const laboratory = await open(document);
  laboratory.learn([Uint32Array.of(0, 1, 2)]);
  return laboratory;
}

describe('a batch of incremental learning', () => {
  test.each(seeds(10))(
    'is predict → gradient → relax with the old weights → apply, T times (%i)',
    async (seed) => {
      const laboratory = await learned(documentOf(problem(seed), 'sgd'));
      expect(
        gradientDeviation(await laboratory.parameters(), flat(byHand(problem(seed), 'after'))),
      ).toBeLessThan(1e-12);
    },
  );

  test.each(seeds(5))('would be another with weights applied before the values relax (%i)', async (seed) => {
    const [after, before] = [byHand(problem(seed), 'after'), byHand(problem(seed), 'before')];
    expect(gradientDeviation(flat(before), flat(after))).toBeGreaterThan(1e-4);
  });

  test('advances the optimizer once a step', async () => {
    const laboratory = await learned(documentOf(problem(1), 'adam'));
    const [corrections] = await laboratory.engine.read([{ tensor: CORRECTIONS }]);
    expect(corrections![0]).toBeCloseTo(1 - 0.9 ** steps, 14);
    expect(corrections![1]).toBeCloseTo(1 - 0.999 ** steps, 14);
    expect(laboratory.updates).toBe(1);
  });
});

test('settling alone is that of strict, and learns nothing', async () => {
  const document = documentOf(problem(2), 'sgd');
  const incremental = await settled(document);
  const strict = await settled(under(document, { inferenceRate: rate, settleSteps: steps }));
  expect(incremental.values).toEqual(strict.values);
  expect(incremental.energy).toEqual(strict.energy);
  expect(deviation(incremental.gradients.weights.w1!, strict.gradients.weights.w1!)).toBe(0);
});
