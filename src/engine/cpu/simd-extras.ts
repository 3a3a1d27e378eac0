import { BLOCK } from '#core/math/block.ts';
import type { Args, Plan } from '#core/plan/plan.ts';
import { callsOf } from './simd-phases.ts';

/** Where the arena begins: below lies room that kernels use for themselves. */
export const ARENA = 1024;
/** Columns of a panel of weights. */
const PANEL = 8;
const FLOAT = 4;

/** A weight matrix again, laid out for reading in one stream. Addresses are 0 where nothing reads it so. */
export interface Panels {
  readonly weight: number;
  readonly sourceUnits: number;
  readonly units: number;
  forward: number;
  backward: number;
}

/** A tensor of one entry a unit, repeated for a block of samples: as floats, or as a mask of what is not 0. */
export interface Tiled {
  readonly address: number;
  readonly source: number;
  readonly units: number;
  readonly asMask: boolean;
}

/** Room behind the arena for what the SIMD kernels keep besides its tensors. Addresses are in bytes. */
export class Extras {
  /** By the weight's offset in the arena. */
  readonly panels = new Map<number, Panels>();
  /** By source and kind. */
  readonly tiled = new Map<string, Tiled>();
  readonly #slopes = new Map<string, number>();
  readonly #capacity: number;
  /** One panel of a batch; products of a batch that are yet to be added. */
  readonly panelRoom: number;
  readonly productRoom: number;
  #end: number;

  constructor(plan: Plan) {
    this.#capacity = plan.capacity;
    // Kernels load four floats, or a panel's row, where fewer are left.
    this.#end = ARENA + FLOAT * plan.layout.length + 64;
    this.panelRoom = this.take(PANEL * plan.capacity);
    let widest = 0;
    for (const { kernel, args } of Object.values(plan.schedules).flatMap(callsOf)) {
      if (kernel === 'ops/dense.predict') this.#panelsOf(args, 'forward');
      if (kernel === 'ops/dense.pullback') this.#panelsOf(args, 'backward');
      if (kernel === 'ops/dense.pullback' && args.accumulate) widest = Math.max(widest, args.sourceUnits!);
    }
    this.productRoom = this.take(widest * plan.capacity);
  }

  /** Bytes of memory needed in all. */
  get end(): number {
    return this.#end;
  }

  /** Room for so many floats, at a multiple of 64 bytes. */
  take(floats: number): number {
    const address = Math.ceil(this.#end / 64) * 64;
    this.#end = address + FLOAT * floats + 64;
    return address;
  }

  #panelsOf({ weight, sourceUnits, units }: Args, way: 'forward' | 'backward'): void {
    const panels = this.panels.get(weight!) ?? {
      weight: weight!,
      sourceUnits: sourceUnits!,
      units: units!,
      forward: 0,
      backward: 0,
    };
    this.panels.set(weight!, panels);
    const [deep, wide] = way === 'forward' ? [sourceUnits!, units!] : [units!, sourceUnits!];
    panels[way] ||= this.take(deep * PANEL * Math.ceil(wide / PANEL));
  }

  /** Derivatives of an activation at every entry of a tensor. */
  slopes(source: number, activation: number, units: number): number {
    const key = `${source} ${activation}`;
    const address = this.#slopes.get(key) ?? this.take(this.#capacity * units);
    this.#slopes.set(key, address);
    return address;
  }

  tile(source: number, units: number, asMask: boolean): number {
    const key = `${source} ${asMask}`;
    const known = this.tiled.get(key);
    if (known) return known.address;
    const address = this.take(BLOCK * units);
    this.tiled.set(key, { address, source, units, asMask });
    return address;
  }
}

/** Fills the tiles of a tensor of units with what it holds now. */
export function fillTile({ address, source, units, asMask }: Tiled, floats: Float32Array): void {
  const from = ARENA / FLOAT + source;
  const to = address / FLOAT;
  if (!asMask) for (let s = 0; s < BLOCK; s++) floats.copyWithin(to + s * units, from, from + units);
  else {
    const masks = new Int32Array(floats.buffer);
    for (let i = 0; i < BLOCK * units; i++) masks[to + i] = floats[from + (i % units)] === 0 ? 0 : -1;
  }
}
