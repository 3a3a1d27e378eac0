import { programOf } from './numpy-file.ts';
import plots from './python/plots.py?raw';
import type { Taken } from './taken.ts';

interface Cell {
  readonly kind: 'markdown' | 'code';
  readonly text: string;
}

const CODE = '# %%';
const MARKDOWN = '# %% [markdown]';

/** The cells of a program: each begins with \`# %%\`; Markdown stands in comments. */
export function cellsOf(program: string): readonly Cell[] {
  const cells: { kind: Cell['kind']; lines: string[] }[] = [];
  for (const line of program.split('\n')) {
    if (line === CODE || line === MARKDOWN)
      cells.push({ kind: line === CODE ? 'code' : 'markdown', lines: [] });
    else cells.at(-1)?.lines.push(line);
  }
  return cells.map(({ kind, lines }) => ({
    kind,
    text: (kind === 'code' ? lines : lines.map((it) => it.replace(/^# ?/, ''))).join('\n').trim(),
  }));
}

/** Lines as notebooks keep them: each with its end but the last. */
const source = (text: string): string[] => text.split(/(?<=\n)/);

/** The program as a Jupyter notebook (nbformat 4.5), with pictures where Matplotlib is installed. */
export function notebook(taken: Taken): string {
  const ending = '# %%\nreproduced = main()\n';
  const cells = cellsOf([...programOf(taken), ending, plots].join('\n\n')).map(({ kind, text }, i) => ({
    cell_type: kind,
    id: `cell-${String(i + 1).padStart(2, '0')}`,
    metadata: {},
    source: source(text),
    ...(kind === 'code' && { execution_count: null, outputs: [] }),
  }));
  const metadata = {
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
    language_info: { name: 'python' },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}
