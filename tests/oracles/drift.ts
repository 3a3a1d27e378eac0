import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine } from '#engine/engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { learnUpdates } from '#session/learn.ts';
import { ROUNDING_FACTOR, ROUNDING_RUNS, toleranceFor } from '../tolerance.ts';
import { Closeness, largest } from './closeness.ts';
import { jittered } from './random-networks.ts';
import { Draw, open } from './scenarios.ts';

const draw = new Draw(1, 'a network for long runs');

/** A small curved network that learns rows it cannot fit whole, by momentum and in batches: it never comes to rest. */
export const regression: ExperimentDocument = {
  version: 1,
  seed: 3,
  network: {
    nodes: [
      { id: 'in', units: 2, clamp: { learning: 'input', testing: 'input' } },
      { id: 'hidden', units: 4, activation: 'tanh' },
      { id: 'out', units: 1, clamp: { learning: 'target', testing: 'free' } },
    ],
    connections: [
      { id: 'first', from: 'in', to: 'hidden' },
      { id: 'second', from: 'hidden', to: 'out' },
    ],
  },
  data: { name: 'rows', inputs: draw.matrix(12, 2), targets: draw.matrix(12, 1) },
  inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 5 },
  learning: { optimizer: 'momentum', learningRate: 0.002, batchSize: 4 },
};

/** Every parameter after so many updates. */
async function learned(
  document: ExperimentDocument,
  engine: Engine,
  updates: number,
): Promise<ReadonlyMap<string, Float64Array>> {
  const laboratory = await open(document, engine);
  await learnUpdates(laboratory, updates);
  const { weights, biases } = await laboratory.parameters();
  return new Map(Object.entries({ ...weights, ...biases }).map(([id, it]) => [id, new Float64Array(it)]));
}

interface Reference {
  readonly exact: ReadonlyMap<string, Float64Array>;
  /** What rounding did to each at most. */
  readonly noise: ReadonlyMap<string, number>;
}

const references = new Map<number, Promise<Reference>>();

function referenceFor(updates: number): Promise<Reference> {
  const known = references.get(updates) ?? measured(updates);
  references.set(updates, known);
  return known;
}

async function measured(updates: number): Promise<Reference> {
  const exact = await learned(regression, new CpuEngine('float64'), updates);
  const noise = new Map<string, number>();
  for (let k = 0; k < ROUNDING_RUNS; k++) {
    const run = await learned(
      k === 0 ? regression : jittered(regression, k),
      new CpuEngine('float32'),
      updates,
    );
    for (const [id, it] of run) {
      const deviation = largest(it.map((value, i) => value - exact.get(id)![i]!));
      noise.set(id, Math.max(noise.get(id) ?? 0, deviation));
    }
  }
  return { exact, noise };
}

/**
 * How far an engine is from float64 after so many updates, as a share of what rounding does to this very training: measured on the
 * reference in float32, a few times, with inputs nudged by half a rounding. An engine that lost or added anything, update by
 * update, would leave it.
 */
export async function drift(openOne: () => Engine | Promise<Engine>, updates: number): Promise<Closeness> {
  const { exact, noise } = await referenceFor(updates);
  const engine = await openOne();
  const actual = await learned(regression, engine, updates);
  engine.dispose();
  const closeness = new Closeness();
  const { state } = toleranceFor('float32', updates);
  for (const [id, it] of exact)
    closeness.check(id, actual.get(id)!, it, state, ROUNDING_FACTOR * noise.get(id)!);
  return closeness;
}
