import { ipc } from './incremental.ts';
import { once } from './inner-loop-once.ts';
import type { Paper } from './paper.ts';
import { prospective } from './prospective-configuration.ts';
import { rosenbaumDigits } from './rosenbaum-digits.ts';
import { rosenbaumToy } from './rosenbaum-toy.ts';
import { graph } from './scalar-graph.ts';
import { torch } from './torch-defaults.ts';
import { depth } from './vanishing-energy.ts';
import { weak } from './weak-output.ts';
import { zeroDivergence } from './zero-divergence.ts';

export type { Claim, Expected, Finding, Unit } from './expectation.ts';
export { judge } from './expectation.ts';
export type { Curve, Facet, Paper, Plot, Quantity, Report } from './paper.ts';
export { type Trials, type Tried, trialOf } from './trial.ts';

/** Every result that can be tried, in the order in which the field came to ask. */
export const papers: readonly Paper[] = [
  rosenbaumToy,
  rosenbaumDigits,
  torch,
  graph,
  weak,
  zeroDivergence,
  once,
  prospective,
  ipc,
  depth,
];
