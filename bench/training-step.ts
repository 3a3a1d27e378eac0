import { compile } from '#core/plan/compile.ts';
import { update } from '#core/plan/programs.ts';
import type { Engine } from '#engine/engine.ts';
import { type Case, chain } from './networks.ts';

/** One training step of the case as a function; weights are small, so that settling stays calm. */
export async function loadCase(engine: Engine, { widths, batch, settleSteps }: Case): Promise<() => void> {
  const plan = compile(
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
  await engine.load(plan);
  const spread = (length: number, scale: number) =>
    Float32Array.from({ length }, (_, i) => (((i * 7919) % 1009) / 504.5 - 1) * scale);
  for (const [name, { length, shape }] of plan.layout.tensors) {
    if (/^(moves|alive|precision)\(/.test(name)) engine.write(name, new Float32Array(length).fill(1));
    if (/^weight/.test(name)) engine.write(name, spread(length, 1 / Math.sqrt(shape[1]!)));
    if (/^data/.test(name)) engine.write(name, spread(length, 1));
  }
  engine.write(
    'batch rows',
    Array.from({ length: batch }, (_, i) => i),
  );
  engine.tune({ inferenceRate: 0.05, learningRate: 1e-3, samples: batch });
  const program = update('strict', settleSteps, false);
  return () => engine.run(program);
}
