import { expect, test } from 'vitest';
import { WorkerEngine } from '#engine/cpu/worker-engine.ts';
import { openEngine } from '#engine/open-engine.ts';

test('left to itself, a machine with a software adapter computes on the CPU and says why', async () => {
  const { engine, issues } = await openEngine('auto');
  expect(engine).toBeInstanceOf(WorkerEngine);
  expect(issues).toMatchObject([{ code: 'engine', message: expect.stringContaining('software') }]);
  engine.dispose();
});

test('WebGPU opens when asked for by name, after a trial that leaves nothing behind', async () => {
  const { engine, issues } = await openEngine('webgpu');
  expect(engine.kind).toBe('webgpu');
  expect(engine.adapter).not.toBe('');
  expect(issues).toEqual([]);
  expect(() => engine.write('weight(v)', [1])).toThrow('weight(v)');
  engine.dispose();
});

test('the CPU opens when asked for by name, on a thread of its own', async () => {
  const { engine, issues } = await openEngine('cpu');
  expect(engine).toBeInstanceOf(WorkerEngine);
  expect(issues).toEqual([]);
  engine.dispose();
});
