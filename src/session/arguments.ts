import type { Issue } from '#core/issue.ts';
import { describe, isNumberList } from '#experiment/describe.ts';
import { limits } from '#experiment/limits.ts';

/** Why a call of the embedding API did not run; the message is the issues' in one. */
export class PlaygroundError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((it) => (it.hint ? `${it.message} ${it.hint}` : it.message)).join(' '));
    this.name = 'PlaygroundError';
    this.issues = issues;
  }
}

/** The options of one call, read with an eye on who sent them: anything unexpected is refused by name. */
export class Arguments {
  readonly #call: string;
  readonly #options: Readonly<Record<string, unknown>> = {};

  constructor(call: string, options: unknown, accepted: readonly string[]) {
    this.#call = call;
    if (options !== undefined && options !== null && (typeof options !== 'object' || Array.isArray(options)))
      this.refuse('options', 'an object');
    this.#options = this.#copy(options as object | null | undefined);
    const unknown = Object.keys(this.#options).find((it) => !accepted.includes(it));
    if (unknown !== undefined) this.#fail(unknown, `is not an option; accepted: ${accepted.join(', ')}`);
  }

  /** Objects from outside may fail while they are read. */
  #copy(options: object | null | undefined): Readonly<Record<string, unknown>> {
    try {
      return { ...options };
    } catch {
      return this.#fail('options', 'must be plain data; this object failed while it was read');
    }
  }

  refuse(field: string, accepted: string): never {
    const found = field in this.#options ? `, not ${describe(this.#options[field])}` : '';
    return this.#fail(field, `accepts ${accepted}${found}`);
  }

  #fail(field: string, what: string): never {
    const message = `${this.#call}: ${field} ${what}.`;
    throw new PlaygroundError([{ code: 'wrong-type', at: `${this.#call}.${field}`, message }]);
  }

  oneOf<const T extends string>(field: string, accepted: readonly T[]): T | undefined {
    const value = this.#options[field];
    if (value === undefined) return undefined;
    return accepted.find((it) => it === value) ?? this.refuse(field, accepted.join(', '));
  }

  flag(field: string): boolean | undefined {
    const value = this.#options[field];
    if (value === undefined || typeof value === 'boolean') return value;
    return this.refuse(field, 'true or false');
  }

  integer(field: string, least: number, most: number): number | undefined {
    const value = this.#options[field];
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    return this.refuse(field, `a whole number from ${least} to ${most}`);
  }

  /** A non-empty list of row numbers below `count`. */
  indices(field: string, count: number): number[] | undefined {
    const value = this.#options[field];
    if (value === undefined) return undefined;
    const isShort = isNumberList(value) && value.length <= Math.max(count, limits.rows);
    const list = isShort ? Array.from({ length: value.length }, (_, i) => value[i]) : null;
    const fits = (it: unknown): it is number =>
      typeof it === 'number' && Number.isInteger(it) && it >= 0 && it < count;
    if (list !== null && list.length > 0 && list.every(fits)) return list;
    return this.refuse(field, `a list of row numbers from 0 to ${count - 1}`);
  }
}
