import type { Spot } from '#session/session.ts';
import { Theme } from './theme.svelte.ts';

/** Panels that can fill the page, in the order of the keys 1 – 7. */
export const panelIds = [
  'network',
  'energy',
  'errors',
  'agreement',
  'output',
  'history',
  'inspector',
] as const;
export type PanelId = (typeof panelIds)[number];

/** On a narrow screen one of these shows at a time. */
export type Tab = PanelId | 'setup';

/** Ways of drawing the network. */
export type NetworkView = 'posts' | 'graph' | 'matrix';
export type Scope = 'sample' | 'batch';
/** Whose needs the diagram lights up for a synapse: the rule's, which are its two ends, or backprop's, the whole path downstream. */
export type Lens = 'rule' | 'backprop';

/** Ways of bringing in data of one’s own, each in a dialog. */
export type OwnDataWay = 'points' | 'table' | 'digit';

/** What belongs to the page and not to the experiment: theme, which panel fills it, whether help is open. */
export class Page {
  readonly theme = new Theme();
  networkView = $state<NetworkView>('posts');
  /** Whose energy is drawn: the chosen sample's, or the mean of its batch. */
  scope = $state<Scope>('sample');
  lens = $state<Lens>('rule');
  /** Of several charts of a panel the one that was chosen, by its id; the first where none was. */
  readonly charts = $state<Partial<Record<PanelId, string>>>({});
  /** The two neurons over which the landscape is drawn; null leaves them to it. */
  slice = $state.raw<readonly [Spot, Spot] | null>(null);
  maximized = $state<PanelId | null>(null);
  tab = $state<Tab>('network');
  helpOpen = $state(false);
  /** The neuron that asks to be pulled: its knob is ringed. */
  hint = $state.raw<Spot | null>(null);
  /** Everything can be asked what it is: a click asks instead of acting. */
  asking = $state(false);
  /** The word that the glossary is open at; empty for all of it, null while it is closed. */
  glossary = $state<string | null>(null);
  ownData = $state<OwnDataWay | null>(null);

  toggle(panel: PanelId): void {
    this.maximized = this.maximized === panel ? null : panel;
    this.tab = panel;
  }
}
