import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/** @returns {string[]} every place a Chromium-family browser usually is, best first */
function places() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap(
      (name) => process.env[name] ?? [],
    );
    const tails = [
      ['Google', 'Chrome', 'Application', 'chrome.exe'],
      ['Chromium', 'Application', 'chrome.exe'],
      ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
    ];
    return tails.flatMap((tail) => roots.map((root) => join(root, ...tail)));
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

/** @param {string} path */
function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The browser of the tests: CHROME_PATH, else an installed Chromium, Chrome or Edge, else Playwright's own.
 * @returns {string | undefined} path of the program; undefined where there is none
 * @throws where CHROME_PATH names no file, since a wish that is silently ignored misleads
 */
export function findBrowser() {
  const wished = process.env.CHROME_PATH;
  if (wished) {
    if (!existsSync(wished)) throw new Error(`CHROME_PATH names no file: ${wished}`);
    return wished;
  }
  return [...places(), chromium.executablePath()].find(runs);
}
