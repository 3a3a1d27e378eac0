import { compile } from '#core/plan/compile.ts';
import { update } from '#core/plan/programs.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import type { Engine } from '#engine/engine.ts';
import { type Case, cases, chain, flopsOf } from './networks.ts';

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

/** One training step of the case as a function; weights are small, so that settling stays calm. */
async function stepOf(engine: Engine, { widths, batch, settleSteps }: Case): Promise<() => void> {
  const plan = compile(
    { network: chain(widths), pins: {}, lesions: { units: {}, weights: {} } },
    {
      rule: 'strict',
      start: 'forward',
      optimizer: 'sgd',
      capacity: batch,
      longestSettling: settleSteps,
      rows: batch,
      classes: null,
    },
  );
  await engine.load(plan);
  const spread = (length: number, scale: number) =>
    Float32Array.from({ length }, (_, i) => (((i * 7919) % 1009) / 504.5 - 1) * scale);
  for (const [name, { length, shape }] of plan.layout.tensors) {
    if (/^(moves|alive|precision)\(/.test(name)) engine.write(name, new Float32Array(length).fill(1));
    if (/^weight/.test(name)) engine.write(name, spread(length, 1 / Math.sqrt(shape[1]!)));
    if (/^data/.test(name)) engine.write(name, spread(length, 1));
  }
  engine.write(
    'batch rows',
    Array.from({ length: batch }, (_, i) => i),
  );
  engine.tune({ inferenceRate: 0.05, learningRate: 1e-3, samples: batch });
  const program = update('strict', settleSteps, false);
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

const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[times.length >> 1]!;

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
