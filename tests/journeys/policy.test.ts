import { expect, test } from 'vitest';
import { policy } from '../../build/security-policy.mjs';
import { opened, PATIENCE } from '../setup/opened.ts';

test('the page runs by a strict policy: what others would slip in does not run, and nothing leaves the origin', () =>
  opened({}, async (page, guest) => {
    const stated = await page.evaluate(
      () => document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]')!.content,
    );
    for (const [name, sources] of Object.entries(policy)) expect(stated).toContain(`${name} ${sources}`);
    expect(stated).not.toMatch(/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:/);

    const slipped = await page.evaluate(async () => {
      const refused: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => refused.push(event.violatedDirective));
      const script = document.createElement('script');
      script.textContent = 'document.title = "slipped in"';
      document.head.append(script);
      const style = document.createElement('style');
      style.textContent = 'body { display: none }';
      document.head.append(style);
      const image = new Image();
      image.src = 'https://example.org/pixel.png';
      const fetched = await fetch('https://example.org/').then(
        () => true,
        () => false,
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
      return {
        refused,
        fetched,
        title: document.title,
        display: getComputedStyle(document.body).display,
        cookies: document.cookie,
      };
    });
    expect(slipped).toMatchObject({ fetched: false, display: 'block', cookies: '' });
    expect(slipped.title).not.toBe('slipped in');
    expect(new Set(slipped.refused)).toEqual(
      new Set(['script-src-elem', 'style-src-elem', 'img-src', 'connect-src']),
    );
    // Only what this test tried was refused.
    expect(guest.complaints.length).toBeGreaterThan(0);
    (guest.complaints as string[]).length = 0;
  }));

test('a whole visit asks only its own origin', () =>
  opened({ at: '#preset=digits' }, async (page) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    await page.evaluate(() => window.playground.ready);
    await page.keyboard.press('l');
    await page.getByRole('region', { name: 'Laboratory' }).waitFor({ timeout: PATIENCE });
    expect(asked.length).toBeGreaterThan(3);
    const origin = new URL(page.url()).origin;
    expect(asked.filter((it) => !/^(data|blob):/.test(it) && new URL(it).origin !== origin)).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
  }));
