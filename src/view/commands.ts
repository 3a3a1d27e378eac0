import type { Session } from '#session/session.ts';
import { type Page, panelIds } from './page.svelte.ts';
import { present, turn } from './present/slides.ts';

/** Kinds of command, in the order in which help lists them. */
export const groups = ['Settling', 'Learning', 'Experiment', 'Network in focus', 'Page', 'Slides'] as const;
export type Group = (typeof groups)[number];

/** Something a key does. The keyboard and the help read the same list, so that no key is a secret. */
export interface Command {
  readonly group: Group;
  /** e.g. `.`, `Shift+.`, `Ctrl+Z`; any of them. */
  readonly keys: readonly string[];
  /** How help names them where listing each would be long. */
  readonly shown?: string;
  readonly label: string;
  /** `at` says which of the keys it was. Absent where the part that has the focus answers. */
  readonly run?: (session: Session, page: Page, at: number) => void;
  /** Where the key means something only at times. */
  readonly when?: (page: Page) => boolean;
}

const presenting = (page: Page): boolean => page.presenting;

export const commands: readonly Command[] = [
  {
    group: 'Settling',
    keys: ['Space'],
    label: 'Settle or pause',
    run: (session) => (session.playing ? session.pause() : session.play()),
  },
  { group: 'Settling', keys: ['.'], label: 'One settling step', run: (session) => session.stepOnce() },
  { group: 'Settling', keys: [','], label: 'One settling step back', run: stepBack },
  { group: 'Settling', keys: ['0'], label: 'Settle to rest', run: (session) => session.toRest() },
  { group: 'Settling', keys: ['K'], label: 'Kick the free neurons', run: (session) => session.kick() },
  {
    group: 'Settling',
    keys: ['C'],
    label: 'Clamp the answer, or free it',
    run: (session) => session.setAnswer(session.answer === 'clamped' ? 'free' : 'clamped'),
  },
  {
    group: 'Learning',
    keys: ['Shift+.'],
    label: 'Learn for one epoch',
    run: (session) => session.trainEpoch(),
  },
  { group: 'Learning', keys: ['Shift+,'], label: 'One epoch back', run: epochBack },
  {
    group: 'Learning',
    keys: ['T'],
    label: 'Train or stop',
    run: (session) => (session.training.running ? session.stop() : session.train()),
  },
  {
    group: 'Experiment',
    keys: ['R'],
    label: 'Reset: same seed, t = 0, epoch 0',
    run: (session) => session.reset(),
  },
  {
    group: 'Experiment',
    keys: ['G'],
    label: 'Keep this run as a ghost, or forget it',
    run: (session) => (session.ghost ? session.dropGhost() : session.keepGhost()),
  },
  { group: 'Experiment', keys: ['Ctrl+Z'], label: 'Undo', run: (session) => session.undo() },
  {
    group: 'Experiment',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    label: 'Redo',
    run: (session) => session.redo(),
  },
  {
    group: 'Network in focus',
    keys: ['Arrows'],
    label: 'Go to another neuron; on a slider move it, with Shift finely',
  },
  { group: 'Network in focus', keys: ['Enter', 'Space'], label: 'Choose the neuron and inspect it' },
  {
    group: 'Network in focus',
    keys: ['+', '−', 'Alt+↑', 'Alt+↓'],
    label: 'Pull its value, while they are down, or turn the weight of the chosen synapse',
  },
  { group: 'Network in focus', keys: ['Escape'], label: 'Let go of the neuron' },
  { group: 'Network in focus', keys: ['P'], label: 'Pin it or free it' },
  {
    group: 'Network in focus',
    keys: ['X', 'Delete', 'Backspace'],
    label: 'Cut the neuron or synapse out, or put it back',
  },
  {
    group: 'Page',
    keys: panelIds.map((_, i) => String(i + 1)),
    shown: `1 – ${panelIds.length}`,
    label: `Fill the page with ${panelIds.join(', ').replace('agreement', 'backprop').replace('history', 'learning')}`,
    run: (_, page, at) => page.toggle(panelIds[at]!),
    when: (page) => !page.presenting,
  },
  {
    group: 'Page',
    keys: panelIds.map((_, i) => `Shift+${i + 1}`),
    shown: `Shift 1 – ${panelIds.length}`,
    label: 'Fold the panel away, or open it',
    run: (_, page, at) => page.collapse(panelIds[at]!),
    when: (page) => !page.presenting,
  },
  {
    group: 'Page',
    keys: ['Escape'],
    label: 'Back to all panels',
    run: (_, page) => (page.maximized = null),
    when: (page) => page.maximized !== null && !page.presenting,
  },
  {
    group: 'Page',
    keys: ['L'],
    label: 'Laboratory: when is predictive coding backprop?',
    run: (_, page) => page.visit(page.bench ? null : undefined),
    when: (page) => !page.presenting,
  },
  {
    group: 'Page',
    keys: ['Escape'],
    label: 'Leave the laboratory',
    run: (_, page) => page.visit(null),
    when: (page) => page.bench !== null && !page.presenting,
  },
  {
    group: 'Page',
    keys: ['V'],
    label: 'Draw the network as posts, graph or matrix',
    run: (session, page) => page.nextView(session.experiment.network),
  },
  {
    group: 'Page',
    keys: ['W'],
    label: 'What is this? Ask about anything, or about what has the focus',
    run: (_, page) => (page.asking = !page.asking),
  },
  { group: 'Page', keys: ['?'], label: 'Help: keys and words', run: (_, page) => (page.helpOpen = true) },
  {
    group: 'Slides',
    keys: ['F'],
    label: 'Present, or leave the slides',
    run: (session, page) => present(session, page, !page.presenting),
  },
  {
    group: 'Slides',
    keys: ['PageDown'],
    label: 'Next slide',
    run: (session, page) => turn(session, page, 1),
    when: presenting,
  },
  {
    group: 'Slides',
    keys: ['PageUp'],
    label: 'Previous slide',
    run: (session, page) => turn(session, page, -1),
    when: presenting,
  },
  {
    group: 'Slides',
    keys: ['B'],
    label: 'Black out, or show again',
    run: (_, page) => (page.blackedOut = !page.blackedOut),
    when: presenting,
  },
  {
    group: 'Slides',
    keys: ['Escape'],
    label: 'Leave the slides',
    run: leave,
    when: presenting,
  },
];

/** Shows what was blacked out, else leaves the slides. */
function leave(session: Session, page: Page): void {
  if (page.blackedOut) page.blackedOut = false;
  else present(session, page, false);
}

export function stepBack(session: Session): void {
  const { moment, recorded } = session;
  if (moment && recorded && moment.t > recorded.first) session.seek(moment.t - 1);
}

export function epochBack(session: Session): void {
  const { recorded, shown } = session.epochs;
  const before = recorded.findLast((it) => it < shown);
  if (before !== undefined) session.seekEpoch(before);
}
