/** What is kept of one tab. Its bytes are a safetensors file; `second-form.ts` says what is in it. */
export interface KeptRecord {
  readonly version: number;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Where records are kept, one a tab. Any of these may reject. */
export interface Shelf {
  /** This tab's own first, then the latest first. */
  keys(): Promise<readonly number[]>;
  read(key: number): Promise<unknown>;
  remove(key: number): Promise<void>;
  /** Puts this tab's record in the place of the one it wrote before; other tabs' stay. */
  write(record: KeptRecord): Promise<void>;
}

/** Where the first form was kept. Any of these may throw. */
export interface OldShelf {
  read(): string | null;
  clear(): void;
}
