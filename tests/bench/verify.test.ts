import { describe, expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import * as plain from '../../bench/contestants/plain-js.ts';
import { load, outcomeOf, problemOf, programOf } from '../../bench/problem.ts';
import { complaint, deviationsOf, referenceOf } from '../../bench/verify.ts';

/** Odd sizes, so that every edge of a blocked loop is met. */
const tiny = { name: 'tiny', widths: [3, 7, 5, 6, 2], batch: 9, settleSteps: 12 };
const problem = problemOf(tiny);
const reference = await referenceOf(problem);
const judged = (found: Parameters<typeof deviationsOf>[0]) =>
  complaint(deviationsOf(found, reference, problem));

describe('one training step agrees with float64', () => {
  test('of the plain JavaScript peer', async () => {
    const training = await (await plain.open()).prepare(problem);
    await training.step();
    expect(judged(await training.outcome())).toBeNull();
  });

  test('in a deep network, whose first layers change by less than float32 shows', async () => {
    const deep = problemOf({ name: 'deep', widths: new Array(17).fill(8), batch: 9, settleSteps: 100 });
    const training = await (await plain.open()).prepare(deep);
    await training.step();
    const deviations = deviationsOf(await training.outcome(), await referenceOf(deep), deep);
    expect(complaint(deviations)).toBeNull();
  });

  test.each([new CpuEngine('float32'), SimdEngine.open()!])('of our engine (%#)', async (engine) => {
    await load(engine, problem);
    engine.run(programOf(problem));
    expect(judged(await outcomeOf(engine, problem))).toBeNull();
  });
});

describe('what is wrong is found', () => {
  test('a learning rate too high by a twentieth', async () => {
    const training = await (await plain.open()).prepare({
      ...problem,
      learningRate: problem.learningRate * 1.05,
    });
    await training.step();
    expect(judged(await training.outcome())).toMatch(/weights.*biases/);
  });

  test('a settling that is one step short', async () => {
    const training = await (await plain.open()).prepare({ ...problem, settleSteps: tiny.settleSteps - 1 });
    await training.step();
    expect(judged(await training.outcome())).toMatch(/values.*trace/);
  });

  test('NaN anywhere, and tensors that are missing', () => {
    expect(judged({ ...reference, trace: Float64Array.from(reference.trace).fill(NaN, 3, 4) })).toMatch(
      'trace',
    );
    expect(judged({ ...reference, values: [] })).toMatch('values');
  });
});
