import { readdirSync, readFileSync } from 'node:fs';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';

const FOLDER = new URL('../oracles/fixtures/', import.meta.url);

/** A document as JSON leaves it: open to be changed. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into documents of every shape.
export type Loose = any;

/** The experiments of the fixtures, fresh copies, by name. */
export const fixtures = (): readonly (readonly [string, Loose])[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file, JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')).experiment] as const);

/** A document that uses every field. */
export const full = (): Loose => ({
  version: 1,
  title: 'Everything',
  seed: 7,
  network: {
    nodes: [
      { id: 'x0', units: 2, clamp: { learning: 'input', testing: 'input' } },
      { id: 'x1', units: 3, activation: 'tanh', precision: 2 },
      { id: 'x2', units: 4, activation: 'relu', likelihood: 'gaussian' },
      { id: 'x3', units: 2, likelihood: 'categorical', clamp: { learning: 'target', testing: 'free' } },
    ],
    connections: [
      { id: 'w1', from: 'x0', to: 'x1' },
      { id: 'w2', from: 'x1', to: 'x2', activation: 'gelu' },
      { id: 'w3', from: 'x2', to: 'x3' },
      { id: 'skip', from: 'x0', to: 'x3' },
    ],
  },
  pins: { x2: { 3: 0.5 } },
  lesions: { units: { x1: [2] }, weights: { w2: [[0, 1]] } },
  parameters: {
    weights: {
      w1: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    },
    biases: { x1: [0.1, 0.2, 0.3] },
  },
  data: {
    name: 'rows',
    inputs: [
      [0, 1],
      [1, 0],
    ],
    targets: [
      [0, 1],
      [0.25, 0.75],
    ],
    split: 0.5,
    seed: 3,
  },
  inference: { rule: 'incremental', inferenceRate: 0.05, settleSteps: 12, start: 'random' },
  learning: { optimizer: 'momentum', learningRate: 0.02, batchSize: 8 },
  view: { panels: ['energy', { open: true }], zoom: 1.5, note: null },
});

/** The experiment of a document that must have no issue. */
export function sound(document: unknown): Experiment {
  const { value, issues } = parse(document);
  if (!value || issues.length > 0) throw new Error(issues.map((it) => it.message).join('\n'));
  return value;
}

/** The same after a change. */
export const changed = (change: (document: Loose) => void): Loose => {
  const document = full();
  change(document);
  return document;
};
