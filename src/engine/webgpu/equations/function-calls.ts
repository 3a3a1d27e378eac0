/** Writes activations as calls of the functions that `functionsOf` declares, and takes down which of them occur. */
export abstract class FunctionCalls {
  readonly #codes = new Set<number>();

  /** A name for an intermediate result. */
  abstract keep(expression: string): string;

  activation(code: number, expression: string): string {
    this.#codes.add(code);
    return code === 0 ? expression : `f${code}(${expression})`;
  }

  slope(code: number, expression: string): string {
    this.#codes.add(code);
    return code === 0 ? '1.0' : `df${code}(${expression})`;
  }

  /** Both of an expression without effects. */
  both(code: number, expression: string): { readonly value: string; readonly slope: string } {
    this.#codes.add(code);
    if (code === 0) return { value: expression, slope: '1.0' };
    const name = this.keep(`both${code}(${expression})`);
    return { value: `${name}.value`, slope: `${name}.slope` };
  }

  /** Activations that occur. */
  get codes(): readonly number[] {
    return [...this.#codes];
  }
}
