import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findBrowser } from './find-browser.mjs';

/**
 * @param {string} program
 * @param {string[]} args
 */
function call(program, ...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { stdio: 'inherit', env }).status === 0;
}

const isDebianRoot = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Debian's own package brings the libraries a browser needs; elsewhere Playwright's build stands alone. */
export function installBrowser() {
  if (isDebianRoot()) {
    console.log('No Chrome, Chromium or Edge found: installing the chromium package.');
    if (call('apt-get', 'update')) call('apt-get', 'install', '-y', 'chromium');
  } else {
    console.log("No Chrome, Chromium or Edge found: installing Playwright's Chromium.");
    const playwright = dirname(createRequire(import.meta.url).resolve('playwright/package.json'));
    call(process.execPath, join(playwright, 'cli.js'), 'install', 'chromium');
  }
  return findBrowser();
}
