import type { Memory } from '#core/plan/plan.ts';
import type { Comparison } from '#core/telemetry/agreement.ts';
import type { Laboratory } from './laboratory.ts';
import {
  agreement,
  asComparison,
  biasGradients,
  energies,
  type PerConnection,
  type PerNode,
  states,
  synapses,
} from './readings.ts';
import { unhurried } from './unhurried.ts';

type Traces = Readonly<Record<string, readonly number[]>>;

/** Everything a settling of some rows leaves; arrays as in the contract, flattened [sample][unit] and [out][in]. */
export interface Settlement {
  readonly samples: number;
  /** Means over the rows at 0 … T. */
  readonly energy: Traces;
  readonly values: PerNode;
  readonly errors: PerNode;
  readonly gradients: { readonly weights: PerConnection; readonly biases: PerNode };
  readonly backprop: { readonly weights: PerConnection; readonly biases: PerNode };
  readonly comparison: Comparison;
  readonly stability: { readonly limit: number };
}

/** Means over chunks of samples, each weighed by its size. */
class Mean {
  readonly #sums = new Map<string, Float64Array>();
  #weight = 0;

  add(chunk: Readonly<Record<string, ArrayLike<number>>>, weight: number): void {
    this.#weight += weight;
    for (const [id, array] of Object.entries(chunk)) {
      const sum = this.#sums.get(id) ?? new Float64Array(array.length);
      for (let i = 0; i < array.length; i++) sum[i]! += weight * array[i]!;
      this.#sums.set(id, sum);
    }
  }

  /** The first chunk's numbers come back to the bit when it was the only one. */
  finish(): Record<string, Float64Array> {
    return Object.fromEntries([...this.#sums].map(([id, sum]) => [id, sum.map((v) => v / this.#weight)]));
  }
}

/** Samples of chunks, one after the other. */
function joined(chunks: readonly Readonly<Record<string, Memory>>[]): Record<string, Memory> {
  return Object.fromEntries(
    Object.keys(chunks[0]!).map((id) => {
      const parts = chunks.map((it) => it[id]!);
      const all = new Float64Array(parts.reduce((sum, it) => sum + it.length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return [id, all];
    }),
  );
}

/** Settles rows of the data from the start state, in as many chunks as it takes. Changes no parameter. */
export async function settle(
  laboratory: Laboratory,
  rows: ArrayLike<number>,
  settleSteps: number,
): Promise<Settlement> {
  if (settleSteps + 1 > laboratory.plan.traceLength)
    await laboratory.change(laboratory.experiment, undefined, settleSteps);
  const means = {
    energy: new Mean(),
    weights: new Mean(),
    biases: new Mean(),
    rivalWeights: new Mean(),
    rivalBiases: new Mean(),
  };
  const settled: Readonly<Record<'start' | 'values' | 'errors', Readonly<Record<string, Memory>>>>[] = [];
  const { network } = laboratory.experiment;
  const chunks = laboratory.chunks(rows);
  for (const chunk of chunks) {
    const count = chunk.length;
    laboratory.present(chunk);
    const { start } = await laboratory.settle(settleSteps, { start: states(network, 'value', 0, count) });
    laboratory.sweep();
    const read = await laboratory.read({
      energy: energies(network, settleSteps),
      values: states(network, 'value', 0, count),
      errors: states(network, 'error', 0, count),
      weights: synapses(network, 'gradient'),
      biases: biasGradients(network, 'settling'),
      rivalWeights: synapses(network, 'gradient', 'rival'),
      rivalBiases: biasGradients(network, 'rival'),
    });
    for (const [name, mean] of Object.entries(means)) mean.add(read[name as keyof typeof means], count);
    settled.push({ start, values: read.values, errors: read.errors });
  }
  const gradients = { weights: means.weights.finish(), biases: means.biases.finish() };
  const backprop = { weights: means.rivalWeights.finish(), biases: means.rivalBiases.finish() };
  if (chunks.length > 1) laboratory.placeGradients(gradients.weights, backprop.weights);
  laboratory.compare();
  const { comparison } = await laboratory.read({ comparison: agreement });
  const energy = Object.entries(means.energy.finish()).map(([id, trace]) => [id, Array.from(trace)] as const);
  const start = joined(settled.map((it) => it.start));
  const { stabilityLimit } = await import('#core/telemetry/stability.ts');
  return {
    samples: rows.length,
    energy: Object.fromEntries(energy),
    values: joined(settled.map((it) => it.values)),
    errors: joined(settled.map((it) => it.errors)),
    gradients,
    backprop,
    comparison: asComparison(network, comparison),
    stability: {
      limit: await unhurried(
        stabilityLimit(laboratory.preparation, await laboratory.parameters(), start, rows.length),
      ),
    },
  };
}
