import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Problem } from '../problem.ts';
import type { Contestant, Training } from './contestant.ts';
import { prepare } from './tfjs.ts';

const FLAG = 'WEBGPU_MATMUL_PROGRAM_TYPE';
/** Its own choice by shape, and its packed product whatever the shape. */
const PRODUCTS = { automatic: -1, packed: 3 } as const;

/** One that needs so many times longer than the other, compilation apart, is given up. */
const HOPELESS = 3;
const COMPILATION = 2000;

/** Each network is computed with the product that is faster for it on this device. */
export async function open(): Promise<Contestant> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('tfjs has no WebGPU here');
  await tf.ready();
  const fastest = new Map<string, number>();
  return {
    words: `tfjs ${tf.version_core}, WebGPU, the faster of its own choice of product and its packed one`,
    async prepare(problem) {
      const product = fastest.get(problem.name) ?? (await fasterOf(problem));
      fastest.set(problem.name, product);
      tf.env().set(FLAG, product);
      return prepare(problem);
    },
  };
}

async function fasterOf(problem: Problem): Promise<number> {
  const packed = await trial(problem, PRODUCTS.packed, Number.POSITIVE_INFINITY);
  const automatic = await trial(problem, PRODUCTS.automatic, HOPELESS * packed + COMPILATION);
  return automatic < packed ? PRODUCTS.automatic : PRODUCTS.packed;
}

/** Milliseconds of a training step with a settling of one; of the first, which compiles too, if that is beyond the limit. */
async function trial(problem: Problem, product: number, limit: number): Promise<number> {
  tf.env().set(FLAG, product);
  const training = prepare({ ...problem, settleSteps: 1 });
  let time = await timeOf(training);
  if (time < limit) time = await timeOf(training);
  training.dispose();
  return time;
}

async function timeOf(training: Training): Promise<number> {
  const from = performance.now();
  await training.step();
  return performance.now() - from;
}
