import * as tf from '@tensorflow/tfjs-core';
import type { Problem } from '../problem.ts';
import type { Training } from './contestant.ts';

// TensorFlow.js as its guides have it: eager operations in a `tidy`, so that intermediate tensors are freed; products with
// their bias fused; transposed products instead of transposed copies; gradients written out, which is cheaper than its
// automatic ones and the same in every implementation here.

type Matrix = tf.Tensor2D;

export function prepare(problem: Problem): Training {
  const { batch, widths, settleSteps, inferenceRate, learningRate } = problem;
  const count = problem.weights.length;
  const input = tf.tensor2d(problem.inputs, [batch, widths[0]!]);
  const target = tf.tensor2d(problem.targets, [batch, widths[count]!]);
  const rate = tf.scalar(inferenceRate);
  const learning = tf.scalar(learningRate / batch);
  const one = tf.scalar(1);
  /** [source units][units] */
  let weights = problem.weights.map((it, l) =>
    tf.tidy(() => tf.transpose(tf.tensor2d(it, [widths[l + 1]!, widths[l]!]))),
  );
  let biases = problem.biases.map((it) => tf.tensor1d(it));
  let values: readonly Matrix[] = [];
  let trace: ArrayLike<number> = [];

  const predict = (activity: Matrix, l: number): Matrix =>
    tf.fused.matMul({ a: activity, b: weights[l]!, bias: biases[l]! }) as Matrix;
  const energies = (errors: readonly Matrix[]) =>
    tf.stack(errors.map((it) => tf.mul(tf.sum(tf.square(it)), 0.5 / batch)));

  function train(settleSteps: number) {
    return tf.tidy(() => {
      let x: Matrix[] = [];
      let f: Matrix[] = [];
      const constant = predict(input, 0);
      let prediction = constant;
      for (let l = 1; l < count; l++) {
        x.push(prediction);
        f.push(tf.tanh(prediction));
        prediction = predict(f[l - 1]!, l);
      }
      let e = [...x.map((it) => tf.zerosLike(it)), tf.sub<Matrix>(target, prediction)];
      const rows = [energies(e)];
      for (let t = 0; t < settleSteps; t++) {
        // Freed step by step: a whole settling's tensors at once would be gigabytes.
        const next = tf.tidy(() => {
          const moved = x.map((value, l) => {
            const pulled = tf.matMul(e[l + 1]!, weights[l + 1]!, false, true);
            const slope = tf.sub(one, tf.square(f[l]!));
            return tf.add<Matrix>(value, tf.mul(rate, tf.sub(tf.mul(pulled, slope), e[l]!)));
          });
          const activities = moved.map((it) => tf.tanh(it));
          const predictions = [constant, ...activities.map((it, l) => predict(it, l + 1))];
          const errors = [...moved, target].map((it, l) => tf.sub<Matrix>(it, predictions[l]!));
          return { x: moved, f: activities, e: errors, row: energies(errors) };
        });
        const before = [...(t > 0 ? x : []), ...f, ...e];
        ({ x, f, e } = next);
        rows.push(next.row);
        tf.dispose(before);
      }
      const activities = [input, ...f];
      return {
        x,
        trace: tf.stack(rows),
        weights: weights.map((it, l) =>
          tf.add<Matrix>(it, tf.mul(learning, tf.matMul(activities[l]!, e[l]!, true, false))),
        ),
        biases: biases.map((it, l) => tf.add<tf.Tensor1D>(it, tf.mul(learning, tf.sum(e[l]!, 0)))),
      };
    });
  }

  return {
    async step() {
      tf.dispose([...values]);
      const trained = train(settleSteps);
      tf.dispose([weights, biases]);
      values = trained.x;
      weights = trained.weights;
      biases = trained.biases;
      trace = await trained.trace.data();
      trained.trace.dispose();
    },
    async outcome() {
      return {
        values: await Promise.all(values.map((it) => it.data())),
        trace,
        weights: await Promise.all(
          weights.map(async (it) => {
            const transposed = tf.transpose(it);
            const data = await transposed.data();
            transposed.dispose();
            return data;
          }),
        ),
        biases: await Promise.all(biases.map((it) => it.data())),
      };
    },
    dispose() {
      tf.dispose([input, target, rate, learning, one, ...values, ...weights, ...biases]);
    },
  };
}
