import { countParameters } from '#core/network/check.ts';
import type { ConnectionId, NodeId } from '#core/network/network.ts';
import type { Edited } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { reinitialised } from '#experiment/reinitialised.ts';
import { connectionName } from '../../names.ts';

/** What an edit does to learned weights and biases. */
export interface Consequences {
  /** One or two short sentences. */
  readonly sentence: string;
  /** Nodes of which some weight into them, or their bias, begins anew, and connections of which some weight does. */
  readonly anew: { readonly nodes: ReadonlySet<NodeId>; readonly connections: ReadonlySet<ConnectionId> };
  /** Of the present network what would be gone. */
  readonly gone: { readonly nodes: ReadonlySet<NodeId>; readonly connections: ReadonlySet<ConnectionId> };
}

const MOST_NAMES = 2;

export function consequencesOf(before: Experiment, { experiment: after, issues }: Edited): Consequences {
  const { weights, biases, all } = reinitialised(before, after);
  const begins = (shares: typeof weights) =>
    Object.entries(shares).flatMap(([id, share]) => (share.anew > 0 ? [id] : []));
  const connections = begins(weights);
  const fed = after.network.connections.filter((it) => connections.includes(it.id)).map((it) => it.to);
  const lost = countParameters(before.network) - all.kept;
  const sentence =
    after === before
      ? (issues[0]?.message ?? 'That changes nothing.')
      : [
          beginning(
            connections.map((id) => connectionName(after.network, id)),
            all.anew,
          ),
          lost > 0 && `${counted(lost)} ${lost === 1 ? 'goes' : 'go'}.`,
          staying(all.kept, all.anew === 0 && lost === 0),
        ]
          .filter(Boolean)
          .join(' ');
  return {
    sentence,
    anew: { nodes: new Set([...fed, ...begins(biases)]), connections: new Set(connections) },
    gone: {
      nodes: missing(before.network.nodes, after.network.nodes),
      connections: missing(before.network.connections, after.network.connections),
    },
  };
}

function beginning(names: readonly string[], count: number): string {
  if (count === 0) return '';
  const named = names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ', …' : '');
  return `${counted(count)} ${count === 1 ? 'begins' : 'begin'} anew${named && ` (${named})`}.`;
}

const staying = (count: number, isAll: boolean): string =>
  isAll
    ? `All ${counted(count)} stay.`
    : count > 0
      ? `${counted(count)} ${count === 1 ? 'stays' : 'stay'}.`
      : '';

/** Weights and biases together. */
const counted = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'parameter' : 'parameters'}`;

function missing(
  before: readonly { readonly id: string }[],
  after: readonly { readonly id: string }[],
): ReadonlySet<string> {
  const left = new Set(after.map((it) => it.id));
  return new Set(before.map((it) => it.id).filter((id) => !left.has(id)));
}
