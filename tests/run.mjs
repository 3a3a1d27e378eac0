// npm test: every stage in turn, each whatever became of the one before, then one line that counts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './setup/find-browser.mjs';
import { installBrowser } from './setup/install-browser.mjs';
import { findsNumpy, installNumpy } from './setup/install-numpy.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'playground-tests-'));

/**
 * @param {string} script path of a Node program, from the root
 * @param {string[]} args
 */
function node(script, ...args) {
  return (
    spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' }).status === 0
  );
}

/** @param {boolean} ok @returns {Count} */
const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

/** @param {string} project @returns {Count} */
function vitest(project) {
  const report = join(reports, `${project}.json`);
  const ok = node(
    'node_modules/vitest/vitest.mjs',
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  );
  const count = existsSync(report) ? countOf(JSON.parse(readFileSync(report, 'utf8'))) : one(false);
  // A file that does not load, an error between tests, no test at all: failures that no single test reports.
  const unseen = !ok && count.failed === 0;
  return unseen ? { ...count, failed: 1 } : count;
}

/** @param {{ numPassedTests: number, numFailedTests: number }} report @returns {Count} */
const countOf = (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests });

/** Every fault of the list, made by itself. @returns {Count} */
function mutants() {
  const report = join(reports, 'mutants.json');
  node('tests/mutants/run.mjs', `--report=${report}`);
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : one(false);
}

/** svelte-check sees the components, tsc the plain JavaScript too. */
function types() {
  const components = node('node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings');
  return node('node_modules/typescript/bin/tsc') && components;
}

function build() {
  const vite = 'node_modules/vite/bin/vite.js';
  for (const folder of ['dist', 'dist-single']) rmSync(join(root, folder), { recursive: true, force: true });
  return node(vite, 'build') && node(vite, 'build', '--mode', 'single');
}

/** @type {Record<string, () => Count>} */
const stages = {
  'handwritten digits': () => one(node('build/pack-digits.mjs')),
  'formatting and lint': () =>
    one(node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings')),
  types: () => one(types()),
  'tests in Node': () => vitest('node'),
  'tests in the browser': () => vitest('browser'),
  'faults that must be noticed': () => mutants(),
  build: () => one(build()),
  'journeys through the built page': () => vitest('journeys'),
};

// Told once, so that the stages need not look again and Playwright's installed browser counts too.
const browser = findBrowser() ?? installBrowser();
if (browser) process.env.CHROME_PATH = browser;
console.log(browser ? `Browser: ${browser}` : 'No browser: the tests that need one will fail.');
if (!findsNumpy()) installNumpy();

const total = { passed: 0, failed: 0 };
const summary = [];
for (const [name, run] of Object.entries(stages)) {
  console.log(`\n── ${name} ──`);
  const { passed, failed } = run();
  total.passed += passed;
  total.failed += failed;
  summary.push(`${failed ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed`);
}
rmSync(reports, { recursive: true, force: true });

console.log(`\n${summary.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
