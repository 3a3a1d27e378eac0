import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Problem } from '../problem.ts';
import type { Contestant } from './contestant.ts';
import { prepare } from './tfjs.ts';

const FLAG = 'WEBGPU_MATMUL_PROGRAM_TYPE';
/** Its own choice by shape, and its packed product whatever the shape. */
const PRODUCTS = { automatic: -1, packed: 3 } as const;

/** Each problem is computed with the product that is faster for it on this device. */
export async function open(): Promise<Contestant> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('tfjs has no WebGPU here');
  await tf.ready();
  return {
    words: `tfjs ${tf.version_core}, WebGPU, the faster of its own choice of product and its packed one`,
    async prepare(problem) {
      const times = new Map<number, number>();
      for (const product of [PRODUCTS.packed, PRODUCTS.automatic])
        times.set(product, await trial(problem, product));
      const [fastest] = [...times].sort(([, a], [, b]) => a - b)[0]!;
      tf.env().set(FLAG, fastest);
      return prepare(problem);
    },
  };
}

/** Milliseconds of a training step with a settling of two. */
async function trial(problem: Problem, product: number): Promise<number> {
  tf.env().set(FLAG, product);
  const training = prepare({ ...problem, settleSteps: 2 });
  await training.step();
  const from = performance.now();
  await training.step();
  const time = performance.now() - from;
  training.dispose();
  return time;
}
