import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import type { Engine } from '#engine/engine.ts';
import { type Case, cases } from './networks.ts';
import { flopsOf, load, problemOf, programOf } from './problem.ts';
import { median } from './statistics.ts';

interface Options {
  readonly names: readonly string[];
  readonly rounds: number;
  readonly skipsPlain: boolean;
  readonly say: (line: string) => void;
}

/** A measurement takes at least this long. */
const MILLISECONDS = 150;
/** A step that takes longer is measured once. */
const PATIENCE = 2000;

/** One training step of the case as a function. */
async function stepOf(engine: Engine, it: Case): Promise<() => void> {
  await load(engine, problemOf(it));
  const program = programOf(it);
  return () => engine.run(program);
}

/** Milliseconds of this process's processor time: the engines run on one thread, and others may want the machine. */
const spent = () => process.cpuUsage().user / 1000;

function timeOf(step: () => void): number {
  let steps = 0;
  const from = spent();
  do {
    step();
    steps++;
  } while (spent() - from < MILLISECONDS);
  return (spent() - from) / steps;
}

/** Times the engines in turns and says a Markdown table: minimum / median in milliseconds a step. */
export async function compareEngines({ names, rounds, skipsPlain, say }: Options): Promise<void> {
  const engines: [string, Engine][] = skipsPlain ? [] : [['plain', new CpuEngine()]];
  for (const variant of ['plain', 'fused'] as const) {
    const engine = SimdEngine.open([variant]);
    if (engine) engines.push([engine.adapter, engine]);
  }
  say(`| network | ${engines.map(([name]) => name).join(' | ')} | GFLOP/s of the last |`);
  say(`|---|${engines.map(() => '---|').join('')}---|`);
  for (const it of cases) {
    if (names.length > 0 && !names.includes(it.name)) continue;
    const steps = await Promise.all(engines.map(([, engine]) => stepOf(engine, it)));
    const times = steps.map(() => [] as number[]);
    // The first time compiles, and tells whether there is time for more.
    const first = steps.map(timeOf);
    for (let round = 0; round < rounds; round++)
      for (const [k, step] of steps.entries()) if (first[k]! < PATIENCE) times[k]!.push(timeOf(step));
    for (const [k, all] of times.entries()) if (all.length === 0) all.push(first[k]!);
    const figures = times.map((all) => `${Math.min(...all).toFixed(2)} / ${median(all).toFixed(2)}`);
    const rate = flopsOf(it) / Math.min(...times.at(-1)!) / 1e6;
    say(`| ${it.name} | ${figures.join(' | ')} | ${rate.toFixed(1)} |`);
  }
}
