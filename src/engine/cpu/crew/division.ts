import { BLOCK } from '#core/math/block.ts';

/** Which of how many workers computes. */
export interface Place {
  readonly member: number;
  readonly members: number;
}

export const ALONE: Place = { member: 0, members: 1 };

/** Samples of a batch, from `first` to before `end`. */
export interface Share {
  readonly first: number;
  readonly end: number;
}

/** How a batch of some size is computed: member k has the samples from `cuts[k]` to before `cuts[k + 1]`. */
export interface Division {
  /** All by the first member; the others only keep account. */
  readonly alone: boolean;
  readonly cuts: readonly number[];
  /** The same in blocks. */
  readonly blockCuts: readonly number[];
}

/** Rows of a gradient that the product computes together. */
const TILE = 4;

/** Parts of so many things as equal as can be, all but the last a multiple of a grain. */
const cutsOf = (length: number, members: number, grain: number): readonly number[] =>
  Array.from({ length: members + 1 }, (_, k) =>
    Math.min(length, grain * Math.floor((Math.ceil(length / grain) * k) / members)),
  );

/** By whole blocks: what is summed within a block is summed by one member. */
export function divide(samples: number, members: number): Division {
  const cuts = cutsOf(samples, members, BLOCK);
  return { alone: false, cuts, blockCuts: cuts.map((it) => Math.ceil(it / BLOCK)) };
}

export function allToFirst(samples: number, members: number): Division {
  const cuts = [0, ...new Array<number>(members).fill(samples)];
  return { alone: true, cuts, blockCuts: cuts.map((it) => Math.ceil(it / BLOCK)) };
}

/** Which member computes the gradient of which output units of a connection. */
export const unitCuts = (units: number, members: number) => cutsOf(units, members, TILE);

/** The samples, output units, … of one member. */
export const shareOf = (cuts: readonly number[], member: number): Share => ({
  first: cuts[member]!,
  end: cuts[member + 1]!,
});
