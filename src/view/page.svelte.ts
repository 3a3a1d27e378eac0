import type { Issue } from '#core/issue.ts';
import type { Network } from '#core/network/network.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Answer, Spot } from '#session/session.ts';
import type { Measure } from '#session/studies/agreement-course.ts';
import { shapeOf, viewOf } from './diagram/view.ts';
import type { BenchId } from './laboratory/benches.ts';
import { type Part, type Profile, plainProfile } from './profile.ts';
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
export const networkViews = ['posts', 'graph', 'matrix'] as const;
export type NetworkView = (typeof networkViews)[number];
export type Scope = 'sample' | 'batch';
/** Whose needs the diagram lights up for a synapse: the rule's, which are its two ends, or backprop's, the whole path downstream. */
export type Lens = 'rule' | 'backprop';

/** How pictures of single gradients are drawn: on which axes, and of which connection alone; null for all. */
export interface GradientLook {
  readonly scale: 'linear' | 'symlog';
  readonly apart: string | null;
}

/** Ways of bringing in data of one’s own, each in a dialog. */
export type OwnDataWay = 'points' | 'table' | 'digit';

const SHORTCUTS = 'shortcuts';

/** What belongs to the page and not to the experiment: theme, which panel fills it, whether help is open. */
export class Page {
  readonly theme: Theme;
  networkView = $state<NetworkView>('posts');
  /** The shape of the network for which a way was chosen by hand, which then stays even where another would suit. */
  viewChosenFor = $state('');
  /** Whose energy is drawn: the chosen sample's, or the mean of its batch. */
  scope = $state<Scope>('sample');
  lens = $state<Lens>('rule');
  /** Which figure of the agreement is drawn over t. */
  measure = $state<Measure>('angleDegrees');
  /** Of several charts of a panel the one that was chosen, by its id; the first where none was. */
  readonly charts = $state<Partial<Record<PanelId, string>>>({});
  /** The two neurons over which the landscape is drawn; null leaves them to it. */
  slice = $state.raw<readonly [Spot, Spot] | null>(null);
  gradients = $state.raw<GradientLook>({ scale: 'linear', apart: null });
  maximized = $state<PanelId | null>(null);
  tab = $state<Tab>('network');
  helpOpen = $state(false);
  /** The neuron that asks to be pulled: its knob is ringed. */
  hint = $state.raw<Spot | null>(null);
  /** The network that the edit under the pointer or the focus would make; null where none is. */
  preview = $state.raw<Network | null>(null);
  /** Everything can be asked what it is: a click asks instead of acting. */
  asking = $state(false);
  /** The word that the glossary is open at; empty for all of it, null while it is closed. */
  glossary = $state<string | null>(null);
  ownData = $state<OwnDataWay | null>(null);
  /** Panels of which only the title shows. */
  collapsed = $state.raw<ReadonlySet<PanelId>>(new Set());
  /** Which bench of the laboratory fills the page in the place of the panels; null while it is closed. */
  bench = $state<BenchId | null>(null);
  /** The bench that was shown last. */
  lastBench: BenchId = 'questions';
  /** Whether the page shows slides, one idea each. */
  presenting = $state(false);
  /** Which slide, from 0; kept for coming back to it. */
  slide = $state(0);
  /** What slides may have changed, as it was before them; null where none was opened. */
  before: { readonly experiment: Experiment; readonly answer: Answer } | null = null;
  /** Nothing shows until the next key: the room is to look at the speaker. */
  blackedOut = $state(false);
  /** Words about the address, until they are dismissed. */
  issues = $state.raw<readonly Issue[]>([]);
  readonly #profile: Profile;
  #shortcuts = $state(true);

  constructor(profile: Profile = plainProfile) {
    this.#profile = profile;
    this.theme = new Theme(profile.theme);
    this.issues = profile.issues;
    this.presenting = profile.presents;
    this.#shortcuts = remembers(SHORTCUTS) !== 'off';
  }

  /** Whether keys without Ctrl do anything outside of what has the focus. */
  get shortcuts(): boolean {
    return this.#shortcuts;
  }

  set shortcuts(on: boolean) {
    this.#shortcuts = on;
    remember(SHORTCUTS, on ? 'on' : 'off');
  }

  shows(part: Part): boolean {
    return !this.#profile.hidden.has(part);
  }

  /** Opens the laboratory, at a bench or where it was left, or closes it. */
  visit(bench: BenchId | null = this.lastBench): void {
    this.bench = bench;
    if (bench) this.lastBench = bench;
  }

  /** Fills the page with a panel, or goes back to all of them. */
  toggle(panel: PanelId): void {
    this.maximized = this.maximized === panel ? null : panel;
    this.tab = panel;
  }

  collapse(panel: PanelId): void {
    const next = new Set(this.collapsed);
    if (!next.delete(panel)) next.add(panel);
    this.collapsed = next;
    if (this.maximized === panel) this.maximized = null;
  }

  /** Draws the network this way, and others of its shape. */
  draw(view: NetworkView, network: Network): void {
    this.viewChosenFor = shapeOf(network);
    this.networkView = view;
  }

  /** The next way of drawing the network after the one in sight, around again after the last. */
  nextView(network: Network): void {
    const at = networkViews.indexOf(viewOf(this.networkView, network, this.viewChosenFor));
    this.draw(networkViews[(at + 1) % networkViews.length]!, network);
  }
}

function remembers(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is refused in some frames; the choice then lasts as long as the page.
  }
}
