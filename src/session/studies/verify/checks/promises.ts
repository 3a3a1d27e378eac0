import type { NodeId } from '#core/network/network.ts';
import { inputOf, isFree, targetOf } from '#core/network/topology.ts';
import { type Check, judged } from '../check.ts';
import type { Arrays } from '../deviation.ts';
import type { Observation } from '../station.ts';
import type { Trial } from '../trial.ts';

/** Everything a settling leaves, by name. */
function flat(seen: Observation): Arrays {
  const groups: readonly (readonly [string, Arrays])[] = [
    ['x', seen.values],
    ['ε', seen.errors],
    ['E', seen.energy],
    ['g', seen.gradients.weights],
    ['gᵇ', seen.gradients.biases],
    ['b', seen.backprop.weights],
    ['bᵇ', seen.backprop.biases],
  ];
  return Object.fromEntries(
    groups.flatMap(([name, arrays]) => Object.entries(arrays).map(([id, it]) => [`${name} ${id}`, it])),
  );
}

/** Numbers that are not the same bits. */
function differing(a: Arrays, b: Arrays): number {
  return Object.keys(a).reduce(
    (sum, id) => sum + Array.from(a[id]!).filter((it, i) => !Object.is(it, b[id]?.[i])).length,
    0,
  );
}

const numbers = (arrays: Arrays): number => Object.values(arrays).reduce((sum, it) => sum + it.length, 0);

const bits = (differs: number, of: number, words: string) =>
  judged(
    [{ what: 'numbers that differ', value: differs, tolerance: 0 }],
    `${of.toLocaleString('en')} numbers compared. ${words}`,
  );

const engineOf = ({ engine }: Trial): string => (engine.kind === 'cpu' ? 'On the CPU.' : 'On WebGPU.');

export const deterministic: Check = {
  id: 'deterministic',
  label: 'Twice the same is the same, to the bit',
  meaning: 'Nothing depends on time, threads or chance.',
  definition:
    'All values, errors, energies and gradients of two settlings on the page’s engine, compared bit by bit.',
  source: '',
  run: async (trial) => {
    const station = await trial.present();
    const [first, again] = [flat(await station.settle()), flat(await station.settle())];
    return bits(differing(first, again), numbers(first), engineOf(trial));
  },
};

export const splitting: Check = {
  id: 'splitting',
  label: 'T steps at once or one by one are the same, to the bit',
  meaning: 'Watching a settling does not change it.',
  definition:
    'All values, errors, energies and gradients of a settling in one piece and of one in single steps, on the page’s engine.',
  source: '',
  run: async (trial) => {
    const station = await trial.present();
    const one = flat(await station.settle({ pieces: 1 }));
    const many = flat(
      await station.settle({ pieces: Math.min(trial.experiment.inference.settleSteps, 200) }),
    );
    return bits(differing(one, many), numbers(one), engineOf(trial));
  },
};

/** Samples of an array, in the reverse order. */
function reversed(flat: ArrayLike<number>, units: number): number[] {
  const count = flat.length / units;
  return Array.from(flat, (_, at) => flat[(count - 1 - Math.floor(at / units)) * units + (at % units)]!);
}

export const permuting: Check = {
  id: 'permuting',
  label: 'Samples do not feel each other',
  meaning: 'The same rows in another order: each settles as before, to the bit.',
  definition:
    'Values and errors of every sample with the rows in reverse order, against those in order, on the page’s engine.',
  source: '',
  run: async (trial) => {
    const station = await trial.present();
    const forwards = await station.settle();
    const backwards = await station.settle({ rows: Uint32Array.from(trial.rows).reverse() });
    const states = (seen: Observation, turn: (array: ArrayLike<number>, id: NodeId) => ArrayLike<number>) =>
      Object.fromEntries(
        (['values', 'errors'] as const).flatMap((what) =>
          Object.entries(seen[what]).map(([id, it]) => [`${what} ${id}`, turn(it, id)]),
        ),
      );
    const expected = states(forwards, (it) => it);
    const actual = states(backwards, (it, id) => reversed(it, trial.units(id)));
    return bits(differing(expected, actual), numbers(expected), engineOf(trial));
  },
};

export const clampedStays: Check = {
  id: 'clamped',
  label: 'What is clamped or pinned stays, to the bit',
  meaning: 'Inputs, targets, pinned and removed neurons are the same numbers after settling.',
  definition:
    'Values of clamped layers against the rows, of pinned neurons against their pins, of removed ones against 0, after T steps on the page’s engine.',
  source: '',
  run: async (trial) => {
    const { network, pins, lesions } = trial.model;
    const { values } = await (await trial.present()).settle();
    let [differs, looked] = [0, 0];
    const look = (actual: number, expected: number) => {
      looked++;
      if (actual !== Math.fround(expected)) differs++;
    };
    for (const node of network.nodes) {
      const removed = new Set(lesions.units[node.id]);
      trial.rows.forEach((_, s) => {
        for (let i = 0; i < node.units; i++) {
          const actual = values[node.id]![s * node.units + i]!;
          const pin = removed.has(i) ? 0 : pins[node.id]?.[i];
          if (pin !== undefined) look(actual, pin);
          else if (!isFree(node)) look(actual, rowOf(trial, node.id, s)[i]!);
        }
      });
    }
    return bits(differs, looked, engineOf(trial));
  },
};

function rowOf({ model, inputs, targets }: Trial, id: NodeId, sample: number): ArrayLike<number> {
  const { network } = model;
  if (id === inputOf(network).id) return inputs[sample]!;
  if (id === targetOf(network).id) return targets[sample]!;
  throw new Error(`${id} is not clamped`);
}

export const parametersRest: Check = {
  id: 'parameters-rest',
  label: 'Settling changes no parameter',
  meaning: 'Neurons move; weights and biases stay until something is learned.',
  definition: 'All weights and biases before and after a settling on the page’s engine, compared bit by bit.',
  source: '',
  run: async (trial) => {
    const station = await trial.present();
    await station.settle();
    const { parameters: before } = trial.model;
    const after = await station.laboratory.parameters();
    const all = ({ weights, biases }: typeof before): Arrays =>
      Object.fromEntries(
        [weights, biases].flatMap((part, i) =>
          Object.entries(part).map(([id, it]) => [`${i === 0 ? 'W' : 'b'} ${id}`, it]),
        ),
      );
    const [expected, actual] = [all(before), all(after)];
    return bits(differing(expected, actual), numbers(expected), engineOf(trial));
  },
};

export const incrementalSettles: Check = {
  id: 'incremental',
  label: 'Incremental settles as strict does',
  meaning: 'The two differ only in when weights learn.',
  definition:
    'All values, errors, energies and gradients of a settling under incremental with resting weights, against strict, in double precision.',
  source: 'Salvatori et al. (2024)',
  run: async (trial) => {
    const strict = flat(await trial.settle({ inference: { rule: 'strict' } }));
    const incremental = flat(await trial.settle({ inference: { rule: 'incremental' } }));
    return bits(differing(strict, incremental), numbers(strict), 'In double precision.');
  },
};
