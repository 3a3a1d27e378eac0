const LONGEST = 40;

const shorten = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** `network` and `nodes` → `network.nodes`, then 2 → `network.nodes[2]`; odd names are quoted and shortened. */
export function pathTo(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!/^[\p{L}\p{N}_-]{1,40}$/u.test(key)) return `${parent}[${JSON.stringify(shorten(key))}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** A value from outside in a few words. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return `the text ${JSON.stringify(shorten(value))}`;
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
  if (!Array.isArray(value) || !isNumberList(first)) return `${describe(value)} without rows`;
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
  return Array.isArray(value) || isTypedArray(value);
}

export function isTypedArray(value: unknown): value is ArrayLike<unknown> {
  return ArrayBuffer.isView(value) && 'length' in value;
}
