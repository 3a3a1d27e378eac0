import type { Component } from 'svelte';

/** One place of the laboratory: a question, and what answers it. Each is fetched when it is first visited. */
export interface BenchPlace {
  readonly id: string;
  readonly label: string;
  /** One sentence: what is done here. */
  readonly summary: string;
  readonly load: () => Promise<{ readonly default: Component }>;
}

export const benches = [
  {
    id: 'questions',
    label: 'Questions',
    summary: 'The questions of the field, each answered by doing.',
    load: () => import('./questions/Questions.svelte'),
  },
  {
    id: 'rules',
    label: 'Rules',
    summary: 'Every rule on this network, these weights and these rows, against backprop, step by step.',
    load: () => import('./rules/Rules.svelte'),
  },
  {
    id: 'twins',
    label: 'Twin runs',
    summary: 'Two rules learn from the same seed and the same batches, side by side.',
    load: () => import('./twins/Twins.svelte'),
  },
  {
    id: 'sweep',
    label: 'Sweep map',
    summary: 'Two settings against each other: every pixel is a settling or a training of its own.',
    load: () => import('./sweep/Sweep.svelte'),
  },
  {
    id: 'papers',
    label: 'Papers',
    summary: 'Published results with their settings: what should be seen, and what is obtained here.',
    load: () => import('./papers/Papers.svelte'),
  },
  {
    id: 'verify',
    label: 'Verify',
    summary: 'Independent checks of the network on this page.',
    load: () => import('./verify/Verify.svelte'),
  },
  {
    id: 'take-away',
    label: 'Take away',
    summary: 'This experiment as Python, notebook, data and references.',
    load: () => import('./take-away/TakeAway.svelte'),
  },
] as const satisfies readonly BenchPlace[];

export type BenchId = (typeof benches)[number]['id'];
