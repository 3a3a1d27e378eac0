import { defaultDevice, init, jit, numpy as np, tree } from '@jax-js/jax';
import type { Problem } from '../problem.ts';
import type { Contestant, Training } from './contestant.ts';

// jax-js as its authors would have it: pure functions over trees of arrays, jitted, so that what is done element by element
// joins the products around it. It has no loop construct yet, so several settling steps are unrolled into one compiled
// function and the rest is a loop here. A function owns its arguments; `.ref` keeps one for another use.

/** Settling steps in one compiled function: fewer calls, for a compilation that still ends soon. */
const UNROLLED = 10;

// Trees of arrays must be types: interfaces have no index signature.
type State = {
  /** Free nodes. */
  x: np.Array[];
  /** Errors of all nodes but the input. */
  e: np.Array[];
};
/** [source units][units] and [units]. */
type Layer = { w: np.Array; b: np.Array };

export async function open(device: 'wasm' | 'webgpu'): Promise<Contestant> {
  if (!(await init(device)).includes(device)) throw new Error(`jax-js has no ${device} here`);
  defaultDevice(device);
  const threads =
    typeof SharedArrayBuffer === 'undefined' ? 'one thread' : `${navigator.hardwareConcurrency} workers`;
  const where = device === 'wasm' ? `WASM, ${threads}` : 'WebGPU';
  return { words: `jax-js, ${where}, ${UNROLLED} steps a jit`, prepare };
}

const array = (data: Float32Array<ArrayBuffer>, ...shape: number[]) => np.array(data).reshape(shape);

async function prepare(problem: Problem): Promise<Training> {
  const { batch, widths, settleSteps, inferenceRate, learningRate } = problem;
  const count = problem.weights.length;
  const input = array(problem.inputs, batch, widths[0]!);
  const target = array(problem.targets, batch, widths[count]!);
  let layers: Layer[] = problem.weights.map((weight, l) => ({
    w: np.array(array(weight, widths[l + 1]!, widths[l]!).transpose()),
    b: np.array(problem.biases[l]!),
  }));

  const predict = (activity: np.Array, { w, b }: Layer) => np.matmul(activity, w).add(b);
  /** Mean energies of all nodes. */
  const energies = (e: readonly np.Array[]) =>
    np.stack(
      e.map((it) =>
        np
          .square(it.ref)
          .sum()
          .mul(0.5 / batch),
      ),
    );

  const begin = jit((input: np.Array, target: np.Array, layers: Layer[]) => {
    const x: np.Array[] = [];
    let prediction = predict(input, layers[0]!);
    const constant = prediction.ref;
    for (const layer of layers.slice(1)) {
      x.push(prediction);
      prediction = predict(np.tanh(prediction.ref), layer);
    }
    const e = [...x.map((it) => np.zerosLike(it.ref)), target.sub(prediction)];
    return { state: { x, e }, constant, row: energies(e) };
  });

  const settle = (steps: number) =>
    jit(({ x, e }: State, constant: np.Array, target: np.Array, layers: Layer[]) => {
      const rows: np.Array[] = [];
      for (let t = 0; t < steps; t++) {
        x = x.map((value, l) => {
          const f = np.tanh(value.ref);
          const pulled = np.matmul(e[l + 1]!.ref, layers[l + 1]!.w.ref.transpose());
          const slope = np.subtract(1, np.square(f));
          return value.add(pulled.mul(slope).sub(e[l]!.ref).mul(inferenceRate));
        });
        tree.dispose(e);
        const predictions = [
          constant.ref,
          ...x.map((value, l) => predict(np.tanh(value.ref), tree.ref(layers[l + 1]!))),
        ];
        e = [...x.map((it) => it.ref), target.ref].map((value, l) => value.sub(predictions[l]!));
        rows.push(energies(e));
      }
      constant.dispose();
      target.dispose();
      tree.dispose(layers);
      return { state: { x, e }, rows: np.stack(rows) };
    });

  const learn = jit(({ x, e }: State, input: np.Array, layers: Layer[]) => {
    const activities = [input, ...x.map((it) => np.tanh(it))];
    return layers.map(({ w, b }, l) => ({
      w: w.add(np.matmul(activities[l]!.transpose(), e[l]!.ref).mul(learningRate / batch)),
      b: b.add(e[l]!.sum(0).mul(learningRate / batch)),
    }));
  });

  const many = settle(UNROLLED);
  const rest = settleSteps % UNROLLED;
  const few = rest > 0 ? settle(rest) : null;
  let last: State | null = null;
  let trace: ArrayLike<number> = [];

  async function step(): Promise<void> {
    if (last) tree.dispose(last);
    let { state, constant, row } = begin(input.ref, target.ref, tree.ref(layers));
    const rows = [row.reshape([1, count])];
    for (let t = 0; t < settleSteps; t += UNROLLED) {
      const some = settleSteps - t >= UNROLLED ? many : few!;
      const next = some(state, constant.ref, target.ref, tree.ref(layers));
      state = next.state;
      rows.push(next.rows);
    }
    constant.dispose();
    layers = learn(tree.ref(state), input.ref, layers);
    last = state;
    // Reading waits for all that came before it; on WASM workers the update may come after.
    trace = (await np.concatenate(rows).data()) as ArrayLike<number>;
    await layers[count - 1]!.w.blockUntilReady();
  }

  return {
    step,
    async outcome() {
      const data = async (it: np.Array) => (await it.data()) as unknown as ArrayLike<number>;
      return {
        values: await Promise.all(last!.x.map((it) => data(it.ref))),
        trace,
        weights: await Promise.all(layers.map(({ w }) => data(w.ref.transpose()))),
        biases: await Promise.all(layers.map(({ b }) => data(b.ref))),
      };
    },
    dispose() {
      if (last) tree.dispose(last);
      tree.dispose([input, target]);
      tree.dispose(layers);
      for (const it of [begin, many, few, learn]) it?.dispose();
    },
  };
}
