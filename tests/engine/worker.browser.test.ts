import { afterEach, describe, expect, test, vi } from 'vitest';
import { WorkerEngine } from '#engine/cpu/worker-engine.ts';
import { conformance } from '../oracles/conformance.ts';
import { randomDocument } from '../oracles/random-networks.ts';
import { open } from '../oracles/scenarios.ts';

describe('the CPU engine in a worker', () => {
  conformance(() => WorkerEngine.open({ workers: 1 }), 'float32');
});

describe('the CPU engine in three workers that divide whatever can be', () => {
  conformance(() => WorkerEngine.open({ workers: 3, worthwhile: 0 }), 'float32');
});

test('a failure in the worker reaches the next answer, and the worker goes on', async () => {
  const engine = await WorkerEngine.open();
  const { plan } = await open(randomDocument(3), engine);
  const call = { args: {}, threads: 1, perSample: false, says: '' };
  const wrong = [{ kernel: 'nowhere/nothing.atAll' as const, calls: [call] }];
  await engine.load({ ...plan, schedules: { ...plan.schedules, wrong } });
  engine.run([{ schedule: 'wrong' }]);
  await expect(engine.read([{ tensor: 'clock' }])).rejects.toThrow('nowhere/nothing.atAll');
  expect(await engine.read([{ tensor: 'clock' }])).toHaveLength(1);
  engine.dispose();
});

test('closing the engine rejects what it still owed', async () => {
  const engine = await WorkerEngine.open();
  await open(randomDocument(3), engine);
  const owed = engine.read([{ tensor: 'clock' }]);
  engine.dispose();
  await expect(owed).rejects.toThrow('closed');
  await expect(engine.read([{ tensor: 'clock' }])).rejects.toThrow();
});

describe('one of three workers that stops', () => {
  afterEach(() => vi.unstubAllGlobals());

  test.each([0, 1, 2])('is told of and ends the others, be it number %i', async (number) => {
    const workers: Worker[] = [];
    const Original = Worker;
    vi.stubGlobal(
      'Worker',
      class extends Original {
        constructor(...args: ConstructorParameters<typeof Original>) {
          super(...args);
          workers.push(this);
        }
      },
    );
    const engine = await WorkerEngine.open({ workers: 3, worthwhile: 0 });
    await open(randomDocument(3, [40, 40]), engine);
    const ended = workers.map((it) => vi.spyOn(it, 'terminate'));
    const owed = engine.read([{ tensor: 'clock' }]).catch((error) => error);
    // No worker can read this.
    workers[number]!.postMessage(null);
    expect(await engine.lost).toMatchObject({ code: 'engine', message: expect.stringContaining('stopped') });
    await owed;
    await expect(engine.read([{ tensor: 'clock' }])).rejects.toThrow('stopped');
    for (const it of ended) expect(it).toHaveBeenCalled();
  });
});
