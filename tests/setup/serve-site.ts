import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { PLAIN_HOST } from './browser-flags.mjs';
import { findBrowser } from './find-browser.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the built page, with a closing slash. */
    site: string;
    /** Path of the browser program. */
    browser: string;
  }
}

/** Serves the built page, from some folder of some host, for as long as the journeys last. */
export default async function serveSite(project: TestProject): Promise<() => Promise<void>> {
  const browser = findBrowser();
  if (!browser) throw new Error('No Chrome, Chromium or Edge found: set CHROME_PATH, or run npm test.');
  if (!existsSync('dist/index.html')) throw new Error('There is no dist/: run npm run build first.');
  const base = '/some/folder/';
  const server = await preview({
    base,
    logLevel: 'warn',
    preview: { host: '127.0.0.1', port: 0, open: false, allowedHosts: [PLAIN_HOST] },
  });
  const { port } = server.httpServer.address() as AddressInfo;
  project.provide('site', `http://127.0.0.1:${port}${base}`);
  project.provide('browser', browser);
  return () => server.close();
}
