import { describe, expect, test, vi } from 'vitest';
import type { Plan } from '#core/plan/plan.ts';
import { EngineError } from '#engine/engine-error.ts';
import { findAdapter, requestDevice } from '#engine/webgpu/device.ts';
import { WebGpuEngine } from '#engine/webgpu/webgpu-engine.ts';
import { conformance } from '../oracles/conformance.ts';
import { openOn } from '../oracles/open-on.ts';
import { randomDocument } from '../oracles/random-networks.ts';
import { open } from '../oracles/scenarios.ts';
import { planOf } from '../oracles/small-plan.ts';

describe('the staged path', () => {
  conformance(() => openOn('staged'), 'float32');
});

async function ownDevice() {
  const found = await findAdapter();
  const device = await requestDevice(found);
  return { found, device, engine: new WebGpuEngine(device, found.name) };
}

test('the software adapter of the tests is known as one', async () => {
  expect(await findAdapter()).toMatchObject({ isSoftware: true });
});

describe('while a plan runs', () => {
  test('nothing is compiled and no bind group made, whatever the settings', async () => {
    const { device, engine } = await ownDevice();
    const laboratory = await open(randomDocument(3), engine);
    const made = [
      vi.spyOn(device, 'createComputePipelineAsync'),
      vi.spyOn(device, 'createComputePipeline'),
      vi.spyOn(device, 'createShaderModule'),
      vi.spyOn(device, 'createBindGroup'),
      vi.spyOn(device, 'createBuffer'),
    ];
    const submits = vi.spyOn(device.queue, 'submit');
    for (const inferenceRate of [0.01, 0.02, 0.03]) {
      engine.tune({ inferenceRate, learningRate: 0.1, samples: 1 });
      laboratory.step(5);
    }
    await laboratory.parameters();
    expect(made.map((it) => it.mock.calls.length)).toEqual([0, 0, 0, 0, 0]);
    // One a program, one for the reading.
    expect(submits).toHaveBeenCalledTimes(4);
    engine.dispose();
  });

  test('a second plan compiles only the kernels it adds', async () => {
    const { device, engine } = await ownDevice();
    const laboratory = await open(randomDocument(3), engine);
    const compiled = vi.spyOn(device, 'createComputePipelineAsync');
    await engine.load(laboratory.plan);
    expect(compiled).not.toHaveBeenCalled();
    engine.dispose();
  });

  test('more samples than the plan has room for are refused', async () => {
    const { engine } = await ownDevice();
    const laboratory = await open(randomDocument(3), engine);
    engine.tune({ inferenceRate: 0.1, learningRate: 0.1, samples: laboratory.plan.capacity + 1 });
    expect(() => engine.run([{ schedule: 'begin' }])).toThrow(RangeError);
    engine.dispose();
  });
});

describe('the choice of a path', () => {
  const remembering = () => {
    const known = new Map<string, string>();
    const memory = {
      recall: (key: string) => known.get(key) ?? null,
      remember: (key: string, path: string) => void known.set(key, path),
    };
    return { known, memory };
  };

  test('is measured on a graphics card, where the shape leaves one, and remembered', async () => {
    const { found, device } = await ownDevice();
    const { known, memory } = remembering();
    const engine = new WebGpuEngine(device, found.name, { memory, isSoftware: false });
    await engine.load(planOf(3, 5));
    expect(['register', 'fused', 'tiled']).toContain(engine.path);
    expect([...known.values()]).toEqual([engine.path]);
    expect([...known.keys()][0]).toContain(found.name);

    // What is remembered is taken without measuring again.
    for (const key of known.keys()) known.set(key, 'fused');
    const submits = vi.spyOn(device.queue, 'submit');
    await engine.load(planOf(3, 5));
    expect(engine.path).toBe('fused');
    expect(submits.mock.calls.length).toBeLessThanOrEqual(1);
    engine.dispose();
  });

  test('is the visitor’s, if a path is pinned', async () => {
    const { engine } = await ownDevice();
    for (const path of [...engine.paths].reverse()) {
      engine.pin(path);
      await engine.load(planOf(3, 5));
      expect(engine.path).toBe(path);
    }
    engine.pin(null);
    await engine.load(planOf(3, 5));
    expect(engine.path).toBe('register');
    engine.dispose();
  });

  test('falls to another where the device cannot compile one', async () => {
    const { found, device } = await ownDevice();
    const { known, memory } = remembering();
    const engine = new WebGpuEngine(device, found.name, { memory, isSoftware: false });
    const create = device.createComputePipelineAsync.bind(device);
    vi.spyOn(device, 'createComputePipelineAsync').mockImplementation((descriptor) =>
      descriptor.label === 'chains' ? create(descriptor) : Promise.reject(new Error('too long')),
    );
    const issues = await engine.load(planOf(3, 5)).catch((error) => error);
    // The staged kernels that the tiled path hands over do not compile either, so that nothing is left.
    expect(issues).toBeInstanceOf(EngineError);
    vi.restoreAllMocks();
    vi.spyOn(device, 'createComputePipelineAsync').mockImplementation((descriptor) =>
      descriptor.label?.includes('passage') ? Promise.reject(new Error('too long')) : create(descriptor),
    );
    await engine.load(planOf(3, 5));
    expect(engine.path).toBe('tiled');
    expect([...known.values()]).toEqual(['tiled']);
    engine.dispose();
  });
});

describe('a plan that cannot be', () => {
  test('names the size the device offers', async () => {
    const { engine } = await ownDevice();
    const laboratory = await open(randomDocument(3), engine);
    const { plan } = laboratory;
    const tooLarge: Plan = { ...plan, layout: { ...plan.layout, length: 2 ** 40 } };
    const refusal = await engine.load(tooLarge).catch((error) => error);
    expect(refusal).toBeInstanceOf(EngineError);
    expect(refusal.issues).toMatchObject([{ code: 'engine', message: expect.stringContaining('MB') }]);
    engine.dispose();
  });

  test('an argument that WGSL does not know is refused, not passed over', async () => {
    const { engine } = await ownDevice();
    const call = { args: { clok: 0 }, threads: 1, perSample: false, says: '' };
    const schedules = { wrong: [{ kernel: 'telemetry/clock.tick' as const, calls: [call] }] };
    const plan: Plan = { layout: { length: 4, tensors: new Map() }, schedules, capacity: 1, traceLength: 1 };
    await expect(engine.load(plan)).rejects.toThrow('clok');
    engine.dispose();
  });
});

describe('when the device is lost', () => {
  test('the session is told, reading and loading reject, all else does nothing', async () => {
    const { device, engine } = await ownDevice();
    const laboratory = await open(randomDocument(3), engine);
    const pending = engine.read([{ tensor: 'clock' }]).catch((error) => error);
    device.destroy();
    expect(await engine.lost).toMatchObject({ code: 'engine', message: expect.stringContaining('lost') });
    await pending;
    engine.write('clock', [1]);
    engine.tune({ inferenceRate: 0.1, learningRate: 0.1, samples: 1 });
    engine.run([{ schedule: 'begin' }]);
    await expect(engine.read([{ tensor: 'clock' }])).rejects.toThrow(EngineError);
    await expect(engine.load(laboratory.plan)).rejects.toThrow(EngineError);
    engine.dispose();
  });

  test('closing the engine is no loss', async () => {
    const { device, engine } = await ownDevice();
    engine.dispose();
    await device.lost;
    const first = await Promise.race([
      engine.lost,
      new Promise((resolve) => setTimeout(resolve, 20, 'nothing')),
    ]);
    expect(first).toBe('nothing');
  });
});
