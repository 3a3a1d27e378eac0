import type { Issue } from '#core/issue.ts';
import { type RowsRead, readRows } from '#experiment/own-rows/read-rows.ts';
import { guessReading, type Reading } from '#experiment/own-rows/reading.ts';
import { type Table, toTable } from '#experiment/own-rows/table.ts';
import { type Delimiter, readCells } from './cells.ts';
import type { TableDraft } from './draft.ts';

/** Lines of a table that are shown. */
export const MOST_LINES = 5;

/** What a text means as a table, as far as a dialog shows and asks. */
export interface TableRead {
  readonly table: TableHead;
  readonly reading: Reading;
  readonly rows: RowsRead;
}

/** A table of which only the first lines are at hand: the whole of a long one is nothing to send about. */
export interface TableHead extends Table {
  readonly delimiter: Delimiter;
  /** Lines it has. */
  readonly count: number;
}

export type TableOrIssue =
  | { readonly read: TableRead; readonly issue: null }
  | { readonly read: null; readonly issue: Issue };

/** Reads a text as it was decided, or else as guessed; of a text that is no table, why not. Never throws. */
export function readTable({ text, hasHeader, reading: decided }: TableDraft): TableOrIssue {
  const { cells, issue } = readCells(text);
  if (!cells) return { read: null, issue: issue! };
  const table = toTable(cells, hasHeader);
  const reading = decided?.roles.length === table.columns.length ? decided : guessReading(table);
  const rows = readRows(table, reading);
  return { read: { table: headOf(table, cells.delimiter), reading, rows }, issue: null };
}

const headOf = (table: Table, delimiter: Delimiter): TableHead => ({
  ...table,
  columns: table.columns.map((it) => ({ ...it, numbers: it.numbers.slice(0, MOST_LINES) })),
  lines: table.lines.slice(0, MOST_LINES),
  count: table.lines.length,
  delimiter,
});
