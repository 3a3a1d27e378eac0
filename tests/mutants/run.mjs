// Makes every mutant in turn and runs the tests that must notice: `node tests/mutants/run.mjs [part of a fault's words]`.
// A mutant that no test noticed is a failure. `--report=FILE` writes the count.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutants } from './mutants.mjs';
import { mutated } from './mutation.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const VITEST = `${root}node_modules/vitest/vitest.mjs`;

/** @param {readonly string[]} tests @param {Record<string, string>} [extra] */
function run(tests, extra = {}) {
  const project = tests.some((it) => it.includes('.browser.')) ? 'browser' : 'node';
  const args = ['run', `--project=${project}`, '--bail=1', '--reporter=json', ...tests];
  const { stdout } = spawnSync(process.execPath, [VITEST, ...args], {
    cwd: root,
    env: { ...process.env, ...extra },
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const report = stdout.split('\n').find((line) => line.startsWith('{'));
  return report ? JSON.parse(report) : null;
}

/**
 * A failed test has noticed; a suite that could not even be run has noticed nothing, unless it is the fault that keeps it from running.
 * @param {number} index
 */
function isKilled(index) {
  const { tests } = /** @type {import('./mutants.mjs').Mutant} */ (mutants[index]);
  const report = run(tests, { MUTANT: String(index) });
  return report !== null && report.numFailedTests > 0;
}

const { values, positionals } = parseArgs({
  options: { report: { type: 'string' } },
  allowPositionals: true,
});
const words = positionals.join(' ');
for (const mutant of mutants) mutated(mutant);
const count = { passed: 0, failed: 0 };
for (const [index, { fault, file }] of mutants.entries()) {
  if (!fault.includes(words)) continue;
  const killed = isKilled(index);
  count[killed ? 'passed' : 'failed']++;
  console.log(`${killed ? '✓ noticed' : '✗ SURVIVED'}: ${fault} (${file})`);
}
console.log(`${count.passed} noticed, ${count.failed} survived`);
if (values.report) writeFileSync(values.report, JSON.stringify(count));
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
