import { expect, test } from 'vitest';
import { visit } from '../setup/visit.ts';

/** The sentence that the status line has for the engine. */
const reason = '.status .engine';

test.each([
  ['bare', 'The browser has WebGPU but found no graphics adapter for it.'],
  ['absent', 'WebGPU works only on pages from https or localhost, and this page came another way.'],
] as const)(
  'with WebGPU %s the experiment is on screen, on the CPU, and one sentence says why',
  async (webgpu, sentence) => {
    const { page, complaints, close } = await visit({ webgpu });
    try {
      expect(await page.evaluate(async () => (await window.playground.ready).engine)).toBe('cpu');
      expect(await page.locator(reason).getAttribute('title')).toBe(sentence);
      const settled = await page.evaluate(() => window.playground.settle());
      expect(Object.keys(settled.energy).length).toBeGreaterThan(1);
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  },
);

test('a device destroyed while the page learns is replaced, and what was learned is what would have been', async () => {
  const { page, close } = await visit();
  try {
    await page.evaluate(() => {
      const request = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (...given) {
        const device = await request.apply(this, given);
        Object.assign(window, { newest: device });
        return device;
      };
    });
    const learned = await page.evaluate(async () => {
      const { playground } = window;
      const document = await playground.experiment();
      const told: unknown[] = [];
      playground.on('issue', (issue: unknown) => told.push((issue as { message: string }).message));
      const learnOn = async (engine: 'cpu' | 'webgpu', during: () => void) => {
        await playground.load(document, { engine });
        told.length = 0;
        const learning = playground.learn({ updates: 40 });
        setTimeout(during, 30);
        const { updates, loss } = await learning;
        const { parameters } = (await playground.experiment({ parameters: true })) as {
          parameters: { weights: Record<string, number[][]> };
        };
        const weights = Object.values(parameters.weights).flat(2);
        return { updates, losses: loss.length, weights, told: [...told] };
      };
      const undisturbed = await learnOn('cpu', () => {});
      const disturbed = await learnOn('webgpu', () =>
        (window as unknown as { newest: GPUDevice }).newest.destroy(),
      );
      return { undisturbed, disturbed };
    });
    const { undisturbed, disturbed } = learned;
    expect(disturbed.told).toEqual([
      'The graphics device was lost; the experiment goes on where it was, on a new connection to it.',
    ]);
    expect([disturbed.updates, disturbed.losses]).toEqual([40, 40]);
    const apart = disturbed.weights.map((it, i) => Math.abs(it - undisturbed.weights[i]!));
    expect(Math.max(...apart)).toBeLessThan(1e-3);
    expect(await page.locator(reason).getAttribute('title')).toBe(disturbed.told[0]);
  } finally {
    await close();
  }
});
