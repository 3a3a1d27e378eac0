import { answerWith } from '#session/reading/ask-worker.ts';
import type { TableDraft } from './draft.ts';
import { readTable } from './read-table.ts';

answerWith<TableDraft>(readTable);
