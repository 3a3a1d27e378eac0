import { gaussian, stream } from '#core/math/random.ts';
import { incoming, isPredicted, nodeOf } from '#core/network/topology.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { chain } from '#experiment/presets/chain.ts';
import { presets } from '#experiment/presets/index.ts';
import type { Confusion, EpochRecord, Frame, Moment } from '#session/frame.ts';
import { regionsOf } from '#session/landscape.ts';
import { type Run, runOf } from '#session/runs.ts';
import type { Scene } from '#view/charts/chart.ts';
import { compareGradients } from '../oracles/agreement.ts';

/** What the readings hold: made-up numbers, nothing but zeros, or no numbers at all. */
export type Kind = 'random' | 'zero' | 'broken';

/** Points of a plane in three classes, one-hot. */
const threeClasses = (): Experiment => {
  const inputs = Array.from({ length: 6 }, (_, i) => [Math.sin(i), Math.cos(i)]);
  const targets = inputs.map((_, i) => [0, 1, 2].map((unit) => Number(unit === i % 3)));
  return parse({
    version: 1,
    title: 'Three classes',
    network: chain([2, 4, 3], 'tanh'),
    data: { name: 'rows', inputs, targets },
  }).value!;
};

export const experiments: readonly (readonly [string, Experiment])[] = [
  ...presets.map((it) => [it.label, parse(it.document).value!] as const),
  ['Three classes', threeClasses()],
];

const training = (history: readonly EpochRecord[], rival: readonly EpochRecord[] = []) => ({
  running: false,
  epoch: history.at(-1)?.epoch ?? 0,
  batch: 0,
  batches: 8,
  remaining: null,
  progress: null,
  history,
  rival,
});

const runsOf = (present: readonly Run[]): Scene['runs'] => ({
  present,
  swept: null,
  sweep: () => {},
  restore: () => {},
});

const stabilityOf = (records: Scene['stability']['records']): Scene['stability'] => ({
  records,
  failure: '',
  follow: () => () => {},
});

const nothing: Omit<Scene, 'experiment' | 'frame' | 'training'> = {
  moment: null,
  recorded: null,
  answer: 'clamped',
  rivalLandscape: null,
  epochs: { recorded: [], shown: 0, with: () => null },
  ghost: null,
  rows: null,
  landscape: null,
  diverged: null,
  stabilityLimit: null,
  selection: null,
  runs: runsOf([]),
  course: { known: null, changes: [], running: null, waits: false, follow: () => () => {}, ask: () => {} },
  stability: stabilityOf([]),
};

/** Before anything was measured. */
export const emptyScene = (experiment: Experiment): Scene => ({
  ...nothing,
  experiment,
  frame: null,
  training: training([]),
});

/** A moment t steps into a settling. The numbers obey no algorithm: views must not care. */
export function sceneOf(experiment: Experiment, kind: Kind, t = experiment.inference.settleSteps): Scene {
  const normal = gaussian(stream(7, experiment.title, kind, t));
  const draw = (): number => (kind === 'random' ? normal() : kind === 'zero' ? 0 : Number.NaN);
  const { nodes, connections } = experiment.network;
  const units = (count: number) => Float64Array.from({ length: count }, draw);
  const predicted = nodes.filter((it) => isPredicted(experiment.network, it.id));
  const energy = predicted.map(({ id }) => ({
    id,
    trace: Float64Array.from({ length: t + 1 }, () => Math.abs(draw())),
  }));
  const perWeight = () =>
    Object.fromEntries(
      connections.map((it) => [
        it.id,
        units(nodeOf(experiment.network, it.from).units * nodeOf(experiment.network, it.to).units),
      ]),
    );
  const gradients = perWeight();
  const backprop = perWeight();
  const nodeFrames = () =>
    nodes.map(({ id, units: count, clamp }) => ({
      id,
      values: units(count),
      predictions: incoming(experiment.network, id).length > 0 ? units(count) : null,
      errors: incoming(experiment.network, id).length > 0 ? units(count) : null,
      drives: clamp.learning === 'free' ? units(count) : null,
    }));
  const moments = Array.from({ length: t + 1 }, (_, k): Moment => {
    const ofSample = predicted.map(({ id }) => [id, Math.abs(draw())] as const);
    return {
      t: k,
      phase: null,
      nodes: nodeFrames(),
      energy: Object.fromEntries(ofSample),
      total: ofSample.reduce((sum, [, it]) => sum + it, 0),
    };
  });
  const frame: Frame = {
    t,
    samples: 32,
    sample: 0,
    nodes: moments[t]!.nodes,
    energyOfSample: moments[t]!.energy,
    energy,
    total: Float64Array.from({ length: t + 1 }, (_, k) => energy.reduce((sum, it) => sum + it.trace[k]!, 0)),
    weights: perWeight(),
    stamp: 'these',
    gradients,
    backprop,
    comparison: compareGradients(gradients, backprop),
    gradientsAt: t,
    atRest: false,
    diverged: kind === 'broken',
  };
  const record = (epoch: number): EpochRecord => ({
    epoch,
    trainingLoss: Math.abs(draw()),
    testLoss: Math.abs(draw()),
    trainingAccuracy: kind === 'broken' ? null : 0.5,
    testAccuracy: null,
    confusion: confusionOf(experiment, kind),
  });
  const trace = () => {
    const figure = (of: (x: number) => number) => Float64Array.from({ length: t + 1 }, () => of(draw()));
    const none = kind === 'zero' ? () => Number.NaN : (x: number) => x;
    return {
      angleDegrees: figure((x) => none(Math.min(180, Math.abs(90 * x)))),
      normRatio: figure((x) => none(Math.abs(x))),
      relativeError: figure((x) => none(Math.abs(x))),
      signs: figure((x) => none(Math.min(1, Math.abs(x)))),
    };
  };
  const known = {
    experiment,
    samples: 32,
    steps: t,
    connections: Object.fromEntries(connections.map(({ id }) => [id, trace()])),
    all: trace(),
    energy: Object.fromEntries(energy.map((it) => [it.id, it.trace])),
    total: frame.total as Float64Array,
    loss: Math.abs(draw()),
    equilibrium: { value: null, reason: 'these numbers obey no algorithm' },
    limit: null,
  };
  const records = [0, 1, 2].map(record);
  return {
    ...emptyScene(experiment),
    epochs: { recorded: [0, 1, 2], shown: 2, with: () => null },
    ...answerOf(experiment, draw),
    frame,
    moment: moments[t]!,
    course: { ...nothing.course, known },
    recorded: { first: 0, last: t, at: (k) => moments[k] ?? null, touched: [] },
    training: training(records, records),
    runs: runsOf([runOf(experiment, frame, { epoch: 2, batch: 0 })].filter((it) => it !== null)),
    stability: stabilityOf(
      [0, 1, 2].map((epoch) => ({ epoch, experiment, limit: epoch === 1 ? null : Math.abs(draw()) })),
    ),
  };
}

/** Where rows have several target units: how many samples are taken for which class; answers that are no numbers are left out. */
function confusionOf({ network, title }: Experiment, kind: Kind): Confusion | null {
  const classes = network.nodes.find((it) => it.clamp.learning === 'target')!.units;
  if (classes < 2) return null;
  const draw = stream(11, title, kind);
  const counts = Uint32Array.from({ length: classes * classes }, () => (kind === 'random' ? 40 * draw() : 0));
  return { part: 'test', classes, counts };
}

/** Rows and a landscape of the right kind, small. */
function answerOf({ network }: Experiment, draw: () => number): Pick<Scene, 'rows' | 'landscape'> {
  const inputUnits = network.nodes.find((it) => it.clamp.learning === 'input')!.units;
  const targetUnits = network.nodes.find((it) => it.clamp.learning === 'target')!.units;
  const count = 6;
  const inputs = Float64Array.from({ length: count * inputUnits }, (_, i) => Math.sin(i));
  const targets = Float64Array.from({ length: count * targetUnits }, (_, i) =>
    i % targetUnits === 0 ? 1 : 0,
  );
  const classes = targetUnits > 1 ? ('argmax' as const) : null;
  const rows = { count, training: 4, inputs, targets, inputUnits, targetUnits, classes };
  const size = 8;
  if (inputUnits === 2 && targetUnits > 2) {
    const answers = Float64Array.from({ length: size * size * targetUnits }, draw);
    const regions = regionsOf(answers, targetUnits);
    return { rows, landscape: { kind: 'regions', size, extent: [-1, 1], ...regions } };
  }
  if (inputUnits === 2) {
    const values = Float64Array.from({ length: size * size }, draw);
    return { rows, landscape: { kind: 'surface', size, extent: [-1, 1], values } };
  }
  if (inputUnits !== 1) return { rows, landscape: null };
  const xs = Float64Array.from({ length: size }, (_, i) => -1 + (2 * i) / (size - 1));
  return { rows, landscape: { kind: 'curve', xs, ys: Float64Array.from({ length: size }, draw) } };
}
