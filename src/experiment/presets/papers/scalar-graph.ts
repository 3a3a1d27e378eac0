import type { PaperPreset } from './paper-preset.ts';

/** μ₁ = θy₀, μ₂ = √μ₁, μ₃ = y₀², μ₄ = tan μ₂ + sin μ₃ with y₀ = 5, θ = 2 and target 1: θ is a weight, y₀ the input. */
export const scalarGraph: PaperPreset = {
  id: 'scalar-graph',
  label: 'A graph of scalars',
  summary:
    'Millidge, Tschantz and Buckley 2022: roots, squares and tangents get their derivatives by local errors.',
  document: {
    version: 1,
    title: 'A graph of scalars',
    network: {
      nodes: [
        { id: 'y0', units: 1, clamp: { learning: 'input', testing: 'input' } },
        { id: 'v1', units: 1 },
        { id: 'v2', units: 1, activation: 'sqrt' },
        { id: 'v3', units: 1, activation: 'square' },
        { id: 'v4', units: 1, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: 'theta', from: 'y0', to: 'v1' },
        { id: 'root', from: 'v1', to: 'v2' },
        { id: 'squared', from: 'y0', to: 'v3' },
        { id: 'tangent', from: 'v2', to: 'v4', activation: 'tan' },
        { id: 'sine', from: 'v3', to: 'v4', activation: 'sin' },
      ],
    },
    parameters: {
      weights: { theta: [[2]], root: [[1]], squared: [[1]], tangent: [[1]], sine: [[1]] },
    },
    data: { name: 'rows', inputs: [[5]], targets: [[1]] },
    inference: { rule: 'fixed-prediction', inferenceRate: 0.1, settleSteps: 100, start: 'forward' },
    learning: { optimizer: 'sgd', learningRate: 0.01, batchSize: 1 },
  },
};
