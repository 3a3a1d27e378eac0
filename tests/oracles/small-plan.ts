import { compile } from '#core/plan/compile.ts';
import type { Plan, Settings } from '#core/plan/plan.ts';
import { relaxation } from '#core/plan/programs.ts';
import type { Engine } from '#engine/engine.ts';
import { understood } from './scenarios.ts';

export const SETTINGS: Settings = { inferenceRate: 0.1, learningRate: 0.05, samples: 3 };

/** x → h → y with room for `capacity` samples; `hidden` units change what survives a reload. */
export function planOf(hidden: number, capacity: number): Plan {
  const { network, pins, lesions } = understood({
    version: 1,
    network: {
      nodes: [
        { id: 'x', units: 2, clamp: { learning: 'input', testing: 'input' } },
        { id: 'h', units: hidden, activation: 'tanh' },
        { id: 'y', units: 1, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: 'v', from: 'x', to: 'h' },
        { id: 'w', from: 'h', to: 'y' },
      ],
    },
    data: { name: 'rows', inputs: [[0, 0]], targets: [[0]] },
  });
  const shape = { capacity, longestSettling: 8, rows: capacity, classes: null };
  return compile(
    { network, pins, lesions },
    { rule: 'strict', start: 'forward', optimizer: 'sgd', ...shape },
  );
}

/** Puts something into every tensor that a settling reads. */
export function fill(engine: Engine, plan: Plan): void {
  for (const [name, { length }] of plan.layout.tensors) {
    if (/^(moves|alive|precision)\(/.test(name)) engine.write(name, new Float32Array(length).fill(1));
    if (/^(weight|bias|data)/.test(name))
      engine.write(
        name,
        Float32Array.from({ length }, (_, i) => ((5 * i + length) % 7) / 8 - 0.25),
      );
  }
  const capacity = plan.layout.tensors.get('batch rows')!.length;
  engine.write(
    'batch rows',
    Array.from({ length: capacity }, (_, i) => i),
  );
  engine.tune(SETTINGS);
}

/** Whole tensors, as plain arrays. */
export const whole = async (engine: Engine, ...names: string[]) =>
  (await engine.read(names.map((tensor) => ({ tensor })))).map((it) => [...it]);

/** A settling of four steps and its gradients. */
export const settle = [{ schedule: 'begin' }, { schedule: 'start' }, ...relaxation('strict', 4)];

/** Loaded in between, it makes an engine forget: nothing of it is kept. */
export const EMPTY: Plan = {
  layout: { length: 0, tensors: new Map() },
  schedules: {},
  capacity: 1,
  traceLength: 1,
};
