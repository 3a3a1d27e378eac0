import type { Width } from './output-writer.ts';
import type { Factor, Product } from './product.ts';

/** The block of outputs that one thread computes, its sums in registers and without barriers. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  /** Outputs that are neighbours in a row and computed at once; divides rows and columns. */
  readonly width: Width;
  /** Whether each factor's rows are of a length that the width divides, so that they can be fetched in fours. */
  readonly alignedLeft: boolean;
  readonly alignedRight: boolean;
  /** Threads of a workgroup. */
  readonly threads: number;
}

const indices = (length: number) => Array.from({ length }, (_, i) => i);
const lines = (items: readonly string[]) => items.join('\n');
const PARTS = ['x', 'y', 'z', 'w'] as const;

/** Terms between two roundings of a sum: few keep errors small, and the sums over a batch in blocks of 16 samples. */
const chunkOf = ({ terms }: Product) => (terms === 'samples' ? 'BLOCK' : '64u');

/** How the numbers of one factor reach the registers. */
interface Fetches {
  /** Where they begin. */
  readonly before: string;
  /** Those of the terms from k on. */
  readonly each: string;
  /** The name of output o's number for term t. */
  readonly number: (o: number, t: number) => string;
}

interface Side {
  readonly name: 'l' | 'r';
  /** Outputs of a tile on this side; the first, the last, and how many there are, in WGSL. */
  readonly count: number;
  readonly first: string;
  readonly last: string;
  readonly length: string;
  readonly isAligned: boolean;
}

/** A single number, wherever it lies in memory of fours. */
const single = (place: string, width: Width) =>
  width === 1 ? `memory[${place}]` : `memory[(${place}) / 4u][(${place}) % 4u]`;

/** Each output has its terms side by side. */
function alongTerms(tensor: string, side: Side, terms: string, width: Width, step: number): Fetches {
  const { name, count, first, last, isAligned } = side;
  const outputs = indices(count);
  const [base, length] = step > 1 ? [`${tensor} / ${width}u`, `(${terms} / ${width}u)`] : [tensor, terms];
  const fetched = (o: number) =>
    step > 1 && isAligned ? `memory[${name}${o} + k / ${width}u]` : single(`${name}${o} + k`, width);
  return {
    before: lines(
      outputs.map((o) => `let ${name}${o} = ${base} + min(${first} + ${o}u, ${last}) * ${length};`),
    ),
    each: lines(outputs.map((o) => `let ${name}${o}_ = ${fetched(o)};`)),
    number: (o, t) => (step > 1 ? `${name}${o}_.${PARTS[t]}` : `${name}${o}_`),
  };
}

/** Each term has its outputs side by side. */
function alongOutputs(tensor: string, side: Side, width: Width, step: number): Fetches {
  const { name, count, first, last, length, isAligned } = side;
  const four = isAligned ? width : 1;
  const groups = indices(count / four);
  const place = (g: number, t: number) => `${name}${g} + (k + ${t}u) * (${length} / ${four}u)`;
  return {
    before: lines(
      groups.map((g) => `let ${name}${g} = (${tensor} + min(${first} + ${g * four}u, ${last})) / ${four}u;`),
    ),
    each: lines(
      indices(step).flatMap((t) =>
        groups.map((g) => {
          const fetched = four === width ? `memory[${place(g, t)}]` : single(place(g, t), width);
          return `let ${name}${g}_${t} = ${fetched};`;
        }),
      ),
    ),
    number: (o, t) =>
      four === 1 ? `${name}${o}_${t}` : `${name}${Math.floor(o / four)}_${t}.${PARTS[o % four]}`,
  };
}

/**
 * The sums of one tile as `outputs`, row by row, from `row` and `firstColumn` on; edges repeat the last row and column.
 * Names of arguments stand for their numbers with `p_` before.
 */
export function tileSums(product: Product, tile: Tile): string {
  const { rows, columns, width, alignedLeft, alignedRight } = tile;
  const size = (name: string) => (name === 'samples' ? 'settings.samples' : `p_${name}`);
  const terms = size(product.terms);
  const areAlong = (factor: Factor) => factor.along === 'terms';
  const aligned = [product.left, product.right].every(
    (it, i) => !areAlong(it) || [alignedLeft, alignedRight][i],
  );
  const step = aligned && (areAlong(product.left) || areAlong(product.right)) ? width : 1;
  const sides: readonly [Side, Side] = [
    {
      name: 'l',
      count: rows,
      first: 'row',
      last: 'lastRow',
      length: size(product.rows),
      isAligned: alignedLeft,
    },
    {
      name: 'r',
      count: columns,
      first: 'firstColumn',
      last: 'lastColumn',
      length: size(product.columns),
      isAligned: alignedRight,
    },
  ];
  const [left, right] = [product.left, product.right].map((factor, i) =>
    areAlong(factor)
      ? alongTerms(`p_${factor.tensor}`, sides[i]!, terms, width, step)
      : alongOutputs(`p_${factor.tensor}`, sides[i]!, width, step),
  ) as [Fetches, Fetches];

  // Where both factors have their terms side by side four terms are added at once, else to four outputs at once.
  const isDot = step > 1 && areAlong(product.left) && areAlong(product.right);
  const groups = indices(rows).flatMap((i) => indices(columns / width).map((j) => [i, j] as const));
  const four = (name: (c: number) => string) =>
    width === 1 ? name(0) : `vec4f(${indices(4).map(name).join(', ')})`;
  const names = isDot
    ? indices(rows).flatMap((i) => indices(columns).map((j) => `s${i}_${j}`))
    : groups.map(([i, j]) => `s${i}_${j}`);
  const sums = isDot
    ? indices(rows).flatMap((i) => indices(columns).map((j) => `s${i}_${j} += dot(l${i}_, r${j}_);`))
    : groups.map(([i, j]) => {
        const factor = (t: number) =>
          !areAlong(product.right) && alignedRight
            ? `r${j}_${t}`
            : four((c) => right.number(width * j + c, t));
        const all = indices(step).map((t) => `${left.number(i, t)} * ${factor(t)}`);
        return `s${i}_${j} += ${all.join(' + ')};`;
      });
  const type = width === 4 ? 'vec4f' : 'f32';
  return `
    let lastRow = ${size(product.rows)} - 1u;
    let lastColumn = ${size(product.columns)} - 1u;
${left.before}
${right.before}
    var outputs: array<${type}, ${groups.length}>;
    for (var first = 0u; first < ${terms}; first += ${chunkOf(product)}) {
      let end = min(first + ${chunkOf(product)}, ${terms});
${lines(names.map((it) => `var ${it} = ${isDot ? '0.0' : `${type}()`};`))}
      for (var k = first; k < end; k += ${step}u) {
${left.each}
${right.each}
${lines(sums)}
      }
${lines(groups.map(([i, j], at) => `outputs[${at}] += ${isDot ? four((c) => `s${i}_${4 * j + c}`) : `s${i}_${j}`};`))}
    }
`;
}
