import { kernels } from '#core/kernels.ts';
import type { Memory, Schedule, Settings } from '#core/plan/plan.ts';

/** Carries out a schedule with the reference kernels. */
export function interpret(schedule: Schedule, memory: Memory, settings: Settings): void {
  for (const item of schedule) {
    if ('repeat' in item) for (let i = 0; i < item.repeat; i++) interpret(item.stages, memory, settings);
    else {
      const kernel = kernels.get(item.kernel);
      if (!kernel) throw new Error(`no kernel is called ${item.kernel}`);
      for (const { args } of item.calls) kernel(memory, args, settings);
    }
  }
}
