import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
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

test('what the first picture waits for is at most 150 kB, compressed', () => {
  const size = (file: string) => gzipSync(readFileSync(`dist/${file}`)).length;
  const html = readFileSync('dist/index.html', 'utf8');
  // Scripts and styles that the page names itself; everything else is fetched by a script, later.
  const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map((it) => it[1]!);
  expect(named.length).toBeGreaterThan(1);
  const total = ['index.html', ...new Set(named)].reduce((sum, it) => sum + size(it), 0);
  expect(total).toBeLessThan(150_000);
});
