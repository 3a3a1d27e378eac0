import { rules as registry } from '#core/rules/index.ts';
import type { Word } from './term.ts';

/** What a rule's own summary leaves to be said in signs, and where to read on. */
const more: Readonly<Record<string, Pick<Word, 'equation' | 'see'>>> = {
  strict: {
    equation: 'x ← x + η (d − ε),  μ from the live values',
    see: ['energy', 'output-precision', 'angle'],
  },
  'fixed-prediction': {
    equation: 'x ← x + η (d − ε),  μ of the forward pass',
    see: ['total-error', 'norm-ratio', 'backprop'],
  },
  'zero-divergence': {
    equation: 'η = 1/π;  W learns at t = k',
    see: ['arrival-front', 'backprop', 'strict'],
  },
  incremental: { equation: 'x and W move at every t', see: ['strict', 'cost'] },
  backprop: {
    equation: 'δ ← g′(a) Wᵀδ,  one layer after another',
    see: ['gradient', 'locality', 'agreement'],
  },
};

export const rules: readonly Word[] = [
  {
    id: 'rule',
    name: 'Rule',
    sentence:
      'How values settle and when weights learn. The rules differ in where predictions are taken and when a synapse learns.',
    live: 'rule',
    see: registry.map((it) => it.id),
  },
  ...registry.map(
    ({ id, label, summary, source }): Word => ({
      id,
      name: label,
      sentence: summary,
      live: 'rule',
      see: ['rule'],
      paper: source,
      ...more[id],
    }),
  ),
  {
    id: 'total-error',
    name: 'Total error',
    symbol: 'Σ',
    sentence:
      'Under frozen predictions the sum of squared errors counts how much error has been passed on. It rises from layer to layer, and it is no energy.',
    live: 'energy',
    see: ['energy', 'fixed-prediction'],
  },
];
