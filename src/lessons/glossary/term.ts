/** Where a word stands in the list. */
export const groups = ['neurons', 'settling', 'learning', 'rules', 'comparing', 'pictures', 'doing'] as const;
export type Group = (typeof groups)[number];

export const groupTitles: Readonly<Record<Group, string>> = {
  neurons: 'Neurons and energy',
  settling: 'Settling',
  learning: 'Learning and data',
  rules: 'Rules',
  comparing: 'Comparing with backprop',
  pictures: 'Pictures',
  doing: 'What you can do',
};

/** The present numbers a word can be given; `view/glossary` knows where each is read. */
export const liveIds = [
  'value',
  'prediction',
  'error',
  'drive',
  'force',
  'settling-step',
  'energy',
  'released',
  'precision',
  'inference-rate',
  'settle-steps',
  'stability-limit',
  'start',
  'answer',
  'weight',
  'gradient',
  'units',
  'activation',
  'learning-rate',
  'batch-size',
  'optimizer',
  'epoch',
  'loss',
  'accuracy',
  'seed',
  'samples',
  'noise',
  'split',
  'rule',
  'angle',
  'norm-ratio',
  'relative-error',
  'sign-agreement',
  'arrival',
  'cost',
] as const;
export type LiveId = (typeof liveIds)[number];

/** A word of the page: what `data-term` names, what "What is this?" tells, one entry of the glossary. */
export interface Term {
  readonly id: string;
  readonly group: Group;
  readonly name: string;
  readonly symbol?: string;
  /** One, of at most 240 characters. */
  readonly sentence: string;
  /** In the signs of core/NOTATION.md. */
  readonly equation?: string;
  readonly live?: LiveId;
  /** Other words. */
  readonly see: readonly string[];
  readonly paper?: string;
}

/** A term as its group's file states it. */
export type Word = Omit<Term, 'group'>;
