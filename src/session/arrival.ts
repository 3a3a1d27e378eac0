import type { Network } from '#core/network/network.ts';
import type { ViewState } from '#experiment/view-state.ts';
import type { Selection, Session } from './session.ts';

type Host = Pick<Session, 'experiment' | 'choose' | 'select' | 'setAnswer' | 'play'>;

/** Shows of an experiment just opened, at the step its view names, the rest of that view; without a step it settles. */
export function arrive(host: Host, { t, sample, selection, answer }: ViewState): void {
  if (sample !== undefined) host.choose(sample);
  if (answer !== undefined) host.setAnswer(answer);
  if (selection && exists(selection, host.experiment.network)) host.select(selection);
  if (t === undefined) host.play();
}

/** Whether the network has the neuron or synapse. */
export function exists(selection: Selection, { nodes, connections }: Network): boolean {
  const units = (id: string | undefined) => nodes.find((it) => it.id === id)?.units ?? 0;
  if (selection.kind === 'unit') return selection.unit < units(selection.node);
  const connection = connections.find((it) => it.id === selection.connection);
  return selection.out < units(connection?.to) && selection.in < units(connection?.from);
}
