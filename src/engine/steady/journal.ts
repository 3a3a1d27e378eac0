import type { Issue } from '#core/issue.ts';
import type { Memory, Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';
import { INPUTS, TARGETS } from '#core/plan/tensors.ts';
import type { Engine, Reading } from '#engine/engine.ts';
import type { Answer } from './answer.ts';

export interface Load {
  readonly call: 'load';
  readonly plan: Plan;
  readonly answer: Answer<readonly Issue[]>;
  /** No engine took it: it is as if it had not been asked for. */
  isRefused: boolean;
}

export interface Read {
  readonly call: 'read';
  readonly readings: readonly Reading[];
  readonly answer: Answer<readonly Memory[]>;
  /** A plan was being loaded when it was asked for: it may not have these tensors. */
  readonly isUncertain: boolean;
}

/** A call that nobody waits for. */
export type Order =
  | { readonly call: 'tune'; readonly settings: Settings }
  | {
      readonly call: 'write';
      readonly tensor: TensorName;
      readonly data: ArrayLike<number>;
      readonly start: number;
    }
  | { readonly call: 'run'; readonly program: Program };

export type Entry = Load | Read | Order;

/** Everything an engine holds. */
interface State {
  readonly plan: Plan;
  readonly settings: Settings;
  readonly tensors: ReadonlyMap<TensorName, Memory>;
}

/** What no program changes: read again only after it was written. */
const DATA: ReadonlySet<TensorName> = new Set([INPUTS, TARGETS]);

const isWaiting = (it: Entry): boolean => 'answer' in it && !it.answer.isGiven;

export function obey(engine: Engine, order: Order): void {
  if (order.call === 'tune') engine.tune(order.settings);
  else if (order.call === 'write') engine.write(order.tensor, order.data, order.start);
  else engine.run(order.program);
}

/** What an engine was asked for since a state that is kept, so that another can come to where it was. */
export class Journal {
  #kept: State | null = null;
  #entries: Entry[] = [];

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** Whom an engine still owes an answer. */
  get waiting(): readonly (Load | Read)[] {
    return this.#entries.filter((it): it is Load | Read => isWaiting(it));
  }

  /**
   * Keeps the engine's present state in the place of what led to it; rejects where it cannot be read.
   * @param isSpared which tensors the next call computes anew
   * @param isStill whether the engine is still the one that is asked, once it has answered
   */
  async keep(
    engine: Engine,
    plan: Plan,
    settings: Settings,
    isSpared: (name: TensorName) => boolean,
    isStill: () => boolean,
  ): Promise<void> {
    const until = this.#entries.length;
    const known = this.#dataAsKept(plan);
    const names = [...plan.layout.tensors]
      .filter(([name, { length }]) => length > 0 && !known.has(name) && !isSpared(name))
      .map(([name]) => name);
    const arrays = await engine.read(names.map((tensor) => ({ tensor })));
    if (!isStill() || this.#entries.slice(0, until).some(isWaiting)) return;
    const read = names.map((name, i) => [name, arrays[i]!] as const);
    this.#kept = { plan, settings, tensors: new Map([...known, ...read]) };
    this.#entries = this.#entries.slice(until);
  }

  #dataAsKept(plan: Plan): ReadonlyMap<TensorName, Memory> {
    const isOld = this.#kept?.plan === plan && !this.#entries.some((it) => it.call === 'load');
    if (!isOld) return new Map();
    const written = new Set(this.#entries.map((it) => (it.call === 'write' ? it.tensor : '')));
    return new Map([...this.#kept!.tensors].filter(([name]) => DATA.has(name) && !written.has(name)));
  }

  /**
   * Brings an engine that holds nothing to where the one before it was or should be. Rejects where the engine fails.
   * @param isLast a plan that nobody has loaded yet and this engine refuses is refused for good
   * @param arrived called in the very moment when nothing is left, so that calls made from then on are the engine's; the
   * answers that the one before still owed come after it
   */
  async repeat(engine: Engine, isLast: boolean, arrived: () => void): Promise<void> {
    await this.#restore(engine);
    const answers: (() => void)[] = [];
    const reads: Promise<unknown>[] = [];
    for (let k = 0; k < this.#entries.length || reads.length > 0; ) {
      const entry = this.#entries[k];
      // Not before everything is read: until then the engine may fail. More may be asked for meanwhile.
      if (!entry) await Promise.all(reads.splice(0));
      else {
        k++;
        if (entry.call === 'load') answers.push(await this.#load(engine, entry, isLast));
        else if (entry.call !== 'read') obey(engine, entry);
        else if (isWaiting(entry)) {
          reads.push(this.#read(engine, entry).then((answer) => answers.push(answer)));
        }
      }
    }
    arrived();
    for (const answer of answers) answer();
  }

  async #restore(engine: Engine): Promise<void> {
    if (!this.#kept) return;
    const { plan, settings, tensors } = this.#kept;
    await engine.load(plan);
    engine.tune(settings);
    for (const [name, values] of tensors) engine.write(name, values);
  }

  /** What the caller is to be told. */
  async #read(engine: Engine, { readings, answer, isUncertain }: Read): Promise<() => void> {
    try {
      const arrays = await engine.read(readings);
      return () => answer.give(arrays);
    } catch (error) {
      if (!isUncertain) throw error;
      return () => answer.refuse(error);
    }
  }

  /** What the caller is to be told, if anything. */
  async #load(engine: Engine, entry: Load, isLast: boolean): Promise<() => void> {
    const isOwed = isWaiting(entry);
    if (entry.isRefused) return () => {};
    try {
      const issues = await engine.load(entry.plan);
      return () => isOwed && entry.answer.give(issues);
    } catch (error) {
      if (!isLast || !isOwed) throw error;
      entry.isRefused = true;
      return () => entry.answer.refuse(error);
    }
  }
}
