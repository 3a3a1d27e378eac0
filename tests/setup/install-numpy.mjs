import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** @param {string} python */
const hasNumpy = (python) => spawnSync(python, ['-c', 'import numpy']).status === 0;

/** Whether a Python with NumPy is where the tests look (`tests/oracles/python.ts`). */
export const findsNumpy = () =>
  [process.env.PYTHON, 'python3', '/usr/bin/python3', 'python'].some(
    (it) => it !== undefined && hasNumpy(it),
  );

/**
 * Debian's own package, where this process may install it, so that exported programs are run and not only read. Elsewhere
 * nothing: the tests then say that they did not run them.
 */
export function installNumpy() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log('No Python with NumPy found: installing the python3-numpy package.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {string[]} */ ...args) =>
    spawnSync('apt-get', args, { stdio: 'inherit', env, timeout: 300_000 }).status === 0;
  const install = () => apt('install', '-y', '--no-install-recommends', 'python3-numpy');
  if (!install() && apt('update')) install();
}
