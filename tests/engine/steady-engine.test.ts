import { describe, expect, test } from 'vitest';
import type { Issue } from '#core/issue.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import type { Engine, EngineKind } from '#engine/engine.ts';
import { EngineError } from '#engine/engine-error.ts';
import { SteadyEngine } from '#engine/steady/steady-engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { learnEpochs, learnUpdates } from '#session/learn.ts';
import { Portion } from '#session/portion.ts';
import { FailingEngine, type Failure, NEVER } from '../oracles/failing-engine.ts';
import { lesson } from '../oracles/lesson.ts';
import { Draw, open } from '../oracles/scenarios.ts';
import { fill, planOf, settle, whole } from '../oracles/small-plan.ts';

/** 9 rows in batches of 4, three updates an epoch. */
const document = (inference: ExperimentDocument['inference']): ExperimentDocument =>
  lesson(new Draw(1, 'loss'), { rows: 9, hidden: [5, 4], inference: { settleSteps: 5, ...inference } });

/** Loads, settles step by step, learns with submissions under way, reads, edits, learns on: everything it was told on the way. */
async function run(engine: Engine, inference: ExperimentDocument['inference']): Promise<unknown[]> {
  const told: unknown[] = [];
  const laboratory = await open(document(inference), engine);
  laboratory.present([0, 1, 2]);
  laboratory.begin();
  for (const steps of [1, 2]) {
    laboratory.step(steps);
    told.push(await laboratory.read({ values: { h: { tensor: 'value(h)' }, k: { tensor: 'value(k)' } } }));
  }
  told.push(await learnUpdates(laboratory, 4, { portion: new Portion(0), inFlight: 3 }));
  told.push(await laboratory.snapshot());
  told.push(await learnEpochs(laboratory, 2));
  const { experiment } = laboratory;
  await laboratory.change({ ...experiment, learning: { ...experiment.learning, batchSize: 3 } });
  told.push(await learnUpdates(laboratory, 2));
  told.push(await laboratory.evaluate([0, 1, 2, 3, 4]), await laboratory.snapshot());
  return told;
}

interface Trial {
  readonly told: unknown[];
  readonly issues: readonly Issue[];
  readonly first: FailingEngine;
}

/** The run on a device that fails as said, with a second of the same make and then the CPU to go on. */
async function runThrough(
  failure: Failure,
  make: () => Engine,
  {
    keeps = false,
    mostWhole,
    second = NEVER,
    inference = {},
  }: {
    keeps?: boolean;
    mostWhole?: number;
    second?: Failure;
    inference?: ExperimentDocument['inference'];
  } = {},
): Promise<Trial & { readonly engine: SteadyEngine; readonly opened: readonly EngineKind[] }> {
  const issues: Issue[] = [];
  const opened: EngineKind[] = [];
  const first = new FailingEngine(make(), failure);
  const engine = new SteadyEngine(first, {
    openEngine: async (kind) => {
      opened.push(kind);
      return { engine: kind === 'webgpu' ? new FailingEngine(make(), second) : make() };
    },
    mayLeave: () => true,
    told: (issue) => issues.push(issue),
    spacing: () => (keeps ? 0 : Number.POSITIVE_INFINITY),
    ...(mostWhole !== undefined && { mostWhole }),
  });
  return { told: await run(engine, inference), issues, first, engine, opened };
}

const makes = { 'the reference': () => new CpuEngine(), 'SIMD kernels': () => SimdEngine.open(['plain'])! };
const starts = [
  { rule: 'strict' },
  { rule: 'strict', start: 'keep' },
  { rule: 'incremental', start: 'random' },
] as const;

const trials = [
  ...starts.flatMap((inference) =>
    [false, true].flatMap((keeps) =>
      [false, true].map((tells) => ({
        ...inference,
        name: 'the reference' as const,
        keeps,
        tells,
        every: 3,
      })),
    ),
  ),
  ...starts.map((inference) => ({
    ...inference,
    name: 'SIMD kernels' as const,
    keeps: true,
    tells: true,
    every: 5,
  })),
];

test.each(trials)(
  'a device lost at any call changes no bit of anything a run of $name under $rule is told, and is told of once (keeps state: $keeps, says so: $tells)',
  async ({ name, keeps, tells, every, ...inference }) => {
    const make = makes[name];
    const undisturbed = await runThrough(NEVER, make, { keeps, inference });
    expect(undisturbed.issues).toEqual([]);
    expect(undisturbed.told).toEqual(await run(make(), inference));
    // Without a word from the device only what is awaited can fail.
    const of = tells ? 'calls' : 'awaits';
    const all = undisturbed.first[of];
    expect(all).toBeGreaterThan(10);
    for (let at = 1; at <= all; at += tells ? every : 1) {
      const { told, issues, first, engine } = await runThrough({ at, of, tells }, make, { keeps, inference });
      expect(told, `lost at ${at} of ${all}`).toEqual(undisturbed.told);
      expect(issues.length, `lost at ${at} of ${all}`).toBe(1);
      expect(first.isDisposed).toBe(true);
      engine.dispose();
    }
  },
);

test.each(starts)('nor where only parameters and the like are kept, under $rule', async (inference) => {
  const make = makes['the reference'];
  const kept = { keeps: true, mostWhole: 0, inference };
  const undisturbed = await runThrough(NEVER, make, kept);
  expect(undisturbed.told).toEqual(await run(make(), inference));
  for (let at = 1; at <= undisturbed.first.calls; at += 2) {
    const { told, issues } = await runThrough({ at, of: 'calls', tells: true }, make, kept);
    expect(told, `lost at ${at}`).toEqual(undisturbed.told);
    expect(issues.length).toBe(1);
  }
});

describe('which engine goes on', () => {
  const make = makes['the reference'];
  const failure: Failure = { at: 12, of: 'awaits', tells: true };

  test('a new device first, and the sentence says so', async () => {
    const { engine, issues, opened } = await runThrough(failure, make);
    expect([engine.kind, opened]).toEqual(['webgpu', ['webgpu']]);
    expect(issues[0]!.message).toBe(
      'The graphics device was lost; the experiment goes on where it was, on a new connection to it.',
    );
  });

  test('the CPU where that fails too, at any call, whether while it catches up or later', async () => {
    const undisturbed = await run(make(), {});
    for (let at = 1; at < 40; at++) {
      const second: Failure = { at, of: 'calls', tells: at % 2 === 0 };
      const { engine, told, issues } = await runThrough(failure, make, { second });
      expect(told).toEqual(undisturbed);
      expect(engine.kind).toBe('cpu');
      expect(issues.at(-1)!.message).toBe(
        'The graphics device was lost; the experiment goes on where it was, on the CPU.',
      );
    }
  });

  test('none where none opens: what is waited for fails with the sentence that is told', async () => {
    const issues: Issue[] = [];
    const first = new FailingEngine(make(), { at: 3, of: 'awaits', tells: true });
    const engine = new SteadyEngine(first, {
      openEngine: () => Promise.reject(new Error('no')),
      mayLeave: () => true,
      told: (issue) => issues.push(issue),
    });
    const failed = await run(engine, {}).catch((error) => error);
    expect(failed).toBeInstanceOf(EngineError);
    expect(issues).toEqual([await engine.lost]);
    expect(failed.issues).toEqual(issues);
    await expect(engine.load(planOf(2, 3))).rejects.toThrow(EngineError);
  });
});

describe('a plan that the device refuses', () => {
  const tooLarge = EngineError.of('It needs too much.', 'Use less.');
  /** Takes plans of up to three hidden units. */
  class Narrow extends CpuEngine {
    override async load(...[plan]: Parameters<CpuEngine['load']>) {
      if (plan.layout.tensors.get('bias(h)')!.length > 3) throw tooLarge;
      return super.load(plan);
    }
  }
  const narrow = () => Object.assign(new Narrow(), { kind: 'webgpu' as const }) as unknown as Engine;

  async function refused(mayLeave: boolean) {
    const issues: Issue[] = [];
    const engine = new SteadyEngine(narrow(), {
      openEngine: async () => ({ engine: new CpuEngine() }),
      mayLeave: () => mayLeave,
      told: (issue) => issues.push(issue),
    });
    await engine.load(planOf(3, 5));
    fill(engine, planOf(3, 5));
    const loading = engine.load(planOf(4, 5));
    return { engine, issues, loading };
  }

  test('goes to the CPU with what it keeps, and the sentence says why', async () => {
    const { engine, issues, loading } = await refused(true);
    await loading;
    expect(engine.kind).toBe('cpu');
    expect(issues).toEqual([{ ...tooLarge.issues[0]!, hint: 'The experiment goes on with the CPU.' }]);
    // The last layer's bias is kept: its length did not change.
    const plain = new CpuEngine();
    await plain.load(planOf(3, 5));
    fill(plain, planOf(3, 5));
    await plain.load(planOf(4, 5));
    expect(await whole(engine, 'bias(y)', 'value(h)')).toEqual(await whole(plain, 'bias(y)', 'value(h)'));
  });

  test('is refused where the device was named, and what ran runs on', async () => {
    const { engine, issues, loading } = await refused(false);
    await expect(loading).rejects.toBe(tooLarge);
    expect([engine.kind, issues]).toEqual(['webgpu', []]);
    engine.run(settle);
    const plain = new CpuEngine();
    await plain.load(planOf(3, 5));
    fill(plain, planOf(3, 5));
    plain.run(settle);
    expect(await whole(engine, 'value(h)')).toEqual(await whole(plain, 'value(h)'));
  });
});

test('what cannot be run, written or read is refused at once, and is nobody’s loss', async () => {
  const engine = new SteadyEngine(new CpuEngine(), {
    openEngine: () => Promise.reject(new Error('not needed')),
    mayLeave: () => true,
    told: (issue) => expect.unreachable(issue.message),
  });
  expect(() => engine.run(settle)).toThrow('no plan');
  await engine.load(planOf(3, 5));
  expect(() => engine.run([{ schedule: 'dance' }])).toThrow('dance');
  expect(() => engine.write('weight(v)', new Float32Array(99))).toThrow(RangeError);
  await expect(engine.read([{ tensor: 'nothing' }])).rejects.toThrow('nothing');
  engine.tune({ inferenceRate: 0.1, learningRate: 0.1, samples: 6 });
  expect(() => engine.run(settle)).toThrow(RangeError);
});

describe('what is asked for while another plan is loaded, which may not have it', () => {
  test.each([
    ['is refused, and is nobody’s loss', NEVER],
    [
      'is refused too where the device is lost over it, and the next goes on',
      { ...NEVER, at: 3, of: 'awaits' },
    ],
  ] as const)('%s', async (_, failure) => {
    const issues: Issue[] = [];
    const engine = new SteadyEngine(new FailingEngine(new CpuEngine(), failure), {
      openEngine: async () => ({ engine: new CpuEngine() }),
      mayLeave: () => true,
      told: (issue) => issues.push(issue),
    });
    await engine.load(planOf(5, 3));
    const loading = engine.load(planOf(2, 3));
    // Of v, the plan before has ten weights, the next four.
    await expect(engine.read([{ tensor: 'weight(v)', start: 5, length: 5 }])).rejects.toThrow(RangeError);
    await loading;
    expect(await engine.read([{ tensor: 'weight(v)' }])).toMatchObject([{ length: 4 }]);
    expect(issues).toHaveLength(failure === NEVER ? 0 : 1);
  });
});
