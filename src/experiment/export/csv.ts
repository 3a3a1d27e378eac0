/** One line of values separated by commas (RFC 4180): what holds commas, quotes or line breaks is quoted. */
const line = (cells: readonly (string | number)[]): string =>
  cells
    .map(String)
    .map((it) => (/[",\r\n]/.test(it) ? `"${it.replaceAll('"', '""')}"` : it))
    .join(',');

/** Lines of cells as CSV. Numbers are written so that the same bits come back. */
export const csvText = (lines: readonly (readonly (string | number)[])[]): string =>
  lines.map((it) => `${line(it)}\r\n`).join('');
