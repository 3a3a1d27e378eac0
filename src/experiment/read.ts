import type { Issue } from '#core/issue.ts';
import { describe, formatNumber, pathTo } from './describe.ts';
import { limits } from './limits.ts';
import { MOST_OF_A_KIND, type Report } from './report.ts';
import type { Setting } from './schema.ts';

/** The own fields of an object from outside; nothing is ever read through its prototype. */
export type Fields = (key: string) => unknown;

/** An object of whatever keys. Refuses all else, lists and typed arrays included. */
export function readObject(value: unknown, at: string, report: Report): Record<string, unknown> | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)) {
    return value as Record<string, unknown>;
  }
  const name = at === '' ? 'An experiment' : at;
  return report.refuse('wrong-type', at, `${name} must be an object; found ${describe(value)}.`);
}

/** An object of known fields. Others are reported and ignored. */
export function readFields(
  value: unknown,
  at: string,
  known: readonly string[],
  report: Report,
): Fields | null {
  const object = readObject(value, at, report);
  if (!object) return null;
  const keys = Object.keys(object);
  report.spend(keys.length);
  const unknown = keys.filter((key) => !known.includes(key));
  for (const key of unknown.slice(0, MOST_OF_A_KIND)) {
    const path = pathTo(at, key);
    report.repair(
      'unknown-field',
      path,
      `${path} is not a known field and was ignored. Known here: ${known.join(', ')}.`,
    );
  }
  return (key) => (Object.hasOwn(object, key) ? object[key] : undefined);
}

/** The entries of an object whose keys are ids, own ones only. */
export function readEntries(value: unknown, at: string, report: Report): readonly [string, unknown][] | null {
  if (value === undefined) return [];
  const object = readObject(value, at, report);
  if (!object) return null;
  const entries = Object.entries(object);
  report.spend(entries.length);
  return entries;
}

/** One of a few words; absent means `fallback`, and without one the field is required. */
export function readChoice<T extends string>(
  value: unknown,
  at: string,
  accepted: readonly T[],
  report: Report,
  fallback?: T,
): T | null {
  if (value === undefined && fallback !== undefined) return fallback;
  const found = accepted.find((it) => it === value);
  if (found !== undefined) return found;
  const list = `Accepted: ${accepted.join(', ')}.`;
  if (value === undefined) return report.refuse('missing', at, `${at} is missing. ${list}`);
  if (typeof value === 'string')
    return report.refuse('unknown-value', at, `${at} is not known: ${describe(value)}. ${list}`);
  return report.refuse('wrong-type', at, `${at} must be a name; found ${describe(value)}. ${list}`);
}

/** A required name of a node or a connection. */
export function readId(value: unknown, at: string, report: Report): string | null {
  if (value === undefined) return report.refuse('missing', at, `${at} is missing: it must be a name.`);
  if (typeof value !== 'string')
    return report.refuse('wrong-type', at, `${at} must be a text; found ${describe(value)}.`);
  if (value.length > limits.text)
    return report.refuse(
      'limit',
      at,
      `${at} may have up to ${limits.text} characters; found ${value.length}.`,
    );
  return value;
}

/** A number as it is written, finite or not; absent means `fallback`. */
export function readNumber(value: unknown, at: string, report: Report, fallback?: number): number | null {
  if (value === undefined && fallback !== undefined) return fallback;
  if (typeof value === 'number') return value + 0;
  const code = value === undefined ? 'missing' : 'wrong-type';
  return report.refuse(code, at, `${at} must be a number; found ${describe(value)}.`);
}

/** A setting within its limits: other numbers are repaired, other types refused; absent means `fallback`. */
export function readSetting(
  value: unknown,
  at: string,
  setting: Setting,
  report: Report,
  fallback = setting.default,
): number {
  const given = readNumber(value, at, report, fallback);
  if (given === null) return fallback;
  const [fitted, issue] = fitSetting(given, at, setting, fallback);
  if (issue) report.repair(issue.code, issue.at, issue.message);
  return fitted;
}

/**
 * The nearest value the setting allows and, where that is another one, an issue that says so. What has no nearest
 * one — not a number, or zero and below on a log scale — becomes `fallback`.
 */
export function fitSetting(
  value: number,
  at: string,
  setting: Setting,
  fallback = setting.default,
): readonly [number, Issue | null] {
  const fitted = nearest(value, setting, fallback);
  if (fitted === value) return [fitted + 0, null];
  const kind = setting.type === 'integer' ? 'a whole number' : 'a number';
  const range = `from ${formatNumber(setting.min)} to ${formatNumber(setting.max)}`;
  const message = `${at} must be ${kind} ${range}; found ${describe(value)}, and ${formatNumber(fitted)} is used.`;
  return [fitted, { code: 'out-of-range', at, message }];
}

function nearest(value: number, { type, scale, min, max }: Setting, fallback: number): number {
  if (Number.isNaN(value)) return fallback;
  if (type === 'number' && scale === 'log' && value <= 0) return fallback;
  const whole = type === 'integer' ? Math.round(value) : value;
  return Math.min(max, Math.max(min, whole)) + 0;
}
