import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Parameters } from '#core/network/network.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine } from '#engine/engine.ts';
import { openEngine } from '#engine/open-engine.ts';
import { setRule, setUnits } from '#experiment/edit.ts';
import { learnUpdates } from '#session/learn.ts';
import type { LiveSession } from '#session/live-session.svelte.ts';
import type { EngineChoice } from '#session/session.ts';
import { FailingEngine, NEVER } from '../oracles/failing-engine.ts';
import { bareSession, dialOf, settled, soon } from '../setup/live-session.ts';

const preset = dialOf();

async function sessionOn(
  engine: Engine,
  open: (choice: EngineChoice) => Promise<Engine>,
): Promise<LiveSession> {
  const session = bareSession(preset, { open });
  await session.moveTo(engine, '');
  return session;
}

const flat = ({ weights, biases }: Parameters) =>
  [...Object.values(weights), ...Object.values(biases)].flatMap((it) => Array.from(it));

afterEach(() => {
  vi.restoreAllMocks();
});

describe('an engine that fails at any of its answers', () => {
  /** Loads, settles, trains two epochs, is edited, trains an update more. */
  async function lecture(session: LiveSession) {
    await session.restart(preset);
    session.toRest();
    await settled(session);
    session.trainEpochs(2);
    await soon(() => !session.training.running);
    session.edit(setUnits(session.experiment, 'x1', 5).experiment);
    await settled(session);
    session.trainBatch();
    await soon(() => !session.training.running);
    const updates = await session.exclusively(async (it) => it.updates);
    const { epoch, batch, history } = session.training;
    const frame = Array.from(session.frame!.total);
    return { weights: flat(await session.parameters()), updates, epoch, batch, history, frame };
  }

  test('leaves an experiment with the same bits, clock, history and picture, and one sentence', async () => {
    const first = new FailingEngine(new CpuEngine(), NEVER);
    const undisturbed = await lecture(await sessionOn(first, async () => new CpuEngine()));
    expect(undisturbed.updates).toBe(2 * 8 + 1);
    // Frames come at their own times, so that runs differ in how much is read.
    for (let at = 1; at < first.awaits; at += 4) {
      const failing = new FailingEngine(new CpuEngine(), { at, of: 'awaits', tells: at % 8 === 1 });
      const session = await sessionOn(failing, async () => new CpuEngine());
      expect(await lecture(session), `lost at answer ${at}`).toEqual(undisturbed);
      if (failing.awaits < at) continue;
      expect(session.issues.length, `lost at answer ${at}`).toBe(1);
      expect(session.engine).toMatchObject({ kind: 'cpu', reason: session.issues[0]!.message });
    }
  });
});

describe('a graphics device', () => {
  const devices: GPUDevice[] = [];

  /** A session on WebGPU that remembers the devices it was given. */
  async function onWebGpu(): Promise<LiveSession> {
    devices.length = 0;
    const request = GPUAdapter.prototype.requestDevice;
    vi.spyOn(GPUAdapter.prototype, 'requestDevice').mockImplementation(async function (
      this: GPUAdapter,
      ...given
    ) {
      const device = await request.apply(this, given);
      devices.push(device);
      return device;
    });
    const open = async (choice: EngineChoice) => (await openEngine(choice)).engine;
    const session = await sessionOn(await open('webgpu'), open);
    await session.restart(preset);
    expect(session.engine.kind).toBe('webgpu');
    return session;
  }

  const lose = () => devices.at(-1)!.destroy();
  const learn = (session: LiveSession, updates: number) =>
    session.exclusively((laboratory) => learnUpdates(laboratory, updates));

  const moments: Record<string, (session: LiveSession) => Promise<void>> = {
    'before an experiment is loaded': async (session) => {
      lose();
      await session.restart(preset);
    },
    'while it compiles': async (session) => {
      const create = vi.spyOn(devices[0]!, 'createComputePipelineAsync');
      session.edit(setRule(session.experiment, 'incremental').experiment);
      await soon(() => create.mock.calls.length > 0);
      lose();
    },
    'while it settles': async (session) => {
      session.play();
      await soon(() => session.frame!.t > 1);
      lose();
      await soon(() => session.issues.length > 0);
      session.pause();
    },
    'during a readback': async (session) => {
      const reading = session.parameters();
      const map = vi.spyOn(GPUBuffer.prototype, 'mapAsync');
      await soon(() => map.mock.calls.length > 0);
      lose();
      await reading;
    },
    'while it rests': async () => lose(),
  };

  test.each(Object.entries(moments))(
    'lost %s comes back where it was, with one sentence',
    async (_, moment) => {
      const session = await onWebGpu();
      await learn(session, 3);
      const before = flat(await session.parameters());
      await moment(session);
      await soon(() => session.issues.length > 0);
      await settled(session);
      expect(session.issues.map((it) => it.message)).toEqual([
        'The graphics device was lost; the experiment goes on where it was, on a new connection to it.',
      ]);
      expect(session.engine).toMatchObject({ kind: 'webgpu', reason: session.issues[0]!.message });
      expect(devices.length).toBeGreaterThan(1);
      const isAnew = (await session.exclusively(async (it) => it.updates)) === 0;
      const { parameters } = await trainedOnCpu(isAnew ? 0 : 3);
      expectClose(flat(await session.parameters()), isAnew ? flat(parameters) : before);
      expect(Array.from(session.frame!.total).every(Number.isFinite)).toBe(true);
    },
  );

  /** The same updates on the CPU that nothing happens to. */
  async function trainedOnCpu(updates: number) {
    const session = await sessionOn(new CpuEngine(), async () => new CpuEngine());
    await session.restart(preset);
    await learn(session, updates);
    return { parameters: await session.parameters() };
  }

  function expectClose(actual: readonly number[], expected: readonly number[], tolerance = 1e-4) {
    expect(actual.length).toBe(expected.length);
    expect(Math.max(...actual.map((it, i) => Math.abs(it - expected[i]!)))).toBeLessThan(tolerance);
  }

  test('lost while it trains, twice, trains on: first on a new one, then on the CPU; no update is missing or made twice', async () => {
    const session = await onWebGpu();
    session.trainEpochs(3);
    for (const losses of [1, 2]) {
      await soon(() => session.training.epoch >= losses);
      expect(session.training.running).toBe(true);
      lose();
      await soon(() => session.issues.length >= losses);
    }
    await soon(() => !session.training.running);
    expect(session.issues.map((it) => it.message.split(', on ').at(-1))).toEqual([
      'a new connection to it.',
      'the CPU.',
    ]);
    expect(session.engine.kind).toBe('cpu');
    expect(session.training).toMatchObject({ epoch: 3, batch: 0 });
    const updates = await session.exclusively(async (it) => it.updates);
    expect(updates).toBe(3 * session.training.batches);
    const { parameters } = await trainedOnCpu(updates);
    expectClose(flat(await session.parameters()), flat(parameters), 5e-3);
  });

  test('that does not come back leaves the CPU to go on', async () => {
    const session = await onWebGpu();
    vi.spyOn(navigator.gpu, 'requestAdapter').mockResolvedValue(null);
    await learn(session, 3);
    lose();
    await soon(() => session.issues.length > 0);
    expect(session.issues.map((it) => it.message)).toEqual([
      'The graphics device was lost; the experiment goes on where it was, on the CPU.',
    ]);
    expect(session.engine.kind).toBe('cpu');
    const { parameters } = await trainedOnCpu(3);
    expectClose(flat(await session.parameters()), flat(parameters));
  });

  /** What a device does that cannot take the next network. */
  const refusals: Record<string, () => string> = {
    'has no memory left': () => {
      const pop = GPUDevice.prototype.popErrorScope;
      vi.spyOn(devices[0]!, 'popErrorScope').mockImplementation(async function (this: GPUDevice) {
        return (await pop.call(this)) ?? new GPUOutOfMemoryError('');
      });
      return 'no memory left';
    },
    'offers smaller buffers': () => {
      const small = { maxBufferSize: 1000, maxStorageBufferBindingSize: 1000 };
      Object.defineProperty(devices[0]!, 'limits', { value: small });
      return 'in one piece';
    },
    'does not compile a shader': () => {
      const create = devices[0]!.createShaderModule.bind(devices[0]!);
      vi.spyOn(devices[0]!, 'createShaderModule').mockImplementation((it) =>
        create({ ...it, code: `${it.code} nonsense` }),
      );
      return 'cannot compile';
    },
  };

  test.each(Object.entries(refusals))(
    'that %s hands the edited network to the CPU, as trained as it was, and says why',
    async (_, refuse) => {
      const session = await onWebGpu();
      await learn(session, 3);
      const [before, words] = [await session.parameters(), refuse()];
      session.edit(setRule(session.experiment, 'incremental').experiment);
      await settled(session);
      expect(session.issues).toEqual([
        {
          code: 'engine',
          at: expect.any(String),
          message: expect.stringContaining(words),
          hint: 'The experiment goes on with the CPU.',
        },
      ]);
      expect(session.engine).toMatchObject({ kind: 'cpu', reason: session.issues[0]!.message });
      expect(session.experiment.inference.rule).toBe('incremental');
      expect(flat(await session.parameters())).toEqual(flat(before));
      expect(await session.exclusively(async (it) => it.updates)).toBe(3);
    },
  );

  test('named by the visitor refuses what it cannot take, and what ran stays on screen', async () => {
    const session = await onWebGpu();
    await session.switchTo('webgpu');
    refusals['offers smaller buffers']!();
    session.edit(setRule(session.experiment, 'incremental').experiment);
    await soon(() => session.issues.length > 0);
    await settled(session);
    expect(session.issues.map((it) => it.message)).toEqual([expect.stringContaining('in one piece')]);
    expect(session.engine.kind).toBe('webgpu');
    expect(session.experiment.inference.rule).toBe(preset.inference.rule);
  });

  test('lost under a study ends the study with a sentence, and the next one has another', async () => {
    const session = await onWebGpu();
    const study = session.studies.start<number>(async (bench) => {
      await bench.engine.load({
        layout: { length: 0, tensors: new Map() },
        schedules: {},
        capacity: 1,
        traceLength: 1,
      });
      lose();
      for (;;) {
        await bench.engine.load({
          layout: { length: 0, tensors: new Map() },
          schedules: {},
          capacity: 1,
          traceLength: 1,
        });
        await bench.progress(0.5);
      }
    }, 'present');
    await study.over;
    expect(study).toMatchObject({ state: 'failed', message: expect.stringContaining('lost') });
    expect(session.issues).toEqual([]);
    const count = devices.length;
    const next = session.studies.start<string>(async (bench) => bench.engine.kind, 'present');
    await next.over;
    expect(next).toMatchObject({ state: 'done', result: 'webgpu' });
    expect(devices.length).toBe(count + 1);
  });
});
