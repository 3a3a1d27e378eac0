import { findCycle } from '#core/network/cycle.ts';
import type { Connection, ConnectionId, Network, NodeId } from '#core/network/network.ts';
import { incoming, isFree } from '#core/network/topology.ts';
import { describe } from '../describe.ts';
import type { Experiment } from '../experiment.ts';
import { type Edited, refused, refusedFor } from './edited.ts';
import { findNode, isIssue } from './found.ts';
import { freshId } from './fresh-id.ts';
import { rewire } from './rewire.ts';

/** Adds synapses from every unit of one node to every unit of another. */
export function connect(experiment: Experiment, from: NodeId, to: NodeId): Edited {
  const [source, sink] = [findNode(experiment, from), findNode(experiment, to)];
  if (isIssue(source)) return refusedFor(experiment, source);
  if (isIssue(sink)) return refusedFor(experiment, sink);
  const { network } = experiment;
  const added: Connection = {
    id: freshId('w', network.connections),
    from,
    to,
    activation: 'identity',
    op: 'dense',
  };
  const wired: Network = { ...network, connections: [...network.connections, added] };
  const say = (code: 'cycle' | 'duplicate' | 'unknown-value', message: string): Edited =>
    refused(experiment, code, 'network.connections', message);
  if (from === to) return say('cycle', `${from} cannot predict itself.`);
  if (sink.clamp.learning === 'input')
    return say('unknown-value', `${to} is the input: the data decides it, so nothing predicts it.`);
  if (source.clamp.learning === 'target')
    return say('unknown-value', `${from} is the output: it is where predictions end.`);
  if (network.connections.some((it) => it.from === from && it.to === to))
    return say('duplicate', `${from} predicts ${to} already.`);
  const cycle = findCycle(wired);
  if (cycle)
    return say('cycle', `${from} → ${to} would close a circle: ${[...cycle, cycle[0]].join(' → ')}.`);
  return rewire(experiment, wired);
}

/** Takes a connection away. The last one into the output stays, and the last one that joins a hidden layer to the rest. */
export function disconnect(experiment: Experiment, id: ConnectionId): Edited {
  const { network } = experiment;
  const cut = network.connections.find((it) => it.id === id);
  if (!cut) {
    const message = `No connection is called ${describe(id)}.`;
    return refused(experiment, 'unknown-id', 'network.connections', message);
  }
  const wired: Network = { ...network, connections: network.connections.filter((it) => it !== cut) };
  const target = network.nodes.find((it) => it.clamp.learning === 'target')!;
  const at = `network.connections[${network.connections.indexOf(cut)}]`;
  if (cut.to === target.id && incoming(wired, target.id).length === 0)
    return refused(experiment, 'missing', at, `${id} stays: nothing else predicts ${target.id}, the output.`);
  const alone = network.nodes.find(
    (it) => isFree(it) && [cut.from, cut.to].includes(it.id) && !hasConnection(wired, it.id),
  );
  if (alone)
    return refused(
      experiment,
      'missing',
      at,
      `${id} stays: nothing else joins ${alone.id} to the network. Remove ${alone.id} instead.`,
    );
  return rewire(experiment, wired);
}

const hasConnection = ({ connections }: Network, id: NodeId): boolean =>
  connections.some((it) => it.from === id || it.to === id);
