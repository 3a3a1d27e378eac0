import type { ExperimentDocument } from '#experiment/document.ts';
import type { Draw } from './scenarios.ts';

/** A small network with two hidden layers, and rows drawn for it in this order: what tests of learning have in common. */
export function lesson(
  draw: Draw,
  {
    rows,
    hidden: [h, k] = [6, 5],
    split = {},
    ...settings
  }: {
    readonly rows: number;
    readonly hidden?: readonly [number, number];
    readonly split?: { readonly split?: number };
  } & Omit<Partial<ExperimentDocument>, 'hidden'>,
): ExperimentDocument {
  return {
    version: 1,
    seed: 5,
    network: {
      nodes: [
        { id: 'x', units: 3, clamp: { learning: 'input', testing: 'input' } },
        { id: 'h', units: h, activation: 'tanh' },
        { id: 'k', units: k, activation: 'tanh' },
        { id: 'y', units: 2, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: 'A', from: 'x', to: 'h' },
        { id: 'B', from: 'h', to: 'k' },
        { id: 'C', from: 'k', to: 'y' },
      ],
    },
    data: { name: 'rows', inputs: draw.matrix(rows, 3), targets: draw.matrix(rows, 2), ...split },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 4 },
    ...settings,
  };
}
