import { FunctionCalls } from '../equations/function-calls.ts';
import type { Index, Writer } from '../equations/writer.ts';

/** Numbers a variable holds: one output, or four neighbours in a row. */
export type Width = 1 | 4;

const neverAsked = (): never => {
  throw new Error('an elementwise equation asks for no other unit');
};

/**
 * Writes a chain's elementwise equations for the outputs of one place: in WGSL, `at` is the place in tensors of samples
 * and `column` in those of units, both counted in outputs times the width. Tensors are named by their slots in the table;
 * a number that was read or written once stays in a variable.
 */
export class OutputWriter extends FunctionCalls implements Writer {
  readonly sum = neverAsked;
  readonly highest = neverAsked;
  readonly winner = neverAsked;
  readonly together = neverAsked;
  readonly datum = neverAsked;
  readonly #width: Width;
  readonly #unwritten: ReadonlySet<number>;
  readonly #known = new Set<number>();
  readonly #columns = new Set<number>();
  readonly #lines: string[] = [];
  #temporaries = 0;

  /** Slots in `unwritten` stay in their variables. */
  constructor(width: Width, unwritten: ReadonlySet<number> = new Set()) {
    super();
    this.#width = width;
    this.#unwritten = unwritten;
  }

  units(_n: number, formula: (i: Index) => void): void {
    formula(0);
  }

  read(slot: number): string {
    if (!this.#known.has(slot)) this.#lines.push(`var e${slot} = ${this.#memory(slot, 'at')};`);
    this.#known.add(slot);
    return `e${slot}`;
  }

  write(slot: number, _units: number, _i: Index, expression: string): void {
    const before = this.#known.has(slot) ? '' : 'var ';
    this.#lines.push(`${before}e${slot} = ${expression};`);
    if (!this.#unwritten.has(slot)) this.#lines.push(`${this.#memory(slot, 'at')} = e${slot};`);
    this.#known.add(slot);
  }

  rest(slot: number): string {
    this.#columns.add(slot);
    return `c${slot}`;
  }

  shared(slot: number): string {
    return this.#width === 1 ? `memory[p${slot}]` : `memory[p${slot} / 4u][p${slot} % 4u]`;
  }

  keep(expression: string): string {
    const name = `t${this.#temporaries++}`;
    this.#lines.push(`let ${name} = ${expression};`);
    return name;
  }

  unlessZero(condition: string, expression: string): string {
    const zero = this.#width === 1 ? '0.0' : 'vec4f()';
    return `select(${expression}, ${zero}, ${condition} == ${zero})`;
  }

  /** What a column's samples have in common. */
  get columnLines(): string {
    return [...this.#columns].map((slot) => `let c${slot} = ${this.#memory(slot, 'column')};`).join('\n');
  }

  get lines(): string {
    return this.#lines.join('\n');
  }

  #memory(slot: number, place: string): string {
    return this.#width === 1 ? `memory[p${slot} + ${place}]` : `memory[p${slot} / 4u + ${place}]`;
  }
}
