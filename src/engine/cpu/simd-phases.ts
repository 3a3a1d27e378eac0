import type { Args, KernelName, Schedule } from '#core/plan/plan.ts';

/** Arguments that are tensors with a row for every sample. */
export const ROWS: ReadonlySet<string> = new Set(
  'value source preactivation prediction error delta drive activity energy correct figure'.split(' '),
);
/** Arguments that are tensors which all samples share. */
export const SHARED: ReadonlySet<string> = new Set(
  'data rows moves held precisionAt counted weight bias mask gradient rival parameter velocity first second corrections trace clock sums figures'.split(
    ' ',
  ),
);

/** Kernels that compute a tensor of samples' sums, row by row of it: several workers can do so at once. */
const BY_UNIT: ReadonlySet<KernelName> = new Set(['ops/dense.gradient']);

/** One call of a schedule. */
export interface KernelCall {
  readonly kernel: KernelName;
  readonly args: Args;
  readonly perSample: boolean;
}

/** What calls want of tensors and leave in them. Tensors go by their offset in the arena. */
export interface Uses {
  /** Read or written a sample at a time, each sample its own row. */
  readonly rows: ReadonlySet<number>;
  /** Read over all samples of the batch. */
  readonly batch: ReadonlySet<number>;
  /** Shared by all samples, and read. */
  readonly shared: ReadonlySet<number>;
  /** Shared by all samples, and written. */
  readonly updated: ReadonlySet<number>;
  /** Gradients written, by unit. */
  readonly gradients: ReadonlyMap<number, { readonly units: number; readonly sourceUnits: number }>;
}

/** Calls in a row of which none reads over the batch what another of them has computed of each sample. */
export interface Phase {
  readonly calls: readonly KernelCall[];
  readonly uses: Uses;
}

/** The calls of a schedule in order, repetition written out. */
export const callsOf = (schedule: Schedule): readonly KernelCall[] =>
  schedule.flatMap((item) =>
    'repeat' in item
      ? Array.from({ length: item.repeat }, () => callsOf(item.stages)).flat()
      : item.calls.map(({ args, perSample }) => ({ kernel: item.kernel, args, perSample })),
  );

class Growing implements Phase {
  readonly calls: KernelCall[] = [];
  readonly uses = {
    rows: new Set<number>(),
    batch: new Set<number>(),
    shared: new Set<number>(),
    updated: new Set<number>(),
    gradients: new Map<number, { units: number; sourceUnits: number }>(),
  };

  /** Whether the call can only follow when all samples' part in this phase is known. */
  mustEndBefore({ args, perSample }: KernelCall): boolean {
    const { rows, gradients } = this.uses;
    const waits = !perSample && tensorsAmong(args, ROWS).some((it) => rows.has(it));
    return waits || tensorsAmong(args, SHARED).some((it) => gradients.has(it));
  }

  add(call: KernelCall): void {
    const { kernel, args, perSample } = call;
    const { rows, batch, shared, updated, gradients } = this.uses;
    this.calls.push(call);
    for (const it of tensorsAmong(args, ROWS)) (perSample ? rows : batch).add(it);
    const byUnit = BY_UNIT.has(kernel);
    if (byUnit) gradients.set(args.gradient!, { units: args.units!, sourceUnits: args.sourceUnits! });
    for (const it of tensorsAmong(args, SHARED)) {
      if (byUnit && it === args.gradient) continue;
      shared.add(it);
      if (!perSample && !byUnit) updated.add(it);
    }
  }
}

/** Offsets of the arguments that are of a kind. */
const tensorsAmong = (args: Args, kind: ReadonlySet<string>): readonly number[] =>
  Object.entries(args)
    .filter(([name]) => kind.has(name) && !(name === 'mask' && !args.masked))
    .map(([, offset]) => offset);

/** A schedule in as few phases as can be. */
export function phasesOf(schedule: Schedule): readonly Phase[] {
  const phases = [new Growing()];
  for (const call of callsOf(schedule)) {
    if (phases.at(-1)!.mustEndBefore(call)) phases.push(new Growing());
    phases.at(-1)!.add(call);
  }
  return phases;
}

/** What phases use that are carried out a group of samples after another, so that nothing is read over the batch. */
export function usesInGroups(phases: readonly Phase[]): Uses {
  const all = <T>(of: (uses: Uses) => Iterable<T>) => phases.flatMap(({ uses }) => [...of(uses)]);
  return {
    rows: new Set([...all((it) => it.rows), ...all((it) => it.batch)]),
    batch: new Set(),
    shared: new Set(all((it) => it.shared)),
    updated: new Set(all((it) => it.updated)),
    gradients: new Map(),
  };
}
