import type { Parsed } from '#core/issue.ts';
import { describe } from './describe.ts';
import { createReport, type Report } from './report.ts';

/** Numbers in a shape, flattened row by row. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly numbers: ArrayLike<number>;
}

/** What a safetensors file holds: tensors by name, and texts beside them. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly texts: ReadonlyMap<string, string>;
}

/** Bytes a header may have; the format itself allows 100 MB. */
export const LARGEST_HEADER = 64 * 1024 * 1024;
/** What is read, in bytes a number; F32 and F64 are written. */
const WIDTHS: Readonly<Record<string, number>> = { F16: 2, BF16: 2, F32: 4, F64: 8 };
const TEXTS = '__metadata__';
/** Characters of a name that a message shows. */
const SHOWN = 60;

const isSingle = (numbers: ArrayLike<number>): boolean =>
  Array.prototype.every.call(numbers, (it) => Object.is(Math.fround(it), it));

/**
 * Tensors as a safetensors file (Hugging Face, format of 2022): the header's length in eight bytes, least significant
 * first; the header as JSON, spaces up to a multiple of eight behind it; then all numbers, little-endian, without gaps.
 * A tensor is F32 where that keeps every number to the bit, else F64; wider ones stand first, so that all are aligned.
 */
export function encodeTensors({ tensors, texts }: TensorFile): Uint8Array<ArrayBuffer> {
  const placed = [...tensors]
    .map(([name, tensor]) => ({ name, ...tensor, type: isSingle(tensor.numbers) ? 'F32' : 'F64' }))
    .sort((a, b) => WIDTHS[b.type]! - WIDTHS[a.type]!);
  let end = 0;
  const entries = placed.map(({ name, shape, numbers, type }) => {
    const begin = end;
    end += numbers.length * WIDTHS[type]!;
    return [name, { dtype: type, shape, data_offsets: [begin, end] }] as const;
  });
  const head = {
    ...(texts.size > 0 && { [TEXTS]: Object.fromEntries(texts) }),
    ...Object.fromEntries(entries),
  };
  const json = new TextEncoder().encode(JSON.stringify(head));
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, 8, 8 + length);
  bytes.set(json, 8);
  let at = 8 + length;
  for (const { numbers, type } of placed)
    for (let i = 0; i < numbers.length; i++, at += WIDTHS[type]!)
      if (type === 'F32') view.setFloat32(at, numbers[i]!, true);
      else view.setFloat64(at, numbers[i]!, true);
  return bytes;
}

/** Undoes `encodeTensors`, and reads what others write in floats of two, four and eight bytes. Never throws: what is wrong is an issue. */
export function decodeTensors(bytes: Uint8Array): Parsed<TensorFile> {
  const report = createReport();
  const value = read(bytes, report);
  return { value: report.refused ? null : value, issues: report.issues };
}

interface Entry {
  readonly name: string;
  readonly type: string;
  readonly width: number;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function read(bytes: Uint8Array, report: Report): TensorFile | null {
  const head = readHead(bytes, report);
  if (!head) return null;
  const texts = readTexts(head.fields, report);
  const body = bytes.subarray(head.end);
  const entries = Object.entries(head.fields)
    .filter(([name]) => name !== TEXTS)
    .map(([name, field]) => readEntry(name, field, body.length, report));
  if (report.refused) return null;
  const sound = entries.filter((it) => it !== null).sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const it of sound) {
    if (it.begin !== end)
      return report.refuse(
        'data',
        it.name,
        `${said(it.name)} does not begin where the tensor before it ends.`,
      );
    end = it.end;
  }
  if (end !== body.length)
    return report.refuse(
      'data',
      '',
      `The file has ${body.length} bytes of numbers; its tensors need ${end}.`,
    );
  return { tensors: new Map(sound.map((it) => [it.name, readNumbers(it, body)])), texts };
}

/** The header as an object of its fields, and where it ends. */
function readHead(bytes: Uint8Array, report: Report): { fields: object; end: number } | null {
  const refuse = (message: string) => report.refuse('data', '', message);
  const NONE = 'The file is no safetensors file, or not all of it:';
  if (bytes.length < 8) return refuse(`${NONE} it has no header.`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > bytes.length - 8) return refuse(`${NONE} its header would be longer than the file.`);
  if (length > LARGEST_HEADER) return refuse('The header of the file is longer than 64 megabytes.');
  const end = 8 + Number(length);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, end));
    const fields: unknown = text.startsWith('{') ? JSON.parse(text) : null;
    if (!isRecord(fields)) return refuse(`${NONE} its header is no list of tensors.`);
    const twice = repeatedKey(text);
    if (twice !== null) return refuse(`The header of the file names ${said(twice)} twice.`);
    return { fields, end };
  } catch {
    return refuse(`${NONE} its header is not JSON.`);
  }
}

/** A key that an object of sound JSON has twice, which `JSON.parse` would pass over; null without one. */
function repeatedKey(json: string): string | null {
  const open: Set<string>[] = [];
  for (const { 0: token, 1: isKey } of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (isKey !== undefined) {
      const key = JSON.parse(token.slice(0, token.length - isKey.length)) as string;
      if (open.at(-1)!.has(key)) return key;
      open.at(-1)!.add(key);
    }
  }
  return null;
}

function readTexts(fields: object, report: Report): Map<string, string> {
  const found = Object.hasOwn(fields, TEXTS) ? (fields as Record<string, unknown>)[TEXTS] : {};
  if (isRecord(found) && Object.values(found).every((it) => typeof it === 'string'))
    return new Map(Object.entries(found) as [string, string][]);
  report.refuse('wrong-type', TEXTS, `${TEXTS} of the file must hold texts by name.`);
  return new Map();
}

function readEntry(name: string, field: unknown, room: number, report: Report): Entry | null {
  const refuse = (code: 'wrong-type' | 'shape' | 'data', message: string) =>
    report.refuse(code, name, `${said(name)} ${message}`);
  if (!isRecord(field)) return refuse('wrong-type', 'has no dtype, shape and data_offsets.');
  const { dtype, shape, data_offsets: offsets } = field;
  const type = typeof dtype === 'string' && Object.hasOwn(WIDTHS, dtype) ? dtype : null;
  if (type === null)
    return refuse(
      'wrong-type',
      `is of dtype ${describe(dtype)}; ${Object.keys(WIDTHS).join(', ')} are read here.`,
    );
  const width = WIDTHS[type]!;
  if (!isCounts(shape)) return refuse('wrong-type', 'needs a shape of whole numbers.');
  if (!isCounts(offsets) || offsets.length !== 2) return refuse('wrong-type', 'needs two data_offsets.');
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > room) return refuse('data', 'lies beyond the end of the file.');
  const size = shape.reduce((product, it) => product * it, width);
  if (size !== end - begin)
    return refuse(
      'shape',
      `of shape [${shape.slice(0, 8).join(', ')}] does not fit its ${end - begin} bytes.`,
    );
  return { name, type, width, shape, begin, end };
}

function readNumbers({ type, width, shape, begin, end }: Entry, body: Uint8Array): Tensor {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const numbers = new Float64Array((end - begin) / width);
  for (let i = 0, at = begin; i < numbers.length; i++, at += width)
    if (type === 'F32') numbers[i] = view.getFloat32(at, true);
    else if (type === 'F64') numbers[i] = view.getFloat64(at, true);
    else numbers[i] = (type === 'F16' ? half : brain)(view.getUint16(at, true));
  return { shape, numbers };
}

/** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
function half(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

const single = new DataView(new ArrayBuffer(4));
/** bfloat16: the upper half of a float32. */
function brain(bits: number): number {
  single.setUint16(0, bits);
  return single.getFloat32(0);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((it) => Number.isSafeInteger(it) && it >= 0);

const said = (name: string): string =>
  name.length > SHOWN ? `${name.slice(0, SHOWN)}…` : name || 'A tensor';
