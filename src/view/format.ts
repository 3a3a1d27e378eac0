const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const MINUS = '−';
/** Keeps a number and its unit on one line. */
const SPACE = '\u00a0';

const superscript = (exponent: number): string =>
  (exponent < 0 ? '⁻' : '') +
  [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join('');

const signed = (text: string, negative: boolean): string => (negative ? MINUS + text : text);

/** What is not a number is said in words, never shown as a figure. */
const unspeakable = (value: number): string | null => {
  if (Number.isNaN(value)) return 'not a number';
  return Number.isFinite(value) ? null : signed('∞', value < 0);
};

/** Three significant digits, a true minus, and a power of ten outside 0.001 … 99,999. */
export function number(value: number, digits = 3): string {
  const words = unspeakable(value);
  if (words) return words;
  const size = Math.abs(value);
  if (size === 0) return '0';
  const exponent = Number(size.toExponential(digits - 1).split('e')[1]);
  if (exponent < -3 || exponent > 4) {
    const mantissa = size.toExponential(digits - 1).split('e')[0]!;
    return signed(`${mantissa}×10${superscript(exponent)}`, value < 0);
  }
  return signed(size.toFixed(Math.max(0, digits - 1 - exponent)), value < 0);
}

/** A setting as it was chosen: no padding zeros, up to six digits. */
export function plain(value: number): string {
  const words = unspeakable(value);
  if (words) return words;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return number(value).replace(/\.?0+×/, '×');
  return signed(String(Number(size.toPrecision(6))), value < 0);
}

/** As a term that is subtracted: a negative one in brackets. */
export const bracketed = (value: number): string => (value < 0 ? `(${number(value)})` : number(value));

/** With an explicit plus: +0.31, −0.31, 0. */
export const change = (value: number): string => (value > 0 ? '+' : '') + number(value);

/** 12,345 */
export const count = (value: number): string => unspeakable(value) ?? Math.round(value).toLocaleString('en');

/** A share as a percentage: 38 %, 1.6 %, < 0.1 %, with spaces that do not break. */
export function percent(share: number): string {
  const words = unspeakable(share);
  if (words) return words;
  const size = Math.abs(share * 100);
  if (size > 0 && size < 0.1) return `<${SPACE}0.1${SPACE}%`;
  const text = size < 9.95 && size !== 0 ? size.toFixed(1).replace(/\.0$/, '') : size.toFixed(0);
  return `${signed(text, share < 0)}${SPACE}%`;
}

/** An angle: 66°, 1.6°, 0.02°. */
export function degrees(angle: number): string {
  const words = unspeakable(angle);
  if (words) return words;
  const size = Math.abs(angle);
  if (size === 0) return '0°';
  if (size < 0.01) return `<${SPACE}0.01°`;
  return `${signed(size.toFixed(size < 1 ? 2 : size < 9.95 ? 1 : 0), angle < 0)}°`;
}

/** Seconds, as a person would say them. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown time';
  if (seconds < 1) return 'less than a second';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** One of: "1 step", "20 steps". */
export const plural = (n: number, singular: string, several = `${singular}s`): string =>
  `${count(n)} ${n === 1 ? singular : several}`;

/** Reads a number typed by a person: accepts a comma, a true minus and ×10ⁿ. Null where it is none. */
export function readNumber(text: string): number | null {
  const ascii = text
    .trim()
    .replace(/−/g, '-')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(SUPERSCRIPTS.indexOf(digit)))
    .replace('⁻', '-')
    .replace(/\s*×\s*10\^?/, 'e')
    .replace(/^(-?\d+),(\d+)$/, '$1.$2');
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(ascii)) return null;
  const value = Number(ascii);
  return Number.isFinite(value) ? value : null;
}
