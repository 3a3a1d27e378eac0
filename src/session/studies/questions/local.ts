import type { Connection, Parameters } from '#core/network/network.ts';
import { depths, incoming, inputOf, isFree, nodeOf } from '#core/network/topology.ts';
import type { Memory } from '#core/plan/plan.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Laboratory } from '../../laboratory.ts';
import { synapses } from '../../readings.ts';
import type { Study } from '../study.ts';
import { under } from './settings.ts';
import { laboratoryOf, type Subject, subjectOf } from './subject.ts';

/** What became of the updates of one connection when something far away was changed. */
export interface Meddled {
  /** The connection whose weights were turned around: those of another layer. */
  readonly changed: Connection;
  /** |g′ − g| / |g| of the watched connection: at the same values, after settling anew, and of backprop. */
  readonly held: number;
  readonly settledAnew: number;
  readonly backprop: number;
}

export interface LocalFound {
  readonly subject: Subject;
  readonly experiment: Experiment;
  /** The connection whose updates are watched: out of the input, the farthest from the output. */
  readonly watched: Connection;
  /** A weight is changed to its negative, layer by layer. */
  readonly meddled: readonly Meddled[];
}

const relative = (after: Memory, before: Memory): number => {
  let [difference, length] = [0, 0];
  for (let i = 0; i < before.length; i++) {
    difference += (after[i]! - before[i]!) ** 2;
    length += before[i]! ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / length);
};

/** The connection into the free layer farthest from the output. */
function farthest({ network }: Experiment): Connection {
  const depth = depths(network);
  const into = network.nodes
    .filter((it) => isFree(it) && incoming(network, it.id).length > 0 && depth.has(it.id))
    .sort((a, b) => depth.get(b.id)! - depth.get(a.id)!)[0]!;
  const all = incoming(network, into.id);
  return all.find((it) => it.from === inputOf(network).id) ?? all[0]!;
}

const negated = (parameters: Parameters, { id }: Connection): Parameters => ({
  ...parameters,
  weights: { ...parameters.weights, [id]: parameters.weights[id]!.map((w) => -w) },
});

/** Both gradients of the watched connection at the values there are. */
async function gradients(
  laboratory: Laboratory,
  { id }: Connection,
): Promise<{ own: Memory; rival: Memory }> {
  laboratory.takeGradient(0);
  laboratory.sweep();
  const { network } = laboratory.experiment;
  const read = await laboratory.read({
    own: synapses(network, 'gradient'),
    rival: synapses(network, 'gradient', 'rival'),
  });
  return { own: read.own[id]!, rival: read.rival[id]! };
}

/** The watched gradient after settling, with the weights as they are and with each of the others turned around. */
async function settledAnew(
  laboratory: Laboratory,
  { rows, parameters }: Subject,
  watched: Connection,
  others: readonly Connection[],
): Promise<readonly number[]> {
  const { settleSteps } = laboratory.experiment.inference;
  const settle = async (weights: Parameters): Promise<Memory> => {
    laboratory.placeParameters(weights);
    laboratory.present(rows);
    laboratory.begin();
    laboratory.step(settleSteps);
    return (await gradients(laboratory, watched)).own;
  };
  const before = await settle(parameters);
  const changes: number[] = [];
  for (const it of others) changes.push(relative(await settle(negated(parameters, it)), before));
  return changes;
}

/** With the state kept, errors and gradients are taken afresh at the very same values, whatever the weights have become. */
async function atSameValues(
  laboratory: Laboratory,
  { rows, parameters }: Subject,
  watched: Connection,
  others: readonly Connection[],
): Promise<readonly { readonly own: number; readonly rival: number }[]> {
  const look = (weights: Parameters) => {
    laboratory.placeParameters(weights);
    laboratory.present(rows);
    laboratory.begin();
    return gradients(laboratory, watched);
  };
  laboratory.present(rows);
  laboratory.begin();
  laboratory.step(laboratory.experiment.inference.settleSteps);
  const before = await look(parameters);
  const changes: { own: number; rival: number }[] = [];
  for (const it of others) {
    const after = await look(negated(parameters, it));
    changes.push({ own: relative(after.own, before.own), rival: relative(after.rival, before.rival) });
  }
  return changes;
}

export const isItLocal: Study<LocalFound> = async (bench) => {
  const subject = await subjectOf(bench);
  const experiment = under(subject.experiment, 'strict');
  const watched = farthest(experiment);
  const others = experiment.network.connections.filter(
    (it) => it.to !== watched.to && isOnTheWay(experiment, it),
  );
  const anew = await settledAnew(
    await laboratoryOf(bench.engine, subject, experiment),
    subject,
    watched,
    others,
  );
  await bench.progress(0.5, 'at the same values');
  const keeping = { ...experiment, inference: { ...experiment.inference, start: 'keep' as const } };
  const held = await atSameValues(
    await laboratoryOf(bench.engine, subject, keeping),
    subject,
    watched,
    others,
  );
  const meddled = others.map((changed, k) => ({
    changed,
    held: held[k]!.own,
    settledAnew: anew[k]!,
    backprop: held[k]!.rival,
  }));
  return { subject, experiment, watched, meddled };
};

/** Whether a connection leads to the output. */
const isOnTheWay = ({ network }: Experiment, { to }: Connection): boolean =>
  depths(network).has(nodeOf(network, to).id);
