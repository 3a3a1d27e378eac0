import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { WorkerEngine } from '#engine/cpu/worker-engine.ts';
import type { Engine } from '#engine/engine.ts';
import { openEngine } from '#engine/open-engine.ts';
import { load, outcomeOf, type Problem, programOf, readTrace } from '../problem.ts';
import type { Contestant, Training } from './contestant.ts';

/** What the page uses: every call a message to workers, its cost included. */
export async function openWorkers(workers?: number): Promise<Contestant> {
  const engine = await WorkerEngine.open(workers === undefined ? {} : { workers });
  return contestant(engine, engine.adapter);
}

/** Also on a software adapter, where the page would prefer the CPU; on one path for everything, if it is named. */
export async function openWebGpu(path: string | null = null): Promise<Contestant> {
  const { engine } = await openEngine('webgpu');
  engine.pin?.(path);
  return contestant(engine, path ? `${engine.adapter}, ${path} path` : engine.adapter);
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
