import { expect, test } from 'vitest';
import { visit } from '../setup/visit.ts';

test.each(['there', 'bare', 'absent'] as const)('the page opens in peace with WebGPU %s', async (webgpu) => {
  const { page, complaints, close } = await visit({ webgpu });
  try {
    const adapter = await page.evaluate(async () =>
      navigator.gpu ? Boolean(await navigator.gpu.requestAdapter()) : null,
    );
    expect(adapter, 'the browser is as wished').toBe({ there: true, bare: false, absent: null }[webgpu]);
    expect(await page.title()).toBe('Predictive coding playground');
    await page.waitForFunction(() => performance.getEntriesByName('first-picture').length === 1);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});
