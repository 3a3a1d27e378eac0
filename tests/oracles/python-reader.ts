/**
 * What an exported program assigns to its capitalised names, read from its text by the grammar of Python's literals: an
 * implementation of our own, for where no Python is. Calls become objects with a name and arguments, arrays of NumPy
 * and bytes in base64 become arrays of numbers with their shape.
 */
export type Value = string | number | boolean | Value[] | Call | NumberArray | Map<Value, Value>;

export interface Call {
  readonly call: string;
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

export interface NumberArray {
  readonly shape: readonly number[];
  readonly numbers: Float64Array;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  '\\': '\\',
};

class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  #skip(): void {
    this.#at += /^(?:\s|#[^\n]*)*/.exec(this.#text.slice(this.#at, this.#at + 4000))![0].length;
  }

  #peek(sign: string): boolean {
    this.#skip();
    return this.#text.startsWith(sign, this.#at);
  }

  #take(sign: string): boolean {
    const found = this.#peek(sign);
    if (found) this.#at += sign.length;
    return found;
  }

  #expect(sign: string): void {
    if (!this.#take(sign))
      throw new Error(`expected ${sign} at ${this.#text.slice(this.#at, this.#at + 40)}`);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found) return null;
    this.#at += found[0].length;
    return found[0];
  }

  value(): Value {
    if (this.#peek('"')) return this.#strings();
    if (this.#take('{')) return this.#dictionary();
    if (this.#take('[')) return this.#items(']');
    if (this.#take('(')) return this.#items(')');
    const number = this.#match(/-?\d[\d.]*(?:e[+-]?\d+)?/y);
    if (number !== null) return Number(number);
    const name = this.#match(/[A-Za-z_][\w.]*/y);
    if (name === null) throw new Error(`no value at ${this.#text.slice(this.#at, this.#at + 40)}`);
    if (this.#take('(')) return this.#call(name);
    if (name === 'True' || name === 'False') return name === 'True';
    return name;
  }

  /** Strings that follow each other are one. */
  #strings(): string {
    let all = '';
    while (this.#take('"')) {
      for (;;) {
        all += this.#match(/[^"\\\n]*/y)!;
        if (this.#text[this.#at] === '"') break;
        if (this.#text[this.#at] !== '\\') throw new Error('a string does not end in its line');
        this.#at++;
        const code = this.#match(/u[\da-f]{4}|U[\da-f]{8}/y);
        if (code) all += String.fromCodePoint(Number.parseInt(code.slice(1), 16));
        else all += ESCAPES[this.#text[this.#at++]!] ?? '\u0000 unknown escape';
      }
      this.#at++;
    }
    return all;
  }

  #dictionary(): Map<Value, Value> {
    const found = new Map<Value, Value>();
    while (!this.#take('}')) {
      const key = this.value();
      this.#expect(':');
      found.set(key, this.value());
      if (!this.#take(',') && !this.#peek('}')) throw new Error('a dictionary does not end');
    }
    return found;
  }

  #items(end: string): Value[] {
    const found: Value[] = [];
    while (!this.#take(end)) {
      found.push(this.value());
      if (!this.#take(',') && !this.#peek(end)) throw new Error('a list does not end');
    }
    return found;
  }

  #call(name: string): Value {
    const args: Value[] = [];
    const named = new Map<string, Value>();
    while (!this.#take(')')) {
      this.#skip();
      const key = this.#match(/[a-z_]+(?==[^=])/y);
      if (key !== null) this.#expect('=');
      const value = this.value();
      if (key === null) args.push(value);
      else named.set(key, value);
      if (!this.#take(',') && !this.#peek(')')) throw new Error('a call does not end');
    }
    if (name === 'numbers') return fromBytes(args, named);
    if (name === 'np.array') return fromList(args[0] as Value[]);
    return { call: name, args, named };
  }
}

function fromBytes([text, ...shape]: Value[], named: ReadonlyMap<string, Value>): NumberArray {
  const bytes = Buffer.from(text as string, 'base64');
  const size = named.get('kind') === '<f8' ? 8 : 4;
  const numbers = Float64Array.from({ length: bytes.length / size }, (_, i) =>
    size === 8 ? bytes.readDoubleLE(8 * i) : bytes.readFloatLE(4 * i),
  );
  if (numbers.length !== (shape as number[]).reduce((product, it) => product * it, 1))
    throw new Error('bytes do not fill their shape');
  return { shape: shape as number[], numbers };
}

function fromList(list: Value[]): NumberArray {
  const isNested = Array.isArray(list[0]);
  const numbers = Float64Array.from(list.flat() as number[]);
  return { shape: isNested ? [list.length, numbers.length / list.length] : [list.length], numbers };
}

/** Every assignment to a capitalised name at the beginning of a line, whose value is written out. */
export function assignments(program: string): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const data = /^# %%\n(?:TITLE|PARAMETERS|SCREEN_ENGINE) = /gm;
  for (const { index } of program.matchAll(data)) {
    const end = program.indexOf('\n# %%', index + 4);
    const cell = program.slice(index, end < 0 ? undefined : end);
    for (const assignment of cell.matchAll(/^([A-Z_]+) = /gm))
      found.set(assignment[1]!, new Reader(cell, assignment.index + assignment[0].length).value());
  }
  return found;
}
