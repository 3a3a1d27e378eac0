import { WorkerEngine } from '#engine/cpu/worker-engine.ts';
import type { Engine } from '#engine/engine.ts';
import { cases } from './networks.ts';
import { loadCase } from './training-step.ts';

interface Options {
  readonly names: readonly string[];
  readonly rounds: number;
  readonly workers: readonly number[];
}

/** A measurement takes at least this long. */
const MILLISECONDS = 300;

/** Milliseconds a step, several steps asked for at once as a session does. */
async function timeOf(engine: Engine, step: () => void): Promise<number> {
  const ended = () => engine.read([{ tensor: 'clock' }]);
  let asked = 1;
  for (;;) {
    const from = performance.now();
    for (let k = 0; k < asked; k++) step();
    await ended();
    const spent = performance.now() - from;
    if (spent >= MILLISECONDS) return spent / asked;
    asked = Math.max(asked + 1, Math.ceil((1.2 * MILLISECONDS * asked) / Math.max(spent, 1)));
  }
}

const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[times.length >> 1]!;

/** Times one worker and several in turns and says a Markdown table: minimum / median in milliseconds a step. */
export async function compareWorkers({ names, rounds, workers }: Options): Promise<void> {
  const engines = await Promise.all(workers.map((it) => WorkerEngine.open({ workers: it })));
  console.log(`| network | ${engines.map((it) => it.adapter).join(' | ')} |`);
  console.log(`|---|${engines.map(() => '---|').join('')}`);
  for (const it of cases) {
    if (names.length > 0 && !names.includes(it.name)) continue;
    const steps: (() => void)[] = [];
    for (const engine of engines) steps.push(await loadCase(engine, it));
    const times = engines.map(() => [] as number[]);
    for (let round = 0; round < rounds; round++)
      for (const [k, engine] of engines.entries()) times[k]!.push(await timeOf(engine, steps[k]!));
    const figures = times.map((all) => `${Math.min(...all).toFixed(2)} / ${median(all).toFixed(2)}`);
    console.log(`| ${it.name} | ${figures.join(' | ')} |`);
  }
  for (const engine of engines) engine.dispose();
}
