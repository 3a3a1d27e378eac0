import { isDeepStrictEqual } from 'node:util';
import type { Issue, Parsed } from '#core/issue.ts';
import { toDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';

/** Cases are the same in every run; another seed tries others. */
export const seed = Number(process.env.FUZZ_SEED ?? 1);

/** Milliseconds of this process's own time that one case may take. */
const BUDGET = 100;
const TRIES = 3;

/**
 * What the work gives, which must fit the budget. Only time that this process computes is counted, whatever else the
 * machine does, and a case that collected the garbage of others may try again: a hang hangs every time.
 */
export async function inTime<T>(work: () => T | Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const begun = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(begun);
    const spent = (user + system) / 1000;
    if (spent <= BUDGET) return result;
    if (tries === TRIES) throw new Error(`took ${Math.round(spent)} ms of ${BUDGET}`);
  }
}

const CODES = [
  'unknown-field',
  'unknown-id',
  'unknown-value',
  'wrong-type',
  'out-of-range',
  'shape',
  'cycle',
  'missing',
  'duplicate',
  'limit',
  'fixed-by-rule',
  'data',
  'link',
  'version',
];

/** An issue is a sentence about a place: short enough to be read, without the traces of a program. */
export function expectWords({ code, at, message }: Issue): void {
  const isSentence = /^[^.].*[.…]$/s.test(message) && message.length > 15 && message.length < 6000;
  const isTrace = /\[object [A-Z]|found undefined|=>|TypeError/.test(
    message.replaceAll(/"(\\.|[^"\\])*"|“[^”]*”/g, ''),
  );
  if (!CODES.includes(code) || typeof at !== 'string' || at.length > 600 || !isSentence || isTrace)
    throw new Error(`no issue in words: ${JSON.stringify({ code, at, message }).slice(0, 500)}`);
}

/** Something to show, or at least one issue; what is to be shown is sound: written down, it reads as the same. */
export function expectAnswer({ value, issues }: Parsed<Experiment>): void {
  for (const it of issues) expectWords(it);
  if (issues.length > 100) throw new Error(`${issues.length} issues`);
  if (!value) {
    if (issues.length === 0) throw new Error('neither an experiment nor an issue');
    return;
  }
  const again = parse(JSON.parse(JSON.stringify(toDocument(value))));
  if (again.issues.length > 0) throw new Error(`still has issues: ${JSON.stringify(again.issues[0])}`);
  if (!isDeepStrictEqual(again.value, value)) throw new Error('reads otherwise than it was written');
}

const untouched = Object.getOwnPropertyNames(Object.prototype).join();

/** Nothing from outside has reached what all objects inherit. */
export function expectPrototypesUntouched(): void {
  if (Object.getOwnPropertyNames(Object.prototype).join() !== untouched || 'polluted' in {})
    throw new Error('a prototype was changed');
}
