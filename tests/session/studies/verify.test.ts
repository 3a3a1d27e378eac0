import { describe, expect, test } from 'vitest';
import type { Memory } from '#core/plan/plan.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { presets } from '#experiment/presets/index.ts';
import { Stopped } from '#session/studies/study.ts';
import { checks } from '#session/studies/verify/checks/index.ts';
import { type Report, verify } from '#session/studies/verify/verify.ts';
import { type Benchwork, benchOn } from '../../oracles/bench.ts';
import { fixtures } from '../../oracles/fixtures.ts';
import { type Fault, Mutant } from '../../oracles/mutant.ts';
import { randomDocument } from '../../oracles/random-networks.ts';
import { randomExperiment, seeds, under } from '../../oracles/scenarios.ts';

const simd = () => SimdEngine.open() ?? new CpuEngine();
const another: Benchwork = { engine: simd(), engineOf: async () => new CpuEngine() };

const reportOn = async (document: ExperimentDocument, bench = another): Promise<Report> =>
  verify()(await benchOn<Report>(document, bench));

/** What failed, in words. */
const faults = ({ verified }: Report) =>
  verified
    .filter((it) => it.outcome.verdict === 'fails')
    .map(({ check, outcome }) => [check.id, outcome.words, outcome.figures]);

describe('nothing fails', () => {
  test.each(fixtures.map((it) => [it.name, it.experiment] as const))('on %s', async (_, document) => {
    expect(faults(await reportOn(document))).toEqual([]);
  });

  test.each(presets.filter((it) => it.id !== 'digits').map((it) => [it.id, it.document] as const))(
    'on the preset %s',
    async (_, document) => {
      expect(faults(await reportOn(document))).toEqual([]);
    },
  );

  test.each(seeds(12))('on random network %i', async (seed) => {
    expect(faults(await reportOn(randomDocument(seed)))).toEqual([]);
  });

  test.each(seeds(8))('on linear network %i, as it is and with nothing that may move', async (seed) => {
    const linear = randomExperiment(seed, { activations: ['identity'], likelihoods: ['gaussian'] });
    const free = linear.network.nodes.filter((it) => (it.clamp?.learning ?? 'free') === 'free');
    const every = (of: (unit: number) => number) =>
      free.map(({ id, units }) => [id, Array.from({ length: units }, (_, i) => of(i))] as const);
    const pins = Object.fromEntries(
      every((unit) => 0.3 + unit / 10).map(([id, values]) => [id, Object.fromEntries(values.entries())]),
    );
    const removed = { units: Object.fromEntries(every((unit) => unit)) };
    for (const document of [linear, { ...linear, pins }, { ...linear, lesions: removed }])
      expect(faults(await reportOn(document))).toEqual([]);
  });
});

/** Layers of one kind, five samples, π = 1 but at the output: every law applies but those of another kind. */
const layered = (activation: 'tanh' | 'identity') =>
  under(
    randomExperiment(5, {
      activations: [activation],
      likelihoods: ['gaussian'],
      precisions: 'target',
      paths: 'equal',
      hidden: [2, 2],
      units: [3, 5],
      samples: [5, 5],
    }),
    { inferenceRate: 0.1, settleSteps: 20 },
  );

const verdictsOn = async (document: ExperimentDocument, bench = another, fault?: Fault) => {
  const equipment = { reference: () => (fault ? new Mutant(fault) : new CpuEngine('float64')) };
  const { verified } = await verify(checks, equipment)(await benchOn<Report>(document, bench));
  return Object.fromEntries(verified.map((it) => [it.check.id, it.outcome.verdict]));
};

test('every check applies to some network, and passes there', async () => {
  const [bent, straight] = [await verdictsOn(layered('tanh')), await verdictsOn(layered('identity'))];
  for (const { id } of checks) expect([bent[id], straight[id]], id).toContain('passes');
});

const negated =
  (pattern: RegExp) =>
  (values: Memory, tensor: string): Memory =>
    pattern.test(tensor) ? values.map((it) => -it) : values;

/** The sender of a pull: its error, where its delta was asked for. */
const withoutSlope: NonNullable<Fault['stage']> = (stage, _, { layout }) => {
  if (stage.kernel !== 'ops/dense.pullback') return stage;
  const calls = stage.calls.map((it) => {
    const [name] = [...layout.tensors].find(([, { offset }]) => offset === it.args.delta)!;
    return { ...it, args: { ...it.args, delta: layout.tensors.get(name.replace('delta', 'error'))!.offset } };
  });
  return { ...stage, calls };
};

const hidden = layered('tanh').network.nodes.find((it) => it.id === 'h1a')!;

/** What may be wrong with the reference, and the checks that must notice. */
const broken: readonly (readonly [string, Fault, readonly string[]])[] = [
  [
    'backprop’s gradients have the other sign',
    { reading: negated(/^rival (gradient|biasGradient)/) },
    ['finite-differences', 'textbook'],
  ],
  [
    'gradients have the other sign',
    { reading: negated(/^(gradient|biasGradient)/) },
    ['local-gradients', 'zero-divergence', 'exact-at-one', 'equilibrium'],
  ],
  [
    'one bias gradient is a thousandth too large',
    {
      reading: (values, tensor) =>
        tensor.startsWith('biasGradient(out') ? values.map((it) => 1.001 * it) : values,
    },
    ['local-gradients', 'zero-divergence', 'exact-at-one'],
  ],
  [
    'the derivative is dropped on the way back',
    { stage: withoutSlope },
    ['finite-differences', 'textbook', 'zero-divergence', 'exact-at-one', 'binomial-law', 'rising-total'],
  ],
  [
    'errors are those of the start',
    { stage: (it, name) => (name === 'step' && it.kernel.endsWith('.compare') ? null : it) },
    ['local-gradients', 'exact-at-one', 'zero-divergence', 'binomial-law', 'rising-total'],
  ],
  [
    'values move the other way',
    { settings: (it) => ({ ...it, inferenceRate: -it.inferenceRate }) },
    ['falling-energy', 'binomial-law', 'exact-at-one'],
  ],
  [
    'steps are a tenth too long',
    { settings: (it) => ({ ...it, inferenceRate: 1.1 * it.inferenceRate }) },
    ['binomial-law', 'exact-at-one'],
  ],
  [
    'energies miss the half',
    { reading: (values, tensor) => (tensor.startsWith('trace(') ? values.map((it) => 2 * it) : values) },
    ['rising-total', 'equilibrium'],
  ],
  [
    'incremental takes longer steps',
    {
      settings: (it, plan) =>
        'learningStep' in plan.schedules ? { ...it, inferenceRate: 1.001 * it.inferenceRate } : it,
    },
    ['incremental'],
  ],
];

/** What may be wrong with the page's engine. */
const crooked: readonly (readonly [string, Fault, readonly string[]])[] = [
  [
    'gradients have the other sign',
    { reading: negated(/^(gradient|biasGradient)/) },
    ['engine', 'cpu-webgpu'],
  ],
  [
    'one value in a thousand is lost',
    {
      reading: (values, tensor) => (tensor.startsWith('value(h1') ? values.map((it) => 0.999 * it) : values),
    },
    ['engine', 'cpu-webgpu'],
  ],
  [
    'a step changes the weights',
    {
      afterStep: (tensors) => {
        const weights = tensors(`weight(${layered('tanh').network.connections[0]!.id})`);
        if (weights) weights[0]! *= 1.01;
      },
    },
    ['parameters-rest', 'deterministic'],
  ],
  [
    'a number changes from one reading to the next',
    {
      reading: (values, tensor, count) =>
        tensor.startsWith('error(') ? values.map((it) => it + 1e-7 * count) : values,
    },
    ['deterministic'],
  ],
  [
    'a settling in one piece is a step short',
    {
      program: (program) =>
        program.map((it) =>
          it.schedule === 'step' && (it.times ?? 1) > 1 ? { ...it, times: it.times! - 1 } : it,
        ),
    },
    ['splitting'],
  ],
  [
    'the second sample feels the first',
    {
      afterStep: (tensors) => {
        const values = tensors('value(h1a)');
        if (values) values[hidden.units]! += 1e-3 * values[0]!;
      },
    },
    ['permuting', 'engine'],
  ],
  [
    'clamped values drift',
    {
      afterStep: (tensors) => {
        const values = tensors('value(in)');
        if (values) values[0]! += 1e-3;
      },
    },
    ['clamped', 'permuting'],
  ],
];

const documents = [layered('tanh'), layered('identity')];

/** Which checks fail on either network. */
async function failing(bench: () => Benchwork, fault?: Fault): Promise<Set<string>> {
  const verdicts = await Promise.all(documents.map((it) => verdictsOn(it, bench(), fault)));
  return new Set(verdicts.flatMap((it) => Object.keys(it).filter((id) => it[id] === 'fails')));
}

describe('a check notices what is broken', () => {
  test.each(broken)('in the reference: %s', async (_, fault, expected) => {
    const failed = await failing(() => another, fault);
    for (const id of expected) expect(failed, id).toContain(id);
  });

  test.each(crooked)('in the page’s engine: %s', async (_, fault, expected) => {
    const failed = await failing(() => ({ ...another, engine: new Mutant(fault, 'float32') }));
    for (const id of expected) expect(failed, id).toContain(id);
  });

  test('every one of them', () => {
    const noticed = new Set([...broken, ...crooked].flatMap(([, , ids]) => ids));
    expect(checks.map((it) => it.id).filter((id) => !noticed.has(id))).toEqual([]);
  });
});

test('where there is no WebGPU the comparison does not apply, and says why', async () => {
  const { verified } = await reportOn(layered('tanh'), {
    engine: simd(),
    engineOf: () => Promise.reject(new Error('This browser has no WebGPU.')),
  });
  const { outcome } = verified.find((it) => it.check.id === 'cpu-webgpu')!;
  expect(outcome.verdict).toBe('does not apply');
  expect(outcome.words).toContain('This browser has no WebGPU');
});

test('where every parameter sits at a kink, differences say nothing, and do not pass', async () => {
  const document: ExperimentDocument = {
    version: 1,
    network: {
      nodes: [
        { id: 'in', units: 2, clamp: { learning: 'input', testing: 'input' } },
        { id: 'out', units: 1, activation: 'relu', clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [{ id: 'w', from: 'in', to: 'out' }],
    },
    parameters: { weights: { w: [[0, 0]] } },
    data: { name: 'rows', inputs: [[1, 2]], targets: [[1]] },
  };
  const verdicts = await verdictsOn(document);
  expect(verdicts['finite-differences']).toBe('does not apply');
});

test('laws of errors that arrive do not apply where none can: the only free layer leads nowhere', async () => {
  const free = { learning: 'free', testing: 'free' } as const;
  const document: ExperimentDocument = {
    version: 1,
    network: {
      nodes: [
        { id: 'in', units: 2, clamp: { learning: 'input', testing: 'input' } },
        { id: 'aside', units: 3, activation: 'tanh', clamp: free },
        { id: 'out', units: 1, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: 'u', from: 'in', to: 'aside' },
        { id: 'w', from: 'in', to: 'out' },
      ],
    },
    data: { name: 'rows', inputs: [[1, 2]], targets: [[1]] },
    inference: { rule: 'fixed-prediction', inferenceRate: 0.5, settleSteps: 8 },
  };
  const { verified } = await reportOn(document);
  for (const id of ['binomial-law', 'rising-total'])
    expect(verified.find((it) => it.check.id === id)!.outcome).toMatchObject({
      verdict: 'does not apply',
      words: 'Does not apply, because no free layer leads to the output.',
    });
});

test('weights that are no numbers any more fail no check: it is said instead', async () => {
  const bench = await benchOn<Report>(layered('tanh'), another);
  const { weights, biases } = bench.parameters;
  const [id] = Object.keys(weights);
  const broken = { biases, weights: { ...weights, [id!]: weights[id!]!.map(() => Number.NaN) } };
  await expect(verify()({ ...bench, parameters: broken })).rejects.toThrow('left every range');
});

test('a check that breaks down has failed, and says why; stopping stops', async () => {
  const breaking = { ...checks[0]!, run: () => Promise.reject(new Error('the sky fell')) };
  const { verified } = await verify([breaking])(await benchOn<Report>(layered('tanh')));
  expect(verified[0]!.outcome).toMatchObject({
    verdict: 'fails',
    words: expect.stringContaining('the sky fell'),
  });
  const stopped = {
    ...(await benchOn<Report>(layered('tanh'))),
    progress: () => Promise.reject(new Stopped()),
  };
  await expect(verify()(stopped)).rejects.toThrow(Stopped);
});
