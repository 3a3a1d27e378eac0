import { countParameters } from '#core/network/check.ts';
import { notebook } from '#experiment/export/notebook.ts';
import { numpyFile } from '#experiment/export/numpy-file.ts';
import { energyTable, gradientTable, rowTable } from '#experiment/export/tables.ts';
import type { Taken } from '#experiment/export/taken.ts';
import { beyondTorch2pc, torchFile } from '#experiment/export/torch-file.ts';
import { encodeFile, fileName } from '#experiment/file.ts';
import { bibliography, referencesOf } from '#experiment/references/index.ts';

/** Something that can be taken away, or why it cannot. */
export interface Offer {
  readonly id: string;
  readonly label: string;
  /** One sentence: what it is for. */
  readonly summary: string;
  /** What it promises, and under which conditions. */
  readonly promise: string;
  readonly file: string;
  readonly type: string;
  /** Null where this experiment cannot be written so; then `refusal` says why. */
  readonly text: (() => string) | null;
  readonly refusal: string;
}

type Draft = Omit<Offer, 'file' | 'refusal'> & {
  readonly part: string;
  readonly extension: string;
  readonly refusal?: string;
};

/** Everything that can be taken away of an experiment, in the order in which it is offered. */
export function offersOf(taken: Taken): readonly Offer[] {
  const { experiment } = taken;
  return drafts(taken).map(({ part, extension, refusal = '', ...rest }) => ({
    ...rest,
    refusal,
    file: fileName(experiment, part, extension),
  }));
}

function drafts(taken: Taken): readonly Draft[] {
  const { experiment, parameters } = taken;
  const refusal = beyondTorch2pc(experiment);
  const keys = referencesOf(experiment, refusal === null ? ['rosenbaum2022'] : []);
  return [
    {
      id: 'numpy',
      label: 'Python, NumPy alone',
      summary: 'One file to read and run: network, rule, gradients, learning.',
      promise:
        'Computes in double precision what this page computes in single, prints both side by side and says whether they agree within the page’s tolerances: 1e-5 of the largest value, 1e-4 of the largest gradient. The updates may differ by as much as single precision itself does.',
      part: '',
      extension: 'py',
      type: 'text/x-python',
      text: () => numpyFile(taken),
    },
    {
      id: 'notebook',
      label: 'Jupyter notebook',
      summary: 'The same code in cells, with definitions and pictures.',
      promise: 'The code of the Python file, cell by cell; pictures where Matplotlib is installed.',
      part: '',
      extension: 'ipynb',
      type: 'application/x-ipynb+json',
      text: () => notebook(taken),
    },
    {
      id: 'torch',
      label: 'PyTorch with Torch2PC',
      summary: 'The same settling by other people’s software.',
      promise:
        'Runs Rosenbaum’s Torch2PC on this network and compares with this page. Signs, means and its count of updates are converted; without PyTorch or Torch2PC the file says so and ends.',
      part: 'torch2pc',
      extension: 'py',
      type: 'text/x-python',
      text: refusal === null ? () => torchFile(taken) : null,
      refusal: refusal ?? '',
    },
    {
      id: 'energy',
      label: 'Energies',
      summary: 'Mean energy of every layer at t = 0 … T.',
      promise: 'CSV in the engine’s full precision: a line a settling step, a column a layer, and their sum.',
      part: 'energy',
      extension: 'csv',
      type: 'text/csv',
      text: () => energyTable(taken),
    },
    {
      id: 'gradients',
      label: 'Weights and gradients',
      summary: 'Every parameter, its gradient and backprop’s.',
      promise: 'CSV in the engine’s full precision: a line a weight or bias, as they are now.',
      part: 'gradients',
      extension: 'csv',
      type: 'text/csv',
      text: () => gradientTable(taken),
    },
    {
      id: 'rows',
      label: 'Rows',
      summary: taken.isWhole
        ? 'All rows that train, inputs and targets.'
        : 'The rows on screen, inputs and targets.',
      promise: 'CSV: inputs x, targets y, and whether the row is among those settled on screen.',
      part: 'rows',
      extension: 'csv',
      type: 'text/csv',
      text: () => rowTable(taken),
    },
    {
      id: 'document',
      label: 'Experiment',
      summary: 'The whole experiment, to be opened here again.',
      promise:
        'JSON with the weights as they are now, to the bit. Drop it on the page, or open it from Share.',
      part: '',
      extension: 'json',
      type: 'application/json',
      text: () => encodeFile({ ...experiment, parameters }),
    },
    {
      id: 'references',
      label: 'References',
      summary: 'BibTeX of the rule, backprop, optimizer and data used.',
      promise: 'What this experiment uses and should credit, nothing else.',
      part: 'references',
      extension: 'bib',
      type: 'application/x-bibtex',
      text: () => bibliography(keys),
    },
  ];
}

/** Bytes of a text as a file, in words. */
export function sizeOf(text: string): string {
  const bytes = new Blob([text]).size;
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toPrecision(bytes < 100_000 ? 2 : 3)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Parameters up to which every file is written for the sake of its size; beyond, only the one looked at. */
const MOST_SIZED = 20_000;

/** The size of every offer, where that costs little; null for what cannot be made. */
export const sizesOf = (
  { experiment }: Taken,
  offers: readonly Offer[],
): readonly (string | null)[] | null =>
  countParameters(experiment.network) > MOST_SIZED ? null : offers.map((it) => it.text && sizeOf(it.text()));

const MOST_LINES = 400;
const LONGEST_LINE = 160;

/** As much of a text as a person looks at, and whether that is all of it. */
export function beginning(text: string): { readonly text: string; readonly isWhole: boolean } {
  const lines = text.split('\n');
  const isLong = lines.length > MOST_LINES;
  const shown = (isLong ? lines.slice(0, MOST_LINES) : lines).map((it) =>
    it.length > LONGEST_LINE ? `${it.slice(0, LONGEST_LINE)} …` : it,
  );
  return { text: shown.join('\n'), isWhole: !isLong && lines.every((it) => it.length <= LONGEST_LINE) };
}
