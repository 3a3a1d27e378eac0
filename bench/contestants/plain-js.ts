import type { Problem } from '../problem.ts';
import type { Contestant, Training } from './contestant.ts';

// Predictive coding as a good engineer writes it without libraries: typed arrays allocated once, one matrix product whose
// inner loop runs along both operands, four samples by two units at a time so that every number loaded is used more than
// once. Weights have a transposed copy, renewed once a training step: products against both directions stay contiguous.

export const open = async (): Promise<Contestant> => ({
  words: 'typed arrays, products in blocks of 4 × 2, on the page’s thread',
  prepare: async (problem) => prepare(problem),
});

/** c[i][j] = base[j] + Σₖ a[i][k]·b[j][k], base 0 where there is none. */
function multiply(
  a: Float32Array,
  b: Float32Array,
  base: Float32Array | null,
  c: Float32Array,
  rows: number,
  depth: number,
  columns: number,
): void {
  for (let j = 0; j < columns; j += 2) {
    const isPair = j + 1 < columns;
    const b0 = j * depth;
    const b1 = isPair ? b0 + depth : b0;
    const base0 = base ? base[j]! : 0;
    const base1 = base && isPair ? base[j + 1]! : 0;
    let i = 0;
    for (; i + 4 <= rows; i += 4) {
      const a0 = i * depth;
      const a1 = a0 + depth;
      const a2 = a1 + depth;
      const a3 = a2 + depth;
      let c00 = base0;
      let c01 = base1;
      let c10 = base0;
      let c11 = base1;
      let c20 = base0;
      let c21 = base1;
      let c30 = base0;
      let c31 = base1;
      for (let k = 0; k < depth; k++) {
        const x = b[b0 + k]!;
        const y = b[b1 + k]!;
        const p = a[a0 + k]!;
        const q = a[a1 + k]!;
        const r = a[a2 + k]!;
        const s = a[a3 + k]!;
        c00 += p * x;
        c01 += p * y;
        c10 += q * x;
        c11 += q * y;
        c20 += r * x;
        c21 += r * y;
        c30 += s * x;
        c31 += s * y;
      }
      const at = i * columns + j;
      c[at] = c00;
      c[at + columns] = c10;
      c[at + 2 * columns] = c20;
      c[at + 3 * columns] = c30;
      if (!isPair) continue;
      c[at + 1] = c01;
      c[at + columns + 1] = c11;
      c[at + 2 * columns + 1] = c21;
      c[at + 3 * columns + 1] = c31;
    }
    for (; i < rows; i++) {
      let c0 = base0;
      let c1 = base1;
      for (let k = 0, ak = i * depth; k < depth; k++, ak++) {
        c0 += a[ak]! * b[b0 + k]!;
        c1 += a[ak]! * b[b1 + k]!;
      }
      c[i * columns + j] = c0;
      if (isPair) c[i * columns + j + 1] = c1;
    }
  }
}

function transpose(from: Float32Array, rows: number, columns: number, to: Float32Array): void {
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) to[j * rows + i] = from[i * columns + j]!;
}

/** One layer: node l + 1 and its way from node l. */
interface Layer {
  readonly sources: number;
  readonly units: number;
  readonly weight: Float32Array;
  readonly transposed: Float32Array;
  readonly gradient: Float32Array;
  readonly bias: Float32Array;
  /** Of the node: value, tanh of it, prediction, error. */
  readonly value: Float32Array;
  readonly activity: Float32Array;
  readonly prediction: Float32Array;
  readonly error: Float32Array;
  /** What the layer below is told. */
  readonly pulled: Float32Array;
  /** Of the source's activity and of the error, by unit: what the gradient's product reads. */
  readonly activityByUnit: Float32Array;
  readonly errorByUnit: Float32Array;
}

function prepare(problem: Problem): Training {
  const { batch, settleSteps, inferenceRate, learningRate, inputs, targets, widths } = problem;
  const layers: Layer[] = problem.weights.map((weight, l) => {
    const [sources, units] = [widths[l]!, widths[l + 1]!];
    const room = (length: number) => new Float32Array(length);
    const transposed = room(weight.length);
    transpose(weight, units, sources, transposed);
    return {
      sources,
      units,
      weight: weight.slice(),
      transposed,
      gradient: room(weight.length),
      bias: problem.biases[l]!.slice(),
      value: room(batch * units),
      activity: room(batch * units),
      prediction: room(batch * units),
      error: room(batch * units),
      pulled: room(batch * sources),
      activityByUnit: room(batch * sources),
      errorByUnit: room(batch * units),
    };
  });
  const first = layers[0]!;
  const top = layers.at(-1)!;
  const free = layers.slice(0, -1);
  top.value.set(targets);
  const trace = new Float32Array((settleSteps + 1) * layers.length);
  const activityBefore = (l: number) => (l === 0 ? inputs : layers[l - 1]!.activity);

  function predict(l: number): void {
    const { weight, bias, prediction, sources, units } = layers[l]!;
    multiply(activityBefore(l), weight, bias, prediction, batch, sources, units);
  }

  function activate({ value, activity }: Layer): void {
    for (let i = 0; i < value.length; i++) activity[i] = Math.tanh(value[i]!);
  }

  /** Errors and their mean energies. */
  function compare(t: number): void {
    for (const [l, { value, prediction, error }] of layers.entries()) {
      let sum = 0;
      for (let i = 0; i < error.length; i++) {
        const e = value[i]! - prediction[i]!;
        error[i] = e;
        sum += e * e;
      }
      trace[t * layers.length + l] = sum / (2 * batch);
    }
  }

  function forward(): void {
    for (const [l, layer] of layers.entries()) {
      predict(l);
      if (layer === top) break;
      layer.value.set(layer.prediction);
      activate(layer);
    }
    compare(0);
  }

  function settle(t: number): void {
    for (const [l, { value, activity, error }] of free.entries()) {
      const above = layers[l + 1]!;
      multiply(above.error, above.transposed, null, above.pulled, batch, above.units, above.sources);
      const { pulled } = above;
      for (let i = 0; i < value.length; i++) {
        const f = activity[i]!;
        value[i]! += inferenceRate * ((1 - f * f) * pulled[i]! - error[i]!);
      }
    }
    for (const layer of free) activate(layer);
    // The first prediction comes from the input alone and stays.
    for (let l = 1; l < layers.length; l++) predict(l);
    compare(t);
  }

  function learn(): void {
    const rate = learningRate / batch;
    for (const [l, layer] of layers.entries()) {
      const { weight, bias, gradient, error, errorByUnit, activityByUnit, sources, units } = layer;
      transpose(error, batch, units, errorByUnit);
      transpose(activityBefore(l), batch, sources, activityByUnit);
      multiply(errorByUnit, activityByUnit, null, gradient, units, batch, sources);
      for (let i = 0; i < weight.length; i++) weight[i]! += rate * gradient[i]!;
      for (let j = 0; j < units; j++) {
        let sum = 0;
        for (let s = 0; s < batch; s++) sum += errorByUnit[j * batch + s]!;
        bias[j]! += rate * sum;
      }
      if (layer !== first) transpose(weight, units, sources, layer.transposed);
    }
  }

  return {
    async step() {
      forward();
      for (let t = 1; t <= settleSteps; t++) settle(t);
      learn();
    },
    outcome: async () => ({
      values: free.map((it) => it.value),
      trace,
      weights: layers.map((it) => it.weight),
      biases: layers.map((it) => it.bias),
    }),
    dispose() {},
  };
}
