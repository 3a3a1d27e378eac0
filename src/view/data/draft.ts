import type { Experiment } from '#experiment/experiment.ts';
import { printRows } from '#experiment/own-rows/print-rows.ts';
import type { Reading } from '#experiment/own-rows/reading.ts';
import { writeCells } from './cells.ts';

/** A table on its way in: kept while the page is open, so that closing the dialog loses nothing. */
export interface TableDraft {
  readonly text: string;
  /** Of the file it came from; empty for one that was pasted. */
  readonly file: string;
  /** What a person decided otherwise than was guessed. */
  readonly hasHeader?: boolean;
  readonly reading?: Reading;
  /** The rows that were made of it. */
  readonly made?: Experiment['data'];
}

export const emptyDraft: TableDraft = { text: '', file: '' };

/** Characters that are still shown to be edited. */
export const MOST_EDITED = 200_000;
/** Numbers that are still printed as text. */
const MOST_PRINTED = 100_000;

/** The experiment's own rows as a text; the draft they were made of where it is still there. */
export function draftOf({ data }: Experiment, draft: TableDraft): TableDraft {
  if (data.name !== 'rows' || draft.made === data || (draft.text !== '' && draft.made === undefined))
    return draft;
  if (data.inputs.length + data.targets.length > MOST_PRINTED) return draft;
  const { lines, reading } = printRows(data);
  return { text: writeCells(lines), file: '', hasHeader: true, reading, made: data };
}
