import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { create, globals } from 'webgpu';
import { kernels } from '#core/kernels.ts';
import { complaints } from '#engine/webgpu/faults.ts';
import { paths } from '#engine/webgpu/paths.ts';
import { Programs } from '#engine/webgpu/programs.ts';
import { stagesOf } from '#engine/webgpu/schedules.ts';
import { address, assemble, locate, sources } from '#engine/webgpu/sources.ts';
import roof from '#shaders/roof/roof.wgsl?raw';
import { randomDocument } from '../oracles/random-networks.ts';
import { open, seeds } from '../oracles/scenarios.ts';

/** Dawn's compiler and validation without a device behind them: every WebGPU's default limits, no optional feature. */
let dawn: GPU;
let device: GPUDevice;

beforeAll(async () => {
  Object.assign(globalThis, globals);
  // Kept in sight: collected while its devices live, it takes the process down.
  dawn = create(['backend=null']);
  const adapter = await dawn.requestAdapter();
  device = await adapter!.requestDevice();
});
afterAll(() => device.destroy());

const entryPoints = [...sources.values()].flatMap(({ file, code }) =>
  [...code.matchAll(/@compute[^{]*?\bfn (\w+)/g)].map((match) => `${file}.${match[1]}`),
);

test('every kernel has a WGSL entry point and every entry point a kernel', () => {
  expect([...entryPoints].sort()).toEqual([...kernels.keys()].sort());
});

test('every argument of every plan is a field of the WGSL struct of its kernel', async () => {
  const missing = new Set<string>();
  for (const seed of seeds(60)) {
    const { plan } = await open(randomDocument(seed));
    for (const { kernel, calls } of stagesOf(plan)) {
      const { source } = address(kernel);
      const struct = source.code.match(/struct Args \{([^}]*)\}/)![1]!;
      const fields = new Set([...struct.matchAll(/(\w+): u32/g)].map((it) => it[1]));
      for (const { args } of calls)
        for (const name of Object.keys(args)) if (!fields.has(name)) missing.add(`${kernel}: ${name}`);
    }
  }
  expect([...missing]).toEqual([]);
});

test('a fault in a shader is told with its file and line', async () => {
  const source = assemble('nodes/wrong', 'fn a() {}\nfn b() { nonsense(); }');
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ code: source.code });
  await device.popErrorScope();
  expect(await complaints(module, source)).toMatchObject([
    { code: 'engine', at: 'shaders/nodes/wrong.wgsl:2' },
  ]);
});

test('a library line is told by its own file', () => {
  const source = sources.get('ops/dense')!;
  const line = source.code.split('\n').findIndex((it) => it.startsWith('fn hyperbolicTangent')) + 1;
  expect(locate(source, line)).toMatch(/^shaders\/lib\/math\.wgsl:\d+$/);
});

describe('under default limits', () => {
  // What paths write for a plan, for both kinds of devices. The other kinds of oddities go round with the seeds.
  test.each(paths.map((it) => [it.name, it] as const))(
    'all that the %s path writes compiles',
    async (_, path) => {
      for (const isSoftware of [true, false])
        for (const seed of seeds(20)) {
          const { plan } = await open(randomDocument(seed));
          await expect(path.compile(plan, new Programs(device, isSoftware))).resolves.toBeDefined();
        }
    },
  );

  test.each([...kernels.keys()])('%s compiles', async (name) => {
    await expect(new Programs(device).kernel(name)).resolves.toBeDefined();
  });

  test('what measures the roof compiles', async () => {
    const { messages } = await device.createShaderModule({ code: roof }).getCompilationInfo();
    expect(messages).toEqual([]);
  });
});
