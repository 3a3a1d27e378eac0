/** `folder/file.function`: `fn function` in `shaders/folder/file.wgsl` and its TypeScript twin in `core`. */
export type KernelName = `${string}/${string}.${string}`;

/** Exactly the fields of the kernel's WGSL `Args` struct: arena offsets, sizes, codes. */
export type Args = Readonly<Record<string, number>>;

/** One set of arguments of a kernel. */
export interface Call {
  readonly args: Args;
  /** Independent outputs computed; multiplied by the number of samples when `perSample`. */
  readonly threads: number;
  readonly perSample: boolean;
  /** The equation in words, for the printed plan. */
  readonly says: string;
}

/** One kernel over calls that do not depend on each other: an engine may run them in any order or all at once. */
export interface Stage {
  readonly kernel: KernelName;
  readonly calls: readonly Call[];
}

export interface Repeat {
  readonly repeat: number;
  readonly stages: Schedule;
}

/** Stages in order; repetition is data. */
export type Schedule = readonly (Stage | Repeat)[];

export type TensorName = string;

/** Where a tensor lies in the arena, row-major. */
export interface Slice {
  readonly offset: number;
  readonly length: number;
  readonly shape: readonly number[];
  /** Survives the loading of another plan in which a tensor of this name and length exists. */
  readonly kept: boolean;
}

export interface Layout {
  readonly length: number;
  readonly tensors: ReadonlyMap<TensorName, Slice>;
}

/** A network and a rule, as launches over one flat arena. Plain data: it can be printed, cloned and sent. */
export interface Plan {
  readonly layout: Layout;
  readonly schedules: Readonly<Record<string, Schedule>>;
  /** Most samples a batch may hold. */
  readonly capacity: number;
  /** Longest settling whose energy trace fits (steps + 1 entries). */
  readonly traceLength: number;
  /** Networks of one kind that it holds side by side, where there are several. */
  readonly copies?: number;
}

/** What an engine is asked to do: schedules of the loaded plan by name, each so many times. */
export type Program = readonly { readonly schedule: string; readonly times?: number }[];

/** The sliders: one uniform block, never a recompilation. Same names as WGSL's `Settings`. */
export interface Settings {
  readonly inferenceRate: number;
  readonly learningRate: number;
  /** Samples in the present batch, at most the plan's capacity. */
  readonly samples: number;
}

export type Memory = Float32Array | Float64Array;

/** The TypeScript twin of a WGSL entry point: computes all threads of one call. */
export type Kernel = (memory: Memory, args: Args, settings: Settings) => void;
