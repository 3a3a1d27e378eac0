import { describe, expect, test } from 'vitest';
import { longestPath } from '#core/network/topology.ts';
import type { RuleId } from '#core/rules/index.ts';
import { exactFrom } from '#core/theory/exactness.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { courseOf } from '#session/studies/agreement-course.ts';
import { open, randomExperiment, seeds, under, understood } from '../../oracles/scenarios.ts';

const smooth = {
  paths: 'equal',
  precisions: 'one',
  activations: ['tanh'],
  likelihoods: ['gaussian'],
} as const;
const onward = async () => {};
const saidOf = (document: ExperimentDocument) => {
  const { network, pins, lesions, inference } = understood(document);
  return exactFrom({ network, pins, lesions }, inference);
};
const under1 = (document: ExperimentDocument, rule: RuleId) =>
  under(document, rule === 'fixed-prediction' ? { rule, inferenceRate: 1 } : { rule });

describe.each(['fixed-prediction', 'zero-divergence', 'backprop'] as const)('under %s', (rule) => {
  test.each(seeds(25))(
    'gradients are backprop’s from the promised step on, and a gradient that is none before it (network %i)',
    async (seed) => {
      // Where values begin is forgotten in one full step: what they are to be is the forward pass and what is asked.
      const start =
        rule === 'fixed-prediction' ? (['forward', 'zero', 'random'] as const)[seed % 3]! : 'forward';
      const drawn = under1(randomExperiment(seed, { hidden: [1, 4], precisions: 'target' }), rule);
      const document = under(drawn, { ...drawn.inference, start });
      const from = saidOf(document).value!;
      const laboratory = await open(document);
      const { network } = laboratory.experiment;
      const course = await courseOf(laboratory, [0], longestPath(network) + 3, onward);
      for (const { id, to } of network.connections) {
        const arrival = from.get(to);
        if (arrival === undefined) continue;
        const { relativeError } = course.connections[id]!;
        for (let t = arrival; t <= course.steps; t++)
          if (!Number.isNaN(relativeError[t]!)) expect(relativeError[t]).toBeLessThan(1e-10);
      }
      const whole = course.all.relativeError[longestPath(network) - 1];
      expect(Number.isNaN(whole!) || whole! < 1e-10).toBe(true);
    },
  );
});

test('the whole gradient is exact after L − 1 updates, and no sooner where the first layer waits', async () => {
  for (const seed of seeds(10)) {
    const document = under1(randomExperiment(seed, { ...smooth, hidden: [2, 4] }), 'fixed-prediction');
    const laboratory = await open(document);
    const last = longestPath(laboratory.experiment.network) - 1;
    const { relativeError } = (await courseOf(laboratory, [0], last, onward)).all;
    expect(relativeError[last]).toBeLessThan(1e-10);
    expect(relativeError[last - 1]).toBeGreaterThan(1e-6);
  }
});

test.each([
  ['strict', { rule: 'strict' }, /moving values/],
  ['incremental', { rule: 'incremental' }, /moving values/],
  ['a rate other than 1', { rule: 'fixed-prediction', inferenceRate: 0.5 }, /other than 1/],
] as const)('%s has no such step, and says why', (_, inference, reason) => {
  const document = under(randomExperiment(2, { hidden: [2, 2], precisions: 'one' }), inference);
  expect(saidOf(document)).toEqual({ value: null, reason: expect.stringMatching(reason) });
});

test('pins are a source of errors of their own', async () => {
  const free = randomExperiment(5, { ...smooth, hidden: [2, 2] });
  const pins = { [free.network.nodes[1]!.id]: { 0: 3 } };
  for (const rule of ['fixed-prediction', 'zero-divergence'] as const) {
    const pinned = { ...under1(free, rule), pins };
    expect(saidOf(pinned).reason).toMatch(/pinned/);
    const { all } = await courseOf(await open(pinned), [0], 6, onward);
    expect(all.relativeError.at(-1)).toBeGreaterThan(1e-6);
  }
  expect(saidOf({ ...under1(free, 'backprop'), pins }).value).not.toBeNull();
});
