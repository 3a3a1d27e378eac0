import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { create, globals } from 'webgpu';
import type { Network } from '#core/network/network.ts';
import { compile } from '#core/plan/compile.ts';
import type { Plan } from '#core/plan/plan.ts';
import { Pace } from '#engine/webgpu/pace.ts';
import { type Load, operationsIn, partsOf } from '#engine/webgpu/parts.ts';
import type { Dispatch } from '#engine/webgpu/path.ts';
import { paths } from '#engine/webgpu/paths.ts';
import { Programs } from '#engine/webgpu/programs.ts';
import { limits } from '#experiment/limits.ts';
import { chain } from '../../bench/networks.ts';

const load = fc.record({
  outputs: fc.integer({ min: 1, max: 3000 }),
  operations: fc.integer({ min: 1, max: 50_000 }),
});
const loads = fc.array(load, { minLength: 1, maxLength: 12 });
const threads = fc.constantFrom(1, 4, 16, 32, 64);
const most = fc.integer({ min: 1, max: 10_000_000 });

test('the parts of a dispatch have every output of every call exactly once', () => {
  fc.assert(
    fc.property(loads, threads, most, (all, side, operations) => {
      const taken = all.map(({ outputs }) => new Uint8Array(outputs));
      for (const { firstCall, calls, firstOutput, endOutput } of partsOf(all, side, operations))
        for (const call of taken.slice(firstCall, firstCall + calls))
          for (let at = firstOutput; at < Math.min(call.length, endOutput); at++) call[at]!++;
      expect(taken.every((call) => call.every((it) => it === 1))).toBe(true);
    }),
  );
});

test('no part is longer than allowed but for a single output', () => {
  fc.assert(
    fc.property(loads, threads, most, (all, side, operations) => {
      const tooLong = partsOf(all, side, operations).filter((it) => operationsIn(all, it) > operations);
      const outputs = tooLong.map((it) => it.calls * (it.endOutput - it.firstOutput));
      expect(outputs.every((it) => it === 1)).toBe(true);
    }),
  );
});

test('what fits is one dispatch, as it was', () => {
  fc.assert(
    fc.property(loads, threads, (all, side) => {
      const whole = all.reduce((sum, it) => sum + it.outputs * it.operations, 0);
      expect(partsOf(all, side, whole)).toHaveLength(1);
    }),
  );
});

/** Networks at the bounds of what a document may hold: wide, deep, of many small layers, all joined to all. */
const widest = chain([4096, 1951, 1, 1]);
const deepest = chain(new Array(128).fill(250));
const meshed: Network = {
  nodes: chain(new Array(27).fill(75)).nodes,
  connections: Array.from({ length: 27 }, (_, to) =>
    Array.from({ length: to }, (_, from) => ({
      id: `${from} to ${to}`,
      from: `x${from}`,
      to: `x${to}`,
      activation: 'identity' as const,
      op: 'dense' as const,
    })),
  ).flat(),
};
const thousand = chain([1, 341, 341, 341]);
const smallest = chain([2, 20, 20, 20, 1]);

/** Milliseconds of a submission, for both kinds of devices. */
const longest = { hardware: 16, software: 200 };

describe('at the bounds of a document, on the slowest device that is believed', () => {
  let dawn: GPU;
  let device: GPUDevice;
  beforeAll(async () => {
    Object.assign(globalThis, globals);
    dawn = create(['backend=null']);
    device = await (await dawn.requestAdapter())!.requestDevice();
  });
  afterAll(() => device.destroy());

  function planOf(network: Network): Plan {
    const shape = { capacity: limits.rows, longestSettling: 8, rows: limits.rows, classes: null };
    return compile(
      { network, pins: {}, lesions: { units: {}, weights: {} } },
      { rule: 'incremental', start: 'forward', optimizer: 'adam', ...shape },
    );
  }

  async function dispatchesOf(plan: Plan, path: (typeof paths)[number], isSoftware: boolean) {
    const programs = new Programs(device, isSoftware);
    const buffer = (size: number, usage: number) => device.createBuffer({ size, usage });
    const place = {
      arena: buffer(16, GPUBufferUsage.STORAGE),
      settings: buffer(32, GPUBufferUsage.UNIFORM),
    };
    const bound = (await path.compile(plan, programs)).bind({ device, programs, ...place });
    const all: (readonly [Dispatch, readonly Load[]])[] = [];
    const program = Object.keys(plan.schedules).map((schedule) => ({ schedule }));
    const settings = { inferenceRate: 0.1, learningRate: 0.1, samples: plan.capacity };
    bound.encode((it, samples, rounds = 1) => all.push([it, it.loads(samples, rounds)]), program, settings);
    return all;
  }

  test.each([
    ['widest', widest],
    ['deepest', deepest],
    ['meshed', meshed],
    ['of a thousand units', thousand],
    ['of sixty units', smallest],
  ])('no dispatch of the network %s is planned above the limit', async (_, network) => {
    const plan = planOf(network);
    for (const path of paths)
      for (const isSoftware of [true, false]) {
        const milliseconds = longest[isSoftware ? 'software' : 'hardware'];
        const pace = new Pace(milliseconds);
        pace.use(plan);
        // The slowest: a program that seems to take for ever.
        for (let i = 0; i < 20; i++) pace.observe(1, 1e9);
        for (const [{ threads, calls }, all] of await dispatchesOf(plan, path, isSoftware)) {
          expect(all).toHaveLength(calls);
          // Of calls alike, one tells.
          const different = [...new Map(all.map((it) => [`${it.outputs} ${it.operations}`, it])).values()];
          const heaviest = different.map((it) => ({ ...it, outputs: Math.min(it.outputs, 10_000) }));
          const times = partsOf(heaviest, threads, pace.longestDispatch).map((it) =>
            pace.predicted(operationsIn(heaviest, it)),
          );
          expect(Math.max(...times)).toBeLessThanOrEqual(milliseconds);
        }
      }
  });
});
