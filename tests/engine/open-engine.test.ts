import { expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { EngineError } from '#engine/engine-error.ts';
import { openEngine } from '#engine/open-engine.ts';
import { tryOut } from '#engine/trial.ts';

test('without WebGPU the CPU computes, and the reason is told', async () => {
  const { engine, issues } = await openEngine('auto');
  expect(engine.kind).toBe('cpu');
  expect(issues).toMatchObject([{ code: 'engine', message: expect.stringContaining('WebGPU') }]);
});

test('without WebGPU asking for it by name rejects with issues', async () => {
  const refusal = await openEngine('webgpu').catch((error) => error);
  expect(refusal).toBeInstanceOf(EngineError);
  expect(refusal.issues).toHaveLength(1);
});

test('the trial passes a working engine and fails one that computes wrong numbers', async () => {
  await expect(tryOut(new CpuEngine())).resolves.toBeUndefined();
  for (const wrong of [1e-3, Number.NaN]) {
    const broken = new CpuEngine();
    const read = broken.read.bind(broken);
    broken.read = async (readings) => (await read(readings)).map((it) => it.map((x) => x + wrong));
    await expect(tryOut(broken)).rejects.toThrow(EngineError);
  }
});
