const LONGEST = 40;

/** The first so many characters of a text, and not half of one. */
export const shorten = (text: string, most: number): string =>
  text.slice(0, most).replace(/[\ud800-\udbff]$/, '');

const clip = (text: string): string => (text.length > LONGEST ? `${shorten(text, LONGEST)}…` : text);

/** `network` and `nodes` → `network.nodes`, then 2 → `network.nodes[2]`; odd names are quoted and shortened. */
export function pathTo(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!/^[\p{L}\p{N}_-]{1,40}$/u.test(key)) return `${parent}[${JSON.stringify(clip(key))}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** A value from outside in a few words. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return `the text ${JSON.stringify(clip(value))}`;
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (isNumberList(value))
    return value.length === 0 ? 'an empty list' : `a list of ${formatNumber(value.length)}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** `8 × 2` for eight rows of two; names the first row that differs. */
export function describeShape(value: unknown): string {
  if (!isNumberList(value)) return describe(value);
  const first: unknown = value[0];
  if (!isList(value) || !isNumberList(first)) return `${describe(value)} without rows`;
  const odd = value.findIndex((row: unknown) => !isNumberList(row) || row.length !== first.length);
  if (odd < 0) return `${formatNumber(value.length)} × ${formatNumber(first.length)}`;
  return `${formatNumber(value.length)} rows, row 0 with ${describe(first)} and row ${odd} with ${describe(value[odd])}`;
}

/** 5000 → 5,000; 0.1 → 0.1. */
export function formatNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toLocaleString('en') : String(value);
}

/** A list, or a typed array: what may stand wherever a document has numbers in a row. */
export function isNumberList(value: unknown): value is ArrayLike<unknown> {
  return isList(value) || isTypedArray(value);
}

/** A list with a length: a proxy of one may say anything there, or fail. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value) && Number.isSafeInteger(value.length) && value.length >= 0;
  } catch {
    return false;
  }
}

export function isTypedArray(value: unknown): value is ArrayLike<unknown> {
  return ArrayBuffer.isView(value) && 'length' in value;
}
