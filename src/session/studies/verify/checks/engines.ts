import { isFree } from '#core/network/topology.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine, EngineKind } from '#engine/engine.ts';
import { type Check, type Figure, judged, type Outcome, spared } from '../check.ts';
import { deviation, largestOf } from '../deviation.ts';
import { type Observation, Station } from '../station.ts';
import type { Trial } from '../trial.ts';

/** The contract's, for single precision; runs of 300 steps and more: ten times. */
const STATE = 1e-5;
const GRADIENT = 1e-4;
const ROUNDING = 2 ** -21;
const LONG_RUN = 300;
/** A settling that single precision alone throws about this much (as a share of the tolerance) says nothing about engines. */
const SENSITIVE = 0.25;

/** Per node, how far an error may be off because it is the difference of two values: 2⁻²¹ π max|x|. */
function floors({ model, targets }: Trial, { values }: Observation): (id: string) => number {
  const floor = model.network.nodes.map((node) => {
    const reach = isFree(node) ? largestOf(values[node.id]!) : Math.max(...targets.map(largestOf));
    return [node.id, ROUNDING * node.precision * reach] as const;
  });
  const byId = new Map(floor);
  return (id) => byId.get(id)!;
}

/** Largest differences of two observations, each relative to a tensor's largest entry and what its floor adds to it. */
function differences(trial: Trial, actual: Observation, expected: Observation): Figure[] {
  const factor = expected.inference.settleSteps >= LONG_RUN ? 10 : 1;
  const [state, gradient] = [factor * STATE, factor * GRADIENT];
  const floor = floors(trial, expected);
  const { nodes, connections } = trial.model.network;
  const worst = (ids: readonly string[], of: (id: string) => number) =>
    ids.reduce((most, id) => Math.max(most, of(id)), 0);
  const predicted = Object.keys(expected.errors);
  const node = (id: string) => nodes.find((it) => it.id === id)!;
  const energyRoom = (id: string) => {
    const [e, { units, precision }] = [floor(id), node(id)];
    const most = largestOf(expected.energy[id]!);
    return (e * Math.sqrt((2 * units * most) / precision) + (units * e * e) / (2 * precision)) / state;
  };
  const activity = (id: string) => Math.max(1, largestOf(expected.values[id]!));
  const gradients = (side: 'gradients' | 'backprop') =>
    Math.max(
      worst(
        connections.map((it) => it.id),
        (id) => {
          const { from, to } = connections.find((it) => it.id === id)!;
          const room = (factor * floor(to) * activity(from)) / gradient;
          return deviation(actual[side].weights[id]!, expected[side].weights[id]!, room);
        },
      ),
      worst(predicted, (id) =>
        deviation(actual[side].biases[id]!, expected[side].biases[id]!, (factor * floor(id)) / gradient),
      ),
    );
  return [
    {
      what: 'values',
      value: worst(Object.keys(expected.values), (id) => deviation(actual.values[id]!, expected.values[id]!)),
      tolerance: state,
    },
    {
      what: 'errors',
      value: worst(predicted, (id) =>
        deviation(actual.errors[id]!, expected.errors[id]!, (factor * floor(id)) / state),
      ),
      tolerance: state,
    },
    {
      what: 'energies',
      value: worst(predicted, (id) =>
        deviation(actual.energy[id]!, expected.energy[id]!, factor * energyRoom(id)),
      ),
      tolerance: state,
    },
    { what: 'gradients', value: gradients('gradients'), tolerance: gradient },
    { what: 'backprop', value: gradients('backprop'), tolerance: gradient },
  ];
}

const staysInRange = ({ total }: Observation): boolean => total.every(Number.isFinite);

/** Why differences of single precision say nothing here, by the reference alone; null where they do. */
async function whyUnclear(trial: Trial): Promise<string | null> {
  const expected = await trial.settle();
  if (!staysInRange(expected)) return 'the settling leaves every range; a smaller η would not';
  const plain = await (await Station.open(trial, new CpuEngine('float32'))).settle();
  const isSensitive = differences(trial, plain, expected).some(
    ({ value, tolerance }) => !(value <= SENSITIVE * tolerance!),
  );
  return isSensitive
    ? 'this settling magnifies the rounding of single precision itself, so that no two engines can agree; a smaller η or T would tell'
    : null;
}

async function compared(
  trial: Trial,
  actual: Observation,
  expected: Observation,
  words: string,
): Promise<Outcome> {
  const outcome = judged(differences(trial, actual, expected), words);
  if (outcome.verdict === 'passes' && staysInRange(expected)) return outcome;
  const unclear = await whyUnclear(trial);
  return unclear ? spared(unclear) : outcome;
}

const spoken = (trial: Trial, { rule, settleSteps }: Observation['inference']): string =>
  `${trial.rows.length} rows settled for ${settleSteps} steps under ${rule}.`;

const CONTRACT =
  'Relative to the largest entry of each tensor, plus 2⁻²¹ π max|x| on errors and what follows from it: 10⁻⁵ for values, errors and energies, 10⁻⁴ for gradients; ten times that from 300 steps on.';

/** A name for what an engine computes on. */
const named = ({ kind, adapter }: Engine): string =>
  adapter ? `${kind === 'cpu' ? 'CPU' : 'WebGPU'}: ${adapter}` : kind === 'cpu' ? 'CPU' : 'WebGPU';

export const presentEngine: Check = {
  id: 'engine',
  label: 'This page’s engine agrees with double precision',
  meaning: 'What is on screen is what the equations say, to single precision.',
  definition: `The same settling on the page’s engine and on the reference in double precision. ${CONTRACT}`,
  source: '',
  run: async (trial) => {
    const expected = await trial.settle();
    const actual = await (await trial.present()).settle();
    return compared(trial, actual, expected, `${named(trial.engine)}. ${spoken(trial, expected.inference)}`);
  },
};

const other = ({ kind }: Engine): EngineKind => (kind === 'cpu' ? 'webgpu' : 'cpu');

export const bothEngines: Check = {
  id: 'cpu-webgpu',
  label: 'CPU and WebGPU agree',
  meaning: 'Two programs in two languages, on two devices, settle alike.',
  definition: `The same settling on both engines. ${CONTRACT}`,
  source: '',
  run: async (trial) => {
    let engine: Engine;
    try {
      engine = await trial.engineOf(other(trial.engine));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return spared(`WebGPU does not work here: ${why.replace(/[.\s]+$/, '')}`);
    }
    const [here, there] = [await trial.present(), await Station.open(trial, engine)];
    const [cpu, gpu] = trial.engine.kind === 'cpu' ? [here, there] : [there, here];
    const expected = await cpu.settle();
    const actual = await gpu.settle();
    return compared(
      trial,
      actual,
      expected,
      `${named(gpu.laboratory.engine)}. ${spoken(trial, expected.inference)}`,
    );
  },
};
