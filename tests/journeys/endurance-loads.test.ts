import { expect, test } from 'vitest';
import { experiment } from '../setup/opened.ts';
import { growth, watched } from '../setup/standing.ts';

/** Bytes that a page's heap differs by while nothing grows: compiled code, pictures of glyphs, caches of styles. */
const NOISE = 2 * 2 ** 20;
/** Milliseconds that the slowest machine takes. */
const PATIENCE = 400_000;

test(
  'of a thousand experiments opened one after another, on engines in turn, nothing is left',
  () =>
    watched(async (page, cdp) => {
      const document = await experiment(page);
      /** Fifty on a graphics device, fifty on the CPU; buffers that each device had at its fiftieth. */
      const hundred = () =>
        page.evaluate(async (document) => {
          let buffers = 0;
          for (let k = 0; k < 100; k++) {
            const engine = k < 50 ? 'webgpu' : 'cpu';
            const loaded = await window.playground.load({ ...document, seed: 1 + (k % 5) }, { engine });
            if (loaded.engine !== engine) throw new Error(`It opened on ${loaded.engine}.`);
            if (k % 10 === 9) await window.playground.learn({ updates: 2 });
            if (k === 49) buffers = window.held().buffers;
          }
          return buffers;
        }, document);
      const buffers = new Set<number>();
      const hundreds = async (count: number) => {
        for (let k = 0; k < count; k++) buffers.add(await hundred());
      };
      await hundreds(2);
      const { before, after, heap, nodes, eventListeners } = await growth(page, cdp, () => hundreds(4));
      expect(buffers.size).toBe(1);
      expect([...buffers][0]).toBeGreaterThan(0);
      expect([before.buffers, after.buffers]).toEqual([0, 0]);
      expect(after.listeners).toEqual(before.listeners);
      expect(after.workers).toBe(before.workers);
      // Less than one for every load.
      expect(nodes).toBeLessThan(400);
      expect(eventListeners).toBeLessThan(400);
      expect(heap).toBeLessThan(NOISE);
    }, 'one-neuron'),
  PATIENCE,
);
