import { beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '#engine/engine.ts';
import { randomDocument } from './random-networks.ts';
import { open } from './scenarios.ts';
import { EMPTY, fill, planOf, SETTINGS, settle, whole } from './small-plan.ts';

/** The promises written at `Engine`. */
export function promises(engine: () => Engine): void {
  const plan = planOf(3, 5);
  beforeEach(async () => {
    await engine().load(EMPTY);
    await engine().load(plan);
    fill(engine(), plan);
  });

  describe('writing and reading', () => {
    test('stretches of a tensor, several at once, in the order asked for', async () => {
      engine().write('data inputs', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      engine().write('data inputs', [-3, -4], 2);
      const arrays = await engine().read([
        { tensor: 'data inputs', start: 1, length: 3 },
        { tensor: 'data targets', length: 0 },
        { tensor: 'data inputs', start: 8 },
        { tensor: 'data inputs' },
      ]);
      const expected = [[2, -3, -4], [], [9, 10], [1, 2, -3, -4, 5, 6, 7, 8, 9, 10]];
      expect(arrays.map((it) => [...it])).toEqual(expected);
      expect(await engine().read([])).toEqual([]);
    });

    test('what is written is copied: changing the array afterwards changes nothing', async () => {
      const data = new Float32Array([1, 2]);
      engine().write('data inputs', data);
      data.fill(9);
      expect(await whole(engine(), 'data inputs')).toEqual([expect.arrayContaining([1, 2])]);
    });

    test('an unknown tensor or schedule and a stretch past the end are refused', async () => {
      expect(() => engine().write('nothing', [1])).toThrow('nothing');
      expect(() => engine().write('data targets', [1, 2], 4)).toThrow(RangeError);
      expect(() => engine().run([{ schedule: 'dance' }])).toThrow('dance');
      await expect(engine().read([{ tensor: 'nothing' }])).rejects.toThrow('nothing');
      await expect(engine().read([{ tensor: 'data targets', start: 4, length: 2 }])).rejects.toThrow(
        RangeError,
      );
    });

    test('many reads at once each see their own moment', async () => {
      const reads = Array.from({ length: 9 }, (_, i) => {
        engine().write('clock', [i]);
        return whole(engine(), 'clock');
      });
      expect((await Promise.all(reads)).flat(2)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    });
  });

  describe('order', () => {
    test('write, run, tune and read take effect one after the other though none is awaited', async () => {
      const gradients: Promise<number[][]>[] = [];
      for (const [scale, inferenceRate] of [
        [1, 0.1],
        [1, 0.3],
        [2, 0.3],
      ] as const) {
        engine().write(
          'data inputs',
          Array.from({ length: 10 }, (_, i) => (scale * (i - 4)) / 8),
        );
        engine().tune({ ...SETTINGS, inferenceRate });
        engine().run(settle);
        gradients.push(whole(engine(), 'gradient(v)', 'trace(h)'));
      }
      const together = await Promise.all(gradients);
      expect(new Set(together.map((it) => JSON.stringify(it))).size).toBe(3);
      engine().write(
        'data inputs',
        Array.from({ length: 10 }, (_, i) => (i - 4) / 8),
      );
      engine().tune(SETTINGS);
      engine().run(settle);
      expect(await whole(engine(), 'gradient(v)', 'trace(h)')).toEqual(together[0]);
    });

    test('the same program gives the same bits', async () => {
      const names = [...plan.layout.tensors.keys()];
      engine().run(settle);
      const first = await whole(engine(), ...names);
      engine().run(settle);
      expect(await whole(engine(), ...names)).toEqual(first);
    });

    test('a program in one piece or in several gives the same bits', async () => {
      engine().run(settle);
      const one = await whole(engine(), 'value(h)', 'trace(h)');
      engine().run(settle.slice(0, 2));
      for (let t = 0; t < 4; t++) engine().run([{ schedule: 'step' }]);
      expect(await whole(engine(), 'value(h)', 'trace(h)')).toEqual(one);
    });
  });

  describe('samples', () => {
    test('a batch below the capacity leaves the other rows alone', async () => {
      engine().write('value(h)', new Float32Array(15).fill(7));
      engine().run(settle);
      const [values] = await whole(engine(), 'value(h)');
      expect(values!.slice(9)).toEqual([7, 7, 7, 7, 7, 7]);
      expect(values!.slice(0, 9)).not.toContain(7);
    });

    test('a number that is not one stays visible', async () => {
      engine().write('data inputs', [Number.NaN], 1);
      engine().run(settle);
      const [values, trace] = await whole(engine(), 'value(h)', 'trace(h)');
      expect(values!.slice(0, 3).every(Number.isNaN)).toBe(true);
      expect(values!.slice(3, 9).some(Number.isNaN)).toBe(false);
      expect(trace![0]).toBeNaN();
    });
  });

  describe('loading', () => {
    test('kept tensors of unchanged length survive, all others are zero', async () => {
      const before = await whole(engine(), 'weight(v)', 'bias(y)');
      engine().run(settle);
      await engine().load(planOf(3, 4));
      expect(await whole(engine(), 'weight(v)', 'bias(y)')).toEqual(before);
      expect(await whole(engine(), 'gradient(v)', 'trace(h)')).toEqual([
        new Array(6).fill(0),
        new Array(9).fill(0),
      ]);
      // The rows are fewer than before, so they are others.
      expect(await whole(engine(), 'data targets')).toEqual([[0, 0, 0, 0]]);
      await engine().load(planOf(2, 4));
      expect(await whole(engine(), 'weight(v)', 'bias(y)')).toEqual([[0, 0, 0, 0], before[1]]);
    });

    test('a plan that does not fit rejects and leaves the old one at work', async () => {
      const tensors = new Map([['huge', { offset: 0, length: 2 ** 45, shape: [2 ** 45], kept: false }]]);
      const before = await whole(engine(), 'weight(v)');
      await expect(engine().load({ ...plan, layout: { length: 2 ** 45, tensors } })).rejects.toThrow();
      engine().run(settle);
      expect(await whole(engine(), 'weight(v)')).toEqual(before);
    });

    test('another network after it runs as if it were the first', async () => {
      const laboratory = await open(randomDocument(2), engine());
      laboratory.present([0]);
      laboratory.begin();
      const [clock] = await whole(engine(), 'clock');
      expect(clock).toEqual([0]);
    });
  });
}
