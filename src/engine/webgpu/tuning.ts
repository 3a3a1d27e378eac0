import type { Plan, Program } from '#core/plan/plan.ts';
import { Arena } from './arena.ts';
import { checked } from './faults.ts';
import type { Pace } from './pace.ts';
import type { BoundPath, CompiledPath, Path } from './path.ts';
import type { Programs } from './programs.ts';
import { SettingsBlock } from './settings-block.ts';
import { submit } from './submissions.ts';

/** What was found fastest before, by device and shape of the plan: the browser's storage, as a rule. */
export interface PathMemory {
  recall(key: string): string | null;
  remember(key: string, path: string): void;
}

/** Where paths are tried, and how much of the device at a time. */
export interface Trial {
  readonly device: GPUDevice;
  readonly programs: Programs;
  readonly pace: Pace;
}

export interface Tried {
  readonly path: Path;
  readonly compiled: CompiledPath;
}

/** Settling steps that are timed, after as many that are not. */
const TIMED: Program = [{ schedule: 'step', times: 8 }];

/** What two plans have in common that the same path is best for. */
function shapeOf({ layout, schedules, capacity }: Plan): string {
  const values = [...layout.tensors].filter(([name]) => name.startsWith('value('));
  const stages = Object.values(schedules).flat().length;
  return `${values.map(([, { shape }]) => shape[1]).join('-')} ${capacity} ${stages}`;
}

/** The fastest of the candidates for a plan, by timing a few settling steps of each on memory of their own. */
export async function fastest(
  plan: Plan,
  candidates: readonly Path[],
  on: Trial,
  adapter: string,
  memory: PathMemory,
): Promise<Tried> {
  const key = `${adapter} ${shapeOf(plan)}`;
  const known = candidates.find((it) => it.name === memory.recall(key));
  const [only, ...others] = known ? [known] : candidates;
  if (others.length === 0) return { path: only!, compiled: await only!.compile(plan, on.programs) };

  const tried: (Tried & { readonly milliseconds: number })[] = [];
  let failure: unknown;
  for (const path of [only!, ...others])
    try {
      const compiled = await path.compile(plan, on.programs);
      tried.push({ path, compiled, milliseconds: await time(plan, compiled, on) });
    } catch (error) {
      // What this device cannot compile or hold another path may do without.
      failure = error;
    }
  if (tried.length === 0) throw failure;
  const best = tried.reduce((a, b) => (b.milliseconds < a.milliseconds ? b : a));
  memory.remember(key, best.path.name);
  return best;
}

async function time(plan: Plan, compiled: CompiledPath, { device, programs, pace }: Trial): Promise<number> {
  const settings = new SettingsBlock(device, {
    inferenceRate: 0.1,
    learningRate: 0,
    samples: plan.capacity,
  });
  const released: (() => void)[] = [() => settings.buffer.destroy()];
  const run = async (path: BoundPath) => {
    const start = performance.now();
    submit(TIMED, path, { device, pace, settings });
    await device.queue.onSubmittedWorkDone();
    const milliseconds = performance.now() - start;
    pace.observe(pace.cost(TIMED, plan.capacity), milliseconds);
    return milliseconds;
  };
  try {
    const arena = await checked(device, () => new Arena(device, plan.layout));
    released.push(() => arena.dispose());
    const path = await checked(device, () =>
      compiled.bind({ device, programs, arena: arena.buffer, settings: settings.buffer }),
    );
    released.push(() => path.dispose());
    await run(path);
    return Math.min(await run(path), await run(path));
  } finally {
    for (const release of released) release();
  }
}

/** Milliseconds of work that show well enough how fast a device is. */
const TELLING = 8;

/**
 * Shows the pace how fast an unknown device runs a plan that is long for a slow one: settling steps of few samples, then of
 * more, on the plan's own arena, which is zero before and after. Otherwise its first programs would be cut for the slowest device there is.
 */
export async function acquaint(
  plan: Plan,
  compiled: CompiledPath,
  arena: Arena,
  { device, programs, pace }: Trial,
): Promise<void> {
  const step: Program = [{ schedule: 'step' }];
  if (pace.isMeasured || !plan.schedules.step || !pace.isTooLong(step, plan.capacity)) return;
  const sliders = { inferenceRate: 0, learningRate: 0, samples: 1 };
  const settings = new SettingsBlock(device, sliders);
  const path = compiled.bind({ device, programs, arena: arena.buffer, settings: settings.buffer });
  try {
    for (let samples = 1, took = 0; took < TELLING && samples <= plan.capacity; samples *= 4) {
      settings.tune({ ...sliders, samples });
      const start = performance.now();
      submit(step, path, { device, pace, settings });
      await device.queue.onSubmittedWorkDone();
      took = performance.now() - start;
      pace.observe(pace.cost(step, samples), took);
    }
  } finally {
    arena.clear();
    path.dispose();
    settings.buffer.destroy();
  }
}
