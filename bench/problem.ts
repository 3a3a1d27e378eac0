import { stream } from '#core/math/random.ts';
import { compile } from '#core/plan/compile.ts';
import { flops } from '#core/plan/cost.ts';
import type { Plan } from '#core/plan/plan.ts';
import { update } from '#core/plan/programs.ts';
import type { Engine } from '#engine/engine.ts';
import { type Case, chain } from './networks.ts';

/** A case with its numbers: what every contestant starts from. Layer l leads from node l to node l + 1. */
export interface Problem extends Case {
  readonly inferenceRate: number;
  readonly learningRate: number;
  /** [batch][units] */
  readonly inputs: Float32Array<ArrayBuffer>;
  readonly targets: Float32Array<ArrayBuffer>;
  /** A layer each, [units][source units]. */
  readonly weights: readonly Float32Array<ArrayBuffer>[];
  readonly biases: readonly Float32Array<ArrayBuffer>[];
}

/** What a training step leaves: values as they settled, energies on the way, parameters after the update. */
export interface Outcome {
  /** The nodes between input and target, [batch][units] each. */
  readonly values: readonly ArrayLike<number>[];
  /** Mean energy of every node but the input at t = 0 … T, [T + 1][nodes]. */
  readonly trace: ArrayLike<number>;
  /** [units][source units] */
  readonly weights: readonly ArrayLike<number>[];
  readonly biases: readonly ArrayLike<number>[];
}

export function problemOf(it: Case): Problem {
  const draw = (name: string, length: number, scale: number) => {
    const random = stream(1, it.name, name);
    return Float32Array.from({ length }, () => (2 * random() - 1) * scale);
  };
  const layers = it.widths.slice(1).map((units, l) => ({ units, sources: it.widths[l]! }));
  return {
    ...it,
    inferenceRate: 0.05,
    learningRate: 0.01,
    inputs: draw('inputs', it.batch * it.widths[0]!, 1),
    targets: draw('targets', it.batch * it.widths.at(-1)!, 1),
    // Uniform with variance 1 / sources: signals neither die out nor saturate.
    weights: layers.map(({ units, sources }, l) =>
      draw(`weight ${l}`, units * sources, Math.sqrt(3 / sources)),
    ),
    biases: layers.map(({ units }, l) => draw(`bias ${l}`, units, 0.1)),
  };
}

/** The case as a plan of ours: strict predictive coding from the forward pass, then gradient descent. */
export const planOf = ({ widths, batch, settleSteps }: Case): Plan =>
  compile(
    { network: chain(widths), pins: {}, lesions: { units: {}, weights: {} } },
    {
      rule: 'strict',
      start: 'forward',
      optimizer: 'sgd',
      capacity: batch,
      longestSettling: settleSteps,
      rows: batch,
      classes: null,
    },
  );

export const programOf = ({ settleSteps }: Case) => update('strict', settleSteps, false);

/** Floating-point operations of a training step, the first layer's constant prediction counted once. */
export const flopsOf = (it: Case): number => flops(planOf(it), programOf(it), it.batch);

/** Bytes that a training step cannot avoid to move: parameters in and out, the batch in, the trace out. */
export function bytesOf({ widths, batch, settleSteps }: Case): number {
  const parameters = widths.slice(1).reduce((sum, units, l) => sum + units * (widths[l]! + 1), 0);
  const data = batch * (widths[0]! + widths.at(-1)!);
  return 4 * (2 * parameters + data + (settleSteps + 1) * (widths.length - 1));
}

/** Puts the problem on an engine, ready to run `programOf`. */
export async function load(engine: Engine, problem: Problem): Promise<void> {
  const plan = planOf(problem);
  await engine.load(plan);
  for (const [name, { length }] of plan.layout.tensors)
    if (/^(moves|alive|precision)\(/.test(name)) engine.write(name, new Float32Array(length).fill(1));
  engine.write('data inputs', problem.inputs);
  engine.write('data targets', problem.targets);
  for (const [l, it] of problem.weights.entries()) engine.write(`weight(w${l})`, it);
  for (const [l, it] of problem.biases.entries()) engine.write(`bias(x${l + 1})`, it);
  engine.write(
    'batch rows',
    Array.from({ length: problem.batch }, (_, i) => i),
  );
  const { inferenceRate, learningRate, batch } = problem;
  engine.tune({ inferenceRate, learningRate, samples: batch });
}

/** The energies of all nodes: what a page reads after every training step. */
export const readTrace = (engine: Engine, { widths }: Case) =>
  engine.read(widths.slice(1).map((_, l) => ({ tensor: `trace(x${l + 1})` })));

/** What the engine holds after a training step. */
export async function outcomeOf(engine: Engine, problem: Problem): Promise<Outcome> {
  const layers = problem.weights.map((_, l) => l);
  const traces = await readTrace(engine, problem);
  return {
    values: await engine.read(layers.slice(1).map((l) => ({ tensor: `value(x${l})` }))),
    trace: Float64Array.from(
      { length: (problem.settleSteps + 1) * traces.length },
      (_, i) => traces[i % traces.length]![Math.floor(i / traces.length)]!,
    ),
    weights: await engine.read(layers.map((l) => ({ tensor: `weight(w${l})` }))),
    biases: await engine.read(layers.map((l) => ({ tensor: `bias(x${l + 1})` }))),
  };
}
