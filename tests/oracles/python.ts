import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Python on this machine that has a module, best first; null where there is none. */
export function pythonWith(module: string): string | null {
  const places = [process.env.PYTHON, 'python3', '/usr/bin/python3', 'python'].filter(
    (it) => it !== undefined,
  );
  return places.find((it) => spawnSync(it, ['-c', `import ${module}`]).status === 0) ?? null;
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs files in a folder of their own: the first one given. `modules` is a folder to import from. */
export function runPython(
  python: string,
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  modules = '',
): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'playground-python-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { status, stdout, stderr } = spawnSync(python, [Object.keys(files)[0]!, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: modules },
      maxBuffer: 2 ** 30,
    });
    return { status, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Executes files as Python does, and prints what each computes in double precision, what it says and how it ends. */
const DRIVER = `
import contextlib, io, json, runpy, sys

def plain(it):
    if isinstance(it, dict):
        return {k: plain(v) for k, v in it.items()}
    if isinstance(it, (list, tuple)):
        return [plain(v) for v in it]
    return it.ravel().tolist() if hasattr(it, "ravel") else it

done = {}
for name in sys.argv[1:]:
    said = io.StringIO()
    status = None
    with contextlib.redirect_stdout(said):
        try:
            runpy.run_path(name, run_name="__main__")
        except SystemExit as end:
            status = end.code
    found = plain(runpy.run_path(name, run_name="looked at")["run"]())
    done[name] = {"found": found, "said": said.getvalue(), "status": status}
print(json.dumps(done))
`;

type Numbers = readonly number[];
type Named = Readonly<Record<string, Numbers>>;
type Agreement = readonly [relativeError: number, angle: number, normRatio: number] | null;

export interface Computed {
  readonly found: Readonly<Record<string, Named>> & {
    readonly comparison: readonly [
      each: readonly (readonly [id: string, agreement: Agreement])[],
      all: Agreement,
    ];
  };
  readonly said: string;
  readonly status: number;
}

/** What exported programs compute and say, in order; they may import from the folder `modules`. */
export function compute(python: string, programs: readonly string[], modules = ''): readonly Computed[] {
  const names = programs.map((_, i) => `exported${i}.py`);
  const files = Object.fromEntries(programs.map((text, i) => [names[i]!, text]));
  const { status, stdout, stderr } = runPython(python, { 'driver.py': DRIVER, ...files }, names, modules);
  if (status !== 0) throw new Error(`Python ended with ${status}: ${stderr}`);
  const done = JSON.parse(stdout) as Readonly<Record<string, Computed>>;
  return names.map((it) => done[it]!);
}
