/** Numbers written out one by one take at most this many characters; more are written as their bytes. */
const LONGEST_LIST = 160;
/** Characters of bytes in a line. */
const LINE = 108;

/**
 * A Python string literal in one line. Letters and digits of any script stay readable; everything else outside ASCII is
 * written by its number, so that nothing in a name can end the string, turn the line around or go unseen.
 */
export function pythonString(text: string): string {
  return JSON.stringify(text).replace(/[^\u0020-\u007e\p{L}\p{N}]/gu, (sign) => {
    const code = sign.codePointAt(0)!;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** The shortest decimal that gives the same float64. */
export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'math.nan';
  if (!Number.isFinite(value)) return value > 0 ? 'math.inf' : '-math.inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** An array of float64 in NumPy, to the bit: as a list where that is short, else as bytes. */
export function pythonArray(numbers: ArrayLike<number>, shape: readonly number[], indent = ''): string {
  const list = nested(numbers, shape);
  if (list !== null && list.length <= LONGEST_LIST) return `np.array(${list}, dtype=float)`;
  const isSingle = Array.from(numbers).every((it) => Object.is(Math.fround(it), it));
  const text = base64(littleEndian(numbers, isSingle ? 4 : 8));
  const lines = Array.from(
    { length: Math.ceil(text.length / LINE) },
    (_, i) => `${indent}    "${text.slice(i * LINE, (i + 1) * LINE)}"`,
  );
  const kind = isSingle ? '' : ', kind="<f8"';
  return `numbers(\n${lines.join('\n') || `${indent}    ""`},\n${indent}    ${shape.join(', ')}${kind},\n${indent})`;
}

/** Null where it would be too long to be read. */
function nested(numbers: ArrayLike<number>, shape: readonly number[]): string | null {
  if (numbers.length === 0 || numbers.length * 3 > LONGEST_LIST) return null;
  const [, columns] = shape;
  const texts = Array.from(numbers, pythonNumber);
  if (columns === undefined) return `[${texts.join(', ')}]`;
  const rows = Array.from(
    { length: texts.length / columns },
    (_, row) => `[${texts.slice(row * columns, (row + 1) * columns).join(', ')}]`,
  );
  return `[${rows.join(', ')}]`;
}

/** A dictionary with a line an entry, or more. */
export function pythonRecord(
  entries: readonly (readonly [key: string, value: string])[],
  indent = '',
): string {
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, value]) => `${indent}    ${pythonString(key)}: ${value},`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function littleEndian(numbers: ArrayLike<number>, size: 4 | 8): Uint8Array {
  const bytes = new Uint8Array(numbers.length * size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < numbers.length; i++)
    if (size === 4) view.setFloat32(4 * i, numbers[i]!, true);
    else view.setFloat64(8 * i, numbers[i]!, true);
  return bytes;
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  // As many at a time as a call takes arguments.
  for (let at = 0; at < bytes.length; at += 8192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}
