import { FunctionCalls } from '../equations/function-calls.ts';
import { type Index, text, type Writer } from '../equations/writer.ts';

/** Floats of workgroup memory that every device has. */
export const WORKGROUP_FLOATS = 4096;

/** Where a tensor's numbers of the workgroup's samples are. */
interface Place {
  readonly units: number;
  /** Within workgroup memory; null where they stay in the arena. */
  readonly at: number | null;
}

/**
 * Writes equations for a workgroup that owns some samples: its threads share out the outputs, `sample` counting from the
 * workgroup's first. The same thread takes the same output of every tensor of as many units.
 */
export class WorkgroupWriter extends FunctionCalls implements Writer {
  readonly #samples: number;
  readonly #threads: number;
  readonly #places = new Map<number, Place>();
  readonly #written = new Set<number>();
  readonly #lines: string[] = [];
  #taken = 0;
  #depth = 1;
  #names = 0;

  constructor(samples: number, threads: number) {
    super();
    this.#samples = samples;
    this.#threads = threads;
  }

  /** Gives a tensor room in workgroup memory while there is some. */
  place(tensor: number, units: number): void {
    if (this.#places.has(tensor)) return;
    const size = this.#samples * units;
    const fits = this.#taken + size <= WORKGROUP_FLOATS;
    this.#places.set(tensor, { units, at: fits ? this.#taken : null });
    if (fits) this.#taken += size;
  }

  line(code: string): void {
    this.#lines.push(`${'  '.repeat(this.#depth)}${code}`);
  }

  /** Threads see what others wrote. */
  barrier(): void {
    this.line('workgroupBarrier();');
    if ([...this.#places.values()].some((it) => it.at === null)) this.line('storageBarrier();');
  }

  units(n: number, formula: (i: Index) => void): void {
    const i = this.#name('i');
    if (this.#depth > 1) {
      this.#block(`for (var ${i} = 0u; ${i} < ${n}u; ${i}++)`, () => formula(i));
      return;
    }
    this.#block(`for (var at = lane; at < count * ${n}u; at += ${this.#threads}u)`, () => {
      this.line(`let sample = at / ${n}u;`);
      this.line(`let ${i} = at % ${n}u;`);
      formula(i);
    });
  }

  together(formulas: () => void): void {
    this.#block(`for (var sample = lane; sample < count; sample += ${this.#threads}u)`, formulas);
  }

  read(tensor: number, units: number, i: Index): string {
    this.place(tensor, units);
    return this.#at(tensor, units, i);
  }

  write(tensor: number, units: number, i: Index, expression: string): void {
    this.place(tensor, units);
    this.#written.add(tensor);
    this.line(`${this.#at(tensor, units, i)} = ${expression};`);
  }

  rest(tensor: number, _length: number, i: Index): string {
    return `memory[${tensor}u + ${text(i)}]`;
  }

  shared(tensor: number): string {
    return `memory[${tensor}u]`;
  }

  datum(data: number, rows: number, units: number, i: Index): string {
    return `memory[${data}u + u32(memory[${rows}u + first + sample]) * ${units}u + ${text(i)}]`;
  }

  keep(expression: string): string {
    const name = this.#name('t');
    this.line(`let ${name} = ${expression};`);
    return name;
  }

  unlessZero(condition: string, expression: string): string {
    return `select(${expression}, 0.0, ${condition} == 0.0)`;
  }

  /** In blocks, as everywhere. */
  sum(n: number, term: (i: Index) => string): string {
    const [total, part, start, i] = ['total', 'part', 'start', 'i'].map((it) => this.#name(it));
    this.line(`var ${total} = 0.0;`);
    this.#block(`for (var ${start} = 0u; ${start} < ${n}u; ${start} += BLOCK)`, () => {
      this.line(`var ${part} = 0.0;`);
      this.#block(`for (var ${i} = ${start}; ${i} < min(${start} + BLOCK, ${n}u); ${i}++)`, () =>
        this.line(`${part} += ${term(i!)};`),
      );
      this.line(`${total} += ${part};`);
    });
    return total!;
  }

  highest(n: number, entry: (i: Index) => string): string {
    const [most, i] = [this.#name('most'), this.#name('i')];
    this.line(`var ${most} = ${entry(0)};`);
    this.#block(`for (var ${i} = 1u; ${i} < ${n}u; ${i}++)`, () =>
      this.line(`${most} = max(${most}, ${entry(i)});`),
    );
    return most;
  }

  winner(n: number, entry: (i: Index) => string): string {
    const [best, i] = [this.#name('best'), this.#name('i')];
    this.line(`var ${best} = 0u;`);
    this.#block(`for (var ${i} = 1u; ${i} < ${n}u; ${i}++)`, () =>
      this.line(`${best} = select(${best}, ${i}, ${entry(i)} > ${entry(best)});`),
    );
    return best;
  }

  get declarations(): string {
    return `var<workgroup> state: array<f32, ${Math.max(1, this.#taken)}>;`;
  }

  get body(): string {
    return this.#lines.join('\n');
  }

  /** Brings the samples' numbers into workgroup memory, and what changed back. */
  get loads(): string {
    return this.#copies(
      () => true,
      (inside, outside) => `${inside} = ${outside};`,
    );
  }
  get stores(): string {
    return this.#copies(
      (tensor) => this.#written.has(tensor),
      (inside, outside) => `${outside} = ${inside};`,
    );
  }

  #copies(chosen: (tensor: number) => boolean, copy: (inside: string, outside: string) => string): string {
    return [...this.#places]
      .filter(([tensor, { at }]) => at !== null && chosen(tensor))
      .map(([tensor, { units, at }]) => {
        const moved = copy(`state[${at}u + at]`, `memory[${tensor}u + first * ${units}u + at]`);
        return `  for (var at = lane; at < count * ${units}u; at += ${this.#threads}u) { ${moved} }`;
      })
      .join('\n');
  }

  #at(tensor: number, units: number, i: Index): string {
    const { at } = this.#places.get(tensor)!;
    const [array, base, sample] =
      at === null ? ['memory', tensor, '(first + sample)'] : ['state', at, 'sample'];
    return `${array}[${base}u + ${sample} * ${units}u + ${text(i)}]`;
  }

  #block(head: string, body: () => void): void {
    this.line(`${head} {`);
    this.#depth++;
    body();
    this.#depth--;
    this.line('}');
  }

  #name(stem: string): string {
    return `${stem}${this.#names++}`;
  }
}
