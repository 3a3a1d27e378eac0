import { csvFormatRows, dsvFormat } from 'd3';
import type { Issue } from '#core/issue.ts';
import { limits } from '#experiment/limits.ts';
import { type Cells, type Line, usualWidth } from '#experiment/own-rows/table.ts';
import { count } from '../format.ts';

/** In the order in which they are tried: a comma may also be part of a number. */
const DELIMITERS = ['\t', ';', ','] as const;
export type Delimiter = (typeof DELIMITERS)[number];
/** Lines by which the delimiter is chosen, and the share of them that must agree. */
const TRIED = 100;
const AGREE = 0.8;

/** Cells of a text, or null and the issue that says why there are none. Never throws. */
export function readCells(text: string): {
  readonly cells: (Cells & { readonly delimiter: Delimiter }) | null;
  readonly issue: Issue | null;
} {
  if (text.length > limits.tableText)
    return refuse(
      `The text has more than the ${count(limits.tableText)} characters that can be read.`,
      'Cut the table shorter.',
    );
  if (isJunk(text))
    return refuse('This is no text but a file of another kind.', 'Save the table as CSV first.');
  const body = spacesToTabs(text.replace(/^\uFEFF/, ''));
  const delimiter = guessDelimiter(body);
  const lines = readLines(body, delimiter);
  if (!lines.isClosed) {
    const at = lines.found.at(-1)!.number;
    return refuse(`Line ${count(at)}: a quotation mark is opened there and never closed.`);
  }
  if (lines.found.length === 0) return refuse('There is no text yet.');
  const width = usualWidth(lines.found);
  if (width > limits.columns)
    return refuse(`The table has ${count(width)} columns; up to ${count(limits.columns)} can be read.`);
  return { cells: { lines: lines.found, delimiter, decimalComma: delimiter !== ',' }, issue: null };
}

export const writeCells = (lines: readonly (readonly string[])[]): string =>
  csvFormatRows(lines.map((it) => [...it]));

const refuse = (message: string, hint?: string) => ({
  cells: null,
  issue: { code: 'data' as const, at: '', message, ...(hint && { hint }) },
});

/** Bytes of a picture or an archive, read as text, have characters that no text has. */
function isJunk(text: string): boolean {
  if (text.includes('\0')) return true;
  let strange = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 9 || (code > 13 && code < 32) || code === 0xfffd) strange++;
  }
  return strange > 0.01 * text.length;
}

/** Numbers side by side with nothing but spaces between them. */
function spacesToTabs(text: string): string {
  if (/[\t;,"]/.test(text) || !/\d +[-+.\d]/.test(text)) return text;
  const lines = text.split('\n').map((it) => it.trim().replace(/ +/g, '\t'));
  return lines.join('\n');
}

function guessDelimiter(text: string): Delimiter {
  const start = text.slice(0, 20_000);
  const candidates = DELIMITERS.map((delimiter) => {
    const lines = readLines(start, delimiter).found.slice(0, TRIED);
    const width = usualWidth(lines);
    const agree = lines.filter(({ cells }) => cells.length === width).length / lines.length;
    return { delimiter, agree: width > 1 ? agree : 0 };
  });
  const sure = candidates.find((it) => it.agree >= AGREE);
  return (sure ?? candidates.reduce((best, it) => (it.agree >= best.agree ? it : best))).delimiter;
}

/** A last line of its own, which is swallowed where a quotation mark is still open. */
const SENTINEL = '.';

function readLines(
  text: string,
  delimiter: Delimiter,
): { readonly found: readonly Line[]; readonly isClosed: boolean } {
  const rows = dsvFormat(delimiter).parseRows(`${text}\n${SENTINEL}`);
  const isClosed = rows.at(-1)?.length === 1 && rows.at(-1)![0] === SENTINEL;
  if (isClosed) rows.pop();
  const found: Line[] = [];
  let number = 1;
  for (const cells of rows) {
    if (cells.some((it) => it.trim() !== '')) found.push({ number, cells });
    number += 1;
    for (const cell of cells) if (/[\r\n]/.test(cell)) number += cell.match(/\r\n|\r|\n/g)!.length;
  }
  return { found, isClosed };
}
