import type { Network, Preparation } from '#core/network/network.ts';
import { compile } from '#core/plan/compile.ts';
import type { Plan } from '#core/plan/plan.ts';
import { relaxation } from '#core/plan/programs.ts';
import { CpuEngine } from './cpu/cpu-engine.ts';
import type { Engine } from './engine.ts';
import { EngineError } from './engine-error.ts';

/** Larger differences are not rounding: float32 keeps seven digits, and nothing here cancels. */
const TOLERANCE = 1e-5;
const SAMPLES = 3;

const node = (id: string, units: number, clamp: 'input' | 'target' | 'free') => ({
  id,
  units,
  activation: 'tanh' as const,
  precision: 1,
  likelihood: 'gaussian' as const,
  clamp: { learning: clamp, testing: clamp === 'input' ? clamp : ('free' as const) },
});

const network: Network = {
  nodes: [node('x', 2, 'input'), node('h', 3, 'free'), node('y', 1, 'target')],
  connections: [
    { id: 'v', from: 'x', to: 'h', activation: 'identity', op: 'dense' },
    { id: 'w', from: 'h', to: 'y', activation: 'sigmoid', op: 'dense' },
  ],
};

function plan(): Plan {
  const preparation: Preparation = { network, pins: {}, lesions: { units: {}, weights: {} } };
  return compile(preparation, {
    rule: 'strict',
    start: 'forward',
    optimizer: 'sgd',
    capacity: SAMPLES,
    longestSettling: 4,
    rows: SAMPLES,
    classes: null,
  });
}

/** The same small settling on any engine: values, errors, energies and gradients, one after the other. */
async function settleOn(engine: Engine): Promise<number[]> {
  const loaded = plan();
  await engine.load(loaded);
  for (const [name, { length }] of loaded.layout.tensors) {
    if (/^(moves|alive|precision)\(/.test(name)) engine.write(name, new Float32Array(length).fill(1));
    if (/^(data|weight|bias)/.test(name))
      engine.write(
        name,
        Float32Array.from({ length }, (_, i) => ((7 * i + length) % 11) / 8 - 0.6),
      );
  }
  engine.write('batch rows', [0, 1, 2]);
  engine.tune({ inferenceRate: 0.2, learningRate: 0.1, samples: SAMPLES });
  engine.run([{ schedule: 'begin' }, { schedule: 'start' }, ...relaxation('strict', 4)]);
  const names = ['value(h)', 'error(h)', 'error(y)', 'trace(h)', 'trace(y)', 'gradient(v)', 'gradient(w)'];
  const arrays = await engine.read(names.map((tensor) => ({ tensor })));
  return arrays.flatMap((it) => [...it]);
}

const EMPTY: Plan = { layout: { length: 0, tensors: new Map() }, schedules: {}, capacity: 1, traceLength: 1 };

/** Rejects with an EngineError unless the engine settles a small network as the reference does; leaves it empty. */
export async function tryOut(engine: Engine): Promise<void> {
  const reference = await settleOn(new CpuEngine());
  const tried = await settleOn(engine);
  // Nothing of this network may be kept for the next.
  await engine.load(EMPTY);
  // Written so that NaN fails.
  const agrees = reference.every((it, i) => Math.abs(it - tried[i]!) <= TOLERANCE);
  if (!agrees)
    throw EngineError.of(
      'The graphics device computes wrong numbers: a small test network came out differently.',
    );
}
