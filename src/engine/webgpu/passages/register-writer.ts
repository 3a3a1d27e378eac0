import { BLOCK } from '#core/math/block.ts';
import { type Index, text, type Writer } from '../equations/writer.ts';

/** 16,384 bytes of workgroup memory are what every device has. */
const MOST_RESTING = 4096;

interface Row {
  readonly units: number;
  /** Entries that must be fetched before the first round; those that change. */
  readonly fetched: Set<Index>;
  readonly written: Set<Index>;
}

/** The slope of an activation at a number as it is before a round. */
interface Carried {
  readonly name: string;
  readonly of: string;
  readonly code: number;
  /** Whether it holds for the number as it is now. */
  isCurrent: boolean;
}

/** Numbers of a sample as variables, fetched before the rounds and put back behind them. */
export class RegisterWriter implements Writer {
  readonly #rows = new Map<number, Row>();
  readonly #resting = new Map<number, { slot: number; length: number }>();
  readonly #lines: string[] = [];
  readonly #codes = new Set<number>();
  readonly #changed = new Set<string>();
  readonly #slopes = new Map<string, Carried>();
  #slots = 0;
  #temporaries = 0;

  line(text: string): void {
    this.#lines.push(`    ${text}`);
  }

  units(n: number, formula: (i: Index) => void): void {
    for (let i = 0; i < n; i++) formula(i);
  }

  together(formulas: () => void): void {
    formulas();
  }

  read(tensor: number, units: number, i: Index): string {
    const row = this.#row(tensor, units);
    if (!row.written.has(i)) row.fetched.add(i);
    return `v${tensor}_${i}`;
  }

  write(tensor: number, units: number, i: Index, expression: string): void {
    const name = `v${tensor}_${i}`;
    this.#row(tensor, units).written.add(i);
    this.line(`${name} = ${expression};`);
    this.#changed.add(name);
    for (const it of this.#slopes.values()) if (it.of === name) it.isCurrent = false;
  }

  rest(offset: number, length: number, i: Index): string {
    const known = this.#resting.get(offset);
    if (known) return `resting[${known.slot}u + ${text(i)}]`;
    if (this.#slots + length > MOST_RESTING) return `memory[${offset}u + ${text(i)}]`;
    this.#resting.set(offset, { slot: this.#slots, length });
    this.#slots += length;
    return this.rest(offset, length, i);
  }

  shared(offset: number): string {
    return this.rest(offset, 1, 0);
  }

  datum(data: number, rows: number, units: number, i: Index): string {
    return `memory[${data}u + u32(memory[${rows}u + sample]) * ${units}u + ${text(i)}]`;
  }

  keep(expression: string): string {
    return this.#name(expression, 'f32');
  }

  unlessZero(condition: string, expression: string): string {
    return `select(${expression}, 0.0, ${condition} == 0.0)`;
  }

  /** In parts, so that expressions stay shallow and rounding small. */
  sum(n: number, term: (i: Index) => string): string {
    const terms = Array.from({ length: n }, (_, i) => term(i));
    const parts: string[] = [];
    for (let first = 0; first < n; first += BLOCK) parts.push(terms.slice(first, first + BLOCK).join(' + '));
    return parts.reduce((total, part) => this.keep(`${total} + (${part})`), '0.0');
  }

  highest(n: number, entry: (i: Index) => string): string {
    return this.keep(Array.from({ length: n }, (_, i) => entry(i)).reduce((a, b) => `max(${a}, ${b})`));
  }

  winner(n: number, entry: (i: Index) => string): string {
    let [best, most] = ['0u', entry(0)];
    for (let i = 1; i < n; i++) {
      best = this.#name(`select(${best}, ${i}u, ${entry(i)} > ${most})`, 'u32');
      most = this.keep(`select(${most}, ${entry(i)}, ${entry(i)} > ${most})`);
    }
    return best;
  }

  activation(code: number, expression: string): string {
    this.#codes.add(code);
    if (code === 0) return expression;
    const carried = this.#slopes.get(`s${code}_${expression}`);
    if (!carried) return `f${code}(${expression})`;
    const { value, slope } = this.both(code, expression);
    this.line(`${carried.name} = ${slope};`);
    carried.isCurrent = true;
    return value;
  }

  /** Of a number that the round has not changed yet, the slope may be known from the round before. */
  slope(code: number, expression: string): string {
    this.#codes.add(code);
    if (code === 0) return '1.0';
    if (!/^v\d/.test(expression) || this.#changed.has(expression)) return `df${code}(${expression})`;
    const name = `s${code}_${expression}`;
    if (!this.#slopes.has(name)) this.#slopes.set(name, { name, of: expression, code, isCurrent: false });
    return name;
  }

  both(code: number, expression: string): { value: string; slope: string } {
    this.#codes.add(code);
    if (code === 0) return { value: expression, slope: '1.0' };
    const name = this.#name(`both${code}(${expression})`, 'Both');
    return { value: `${name}.value`, slope: `${name}.slope` };
  }

  /**
   * Slopes that each round leaves for the next, before the first: from the same function as later, so that it is the same
   * to the bit where the rounds are cut. Behind it, those that each round takes anew.
   */
  get firstSlopes(): string {
    return this.#taken(
      (it) => `  var ${it.name} = ${it.isCurrent ? `both${it.code}(${it.of}).slope` : '0.0'};`,
    );
  }
  get slopes(): string {
    return this.#taken((it) => (it.isCurrent ? '' : `    ${it.name} = df${it.code}(${it.of});`));
  }

  /**
   * What rests stands in each thread's own memory on a software device, where constant indices into it cost nothing and
   * workgroup memory ten times as much; on hardware in the workgroup's, which threads share.
   */
  declarations(isPrivate: boolean): string {
    return `var<${isPrivate ? 'private' : 'workgroup'}> resting: array<f32, ${Math.max(1, this.#slots)}>;`;
  }

  /** Fetches everything that rests: by each thread for itself, or by all threads of a workgroup together. */
  copies(isPrivate: boolean, threads: number): string {
    const [first, stride] = isPrivate ? ['0u', 1] : ['lane', threads];
    const copies = [...this.#resting].map(
      ([offset, { slot, length }]) =>
        `  for (var i = ${first}; i < ${length}u; i += ${stride}u) { resting[${slot}u + i] = memory[${offset}u + i]; }`,
    );
    return [...copies, ...(isPrivate ? [] : ['  workgroupBarrier();'])].join('\n');
  }

  /** Activations that occur. */
  get codes(): readonly number[] {
    return [...this.#codes];
  }

  get loads(): string {
    return this.#each((row, tensor, i) => {
      const before = row.fetched.has(i) ? `memory[${tensor}u + sample * ${row.units}u + ${text(i)}]` : '0.0';
      return `  var v${tensor}_${i} = ${before};`;
    });
  }

  get body(): string {
    return this.#lines.join('\n');
  }

  get stores(): string {
    return this.#each((row, tensor, i) =>
      row.written.has(i)
        ? `    memory[${tensor}u + sample * ${row.units}u + ${text(i)}] = v${tensor}_${i};`
        : '',
    );
  }

  #name(expression: string, type: 'f32' | 'u32' | 'Both'): string {
    const name = `t${this.#temporaries++}`;
    this.line(`let ${name}: ${type} = ${expression};`);
    return name;
  }

  #taken(text: (it: Carried) => string): string {
    return [...this.#slopes.values()].map(text).filter(Boolean).join('\n');
  }

  #row(tensor: number, units: number): Row {
    const known = this.#rows.get(tensor);
    if (known) return known;
    const row = { units, fetched: new Set<Index>(), written: new Set<Index>() };
    this.#rows.set(tensor, row);
    return row;
  }

  #each(text: (row: Row, tensor: number, i: Index) => string): string {
    return [...this.#rows]
      .flatMap(([tensor, row]) =>
        [...new Set([...row.fetched, ...row.written])].map((i) => text(row, tensor, i)),
      )
      .filter(Boolean)
      .join('\n');
  }
}
