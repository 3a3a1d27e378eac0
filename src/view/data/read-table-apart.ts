import { askWorker } from '#session/reading/ask-worker.ts';
import type { TableDraft } from './draft.ts';
import { readTable, type TableOrIssue } from './read-table.ts';

/** Characters from which on reading on the page's own thread would be felt. */
export const LONG = 100_000;

const start = () => new Worker(new URL('./table-worker.ts', import.meta.url), { type: 'module' });
const unread: TableOrIssue = {
  read: null,
  issue: { code: 'data', at: '', message: 'The table could not be read: there was no room for it.' },
};

/** Reads a long text in a worker, so that the page stays responsive; where no worker comes, here. */
export async function readTableApart(draft: TableDraft): Promise<TableOrIssue> {
  // The rows that were made of it are no part of the question.
  const { made: _, ...question } = draft;
  const apart = await askWorker(start, question);
  if (apart === 'none') return readTable(draft);
  return apart === 'failed' ? unread : (apart.read as TableOrIssue);
}
