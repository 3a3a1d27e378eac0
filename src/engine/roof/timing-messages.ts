/** A function of a WASM module, called over and over. */
export interface Task {
  readonly module: WebAssembly.Module;
  /** Memory it needs; all of it is written once before. */
  readonly bytes: number;
  readonly call: string;
  readonly arguments: readonly number[];
}

export type TimingRequest =
  | { readonly ask: 'prepare'; readonly task: Task }
  | { readonly ask: 'time'; readonly milliseconds: number }
  | { readonly ask: 'nothing' };

/** Calls a millisecond where that was asked. */
export type TimingAnswer = number | null;
