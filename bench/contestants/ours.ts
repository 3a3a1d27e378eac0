import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { WorkerEngine } from '#engine/cpu/worker-engine.ts';
import type { Engine } from '#engine/engine.ts';
import { openEngine } from '#engine/open-engine.ts';
import { findAdapter, requestDevice } from '#engine/webgpu/device.ts';
import type { Path } from '#engine/webgpu/path.ts';
import { WebGpuEngine } from '#engine/webgpu/webgpu-engine.ts';
import { load, outcomeOf, type Problem, programOf, readTrace } from '../problem.ts';
import type { Contestant, Training } from './contestant.ts';

/** What the page uses: every call a message to a worker, its cost included. */
export async function openWorker(): Promise<Contestant> {
  const engine = await WorkerEngine.open();
  return contestant(engine, `${engine.adapter} in a worker`);
}

/** Also on a software adapter, where the page would prefer the CPU. */
export async function openWebGpu(): Promise<Contestant> {
  const { engine } = await openEngine('webgpu');
  return contestant(engine, engine.adapter);
}

/** One path of the engine for everything, whatever it would choose. */
export async function openPath(path: Path): Promise<Contestant> {
  const found = await findAdapter();
  const engine = new WebGpuEngine(await requestDevice(found), found.name, path);
  return contestant(engine, `${found.name}, ${path.name} path`);
}

/** The kernels that say what is right, on this thread. */
export const openReference = async (): Promise<Contestant> =>
  contestant(new CpuEngine('float32'), 'TypeScript, float32, on the page’s thread');

function contestant(engine: Engine, words: string): Contestant {
  return {
    words,
    async prepare(problem: Problem): Promise<Training> {
      await load(engine, problem);
      const program = programOf(problem);
      return {
        async step() {
          engine.run(program);
          await readTrace(engine, problem);
        },
        outcome: () => outcomeOf(engine, problem),
        // The next problem takes this one's place.
        dispose() {},
      };
    },
  };
}
