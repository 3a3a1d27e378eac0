import { countParameters } from '#core/network/check.ts';
import type { Network } from '#core/network/network.ts';
import type { EngineKind } from '#engine/engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { experimentAt, type SweepMap } from './map.ts';

/** Where a pixel is, from the lowest row and the first column. */
export interface Seat {
  readonly row: number;
  readonly column: number;
}

/** One network, and the pixels that read it: by the settling steps after which they do. */
export interface Sitter {
  readonly experiment: Experiment;
  readonly seats: Map<number, Seat[]>;
}

/** Networks that one plan holds, in parties that run with the same settings. */
export interface Family {
  readonly experiment: Experiment;
  readonly parties: readonly (readonly Sitter[])[];
  /** Networks it holds side by side. */
  readonly copies: number;
  /** Samples a batch has at most. */
  readonly capacity: number;
  readonly longestSettling: number;
}

/** Numbers an ensemble may take: an eighth of the 128 MiB that every WebGPU device binds. */
const BUDGET = 4_000_000;
/** Tensors a node keeps per sample, in both worlds together; a parameter, with its gradients and optimizer state. */
const TENSORS_PER_UNIT = 14;
const TENSORS_PER_PARAMETER = 5;
/** More networks than these make no thread busier: a graphics card has many. */
const MOST_COPIES: Readonly<Record<EngineKind, number>> = { cpu: 64, webgpu: 256 };

/** What is asked of thousands of pixels, most of which share it. */
function remembered<Of extends WeakKey>(textOf: (of: Of) => string): (of: Of) => string {
  const known = new WeakMap<Of, string>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const text = textOf(of);
    known.set(of, text);
    return text;
  };
}

const shapeOf = remembered(({ nodes, connections }: Network) =>
  JSON.stringify([nodes.map(({ precision: _, ...node }) => node), connections]),
);
const precisionsOf = remembered(({ nodes }: Network) => JSON.stringify(nodes.map((it) => it.precision)));

/** What a plan is compiled from, pins and lesions aside: no axis changes those. */
const planOf = ({ network, inference, learning }: Experiment): string =>
  `${shapeOf(network)} ${inference.rule} ${inference.start} ${learning.optimizer}`;

/** What all networks of a program have in common: a settling passes every T on its way, a training has but one. */
function programOf({ inference, learning }: Experiment, isTraining: boolean): string {
  return isTraining ? JSON.stringify([inference.settleSteps, learning.learningRate, learning.batchSize]) : '';
}

/** What makes a network another one. */
const networkOf = ({ network, seed, inference }: Experiment): string =>
  `${precisionsOf(network)} ${seed} ${inference.inferenceRate}`;

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

interface Place {
  readonly experiment: Experiment;
  readonly seat: Seat;
}

function sittersOf(places: readonly Place[]): readonly Sitter[] {
  return grouped(places, (it) => networkOf(it.experiment)).map((same) => {
    const seats = new Map<number, Seat[]>();
    for (const { experiment, seat } of same) {
      const { settleSteps } = experiment.inference;
      seats.set(settleSteps, [...(seats.get(settleSteps) ?? []), seat]);
    }
    return { experiment: same[0]!.experiment, seats };
  });
}

function roomFor(
  { network }: Experiment,
  capacity: number,
  longestSettling: number,
  kind: EngineKind,
): number {
  const units = network.nodes.reduce((sum, it) => sum + it.units, 0);
  const each =
    capacity * units * TENSORS_PER_UNIT +
    countParameters(network) * TENSORS_PER_PARAMETER +
    longestSettling * network.nodes.length;
  return Math.max(1, Math.min(MOST_COPIES[kind], Math.floor(BUDGET / each)));
}

/** A map's pixels as networks that run side by side. `batchOf` is the size of a pixel's batch. */
export function familiesOf(
  { request, base, xs, ys }: SweepMap,
  batchOf: (experiment: Experiment) => number,
  kind: EngineKind,
): readonly Family[] {
  const isTraining = request.work === 'training';
  const places = ys.flatMap((y, row) =>
    xs.map((x, column): Place => ({ experiment: experimentAt(base, request, x, y), seat: { row, column } })),
  );
  return grouped(places, (it) => planOf(it.experiment)).map((family) => {
    const most = (of: (experiment: Experiment) => number) =>
      family.reduce((largest, it) => Math.max(largest, of(it.experiment)), 0);
    const capacity = most(batchOf);
    const longestSettling = most((it) => it.inference.settleSteps);
    const { experiment } = family[0]!;
    const room = roomFor(experiment, capacity, longestSettling, kind);
    const parties = grouped(family, (it) => programOf(it.experiment, isTraining)).flatMap((program) =>
      divided(sittersOf(program), room),
    );
    const copies = Math.max(...parties.map((it) => it.length));
    return { experiment, parties, copies, capacity, longestSettling };
  });
}

/** In parts of nearly equal size, none above the largest. */
function divided<T>(items: readonly T[], largest: number): readonly (readonly T[])[] {
  const size = Math.ceil(items.length / Math.ceil(items.length / largest));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, k) =>
    items.slice(k * size, (k + 1) * size),
  );
}
