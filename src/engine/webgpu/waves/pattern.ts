import type { Width } from './output-writer.ts';
import { type Factor, products } from './product.ts';
import type { Chain } from './wave.ts';

/** Arguments that say where something is or how much; the others say how to compute. */
const isPlace = (name: string) => !['activation', 'accumulate', 'masked'].includes(name);
const isSize = (name: string) => ['units', 'sourceUnits'].includes(name);

/**
 * Chains alike but for their places: they run in one dispatch, from a table. `slots` gives every argument of every link
 * its column of the table; the same column means the same number in every chain.
 */
export interface Pattern {
  readonly chains: readonly Chain[];
  readonly slots: readonly Readonly<Record<string, number>>[];
  /** Outputs that are taken at once. */
  readonly width: Width;
  /** Whether the rows of each factor of the product can be fetched in as many. */
  readonly alignedLeft: boolean;
  readonly alignedRight: boolean;
  /** For every link, the arguments whose tensor need not be written to memory. */
  readonly unwritten: readonly (readonly string[])[];
  /** The table, a row a chain. */
  readonly table: readonly (readonly number[])[];
}

interface Numbered {
  readonly slots: Record<string, number>[];
  readonly row: number[];
}

/** The first columns of the table. */
export const COLUMNS = 0;
export const ROWS = 1;

function numbered({ links, rows, columns }: Chain): Numbered {
  const row = [columns, rows === 'samples' ? 0 : rows];
  // Sizes and offsets may be equal by chance: each keeps to its own.
  const seen = new Map<string, number>([[`size ${columns}`, COLUMNS]]);
  const slots = links.map(({ args }) =>
    Object.fromEntries(
      Object.entries(args)
        .filter(([name]) => isPlace(name))
        .map(([name, value]): [string, number] => {
          const key = `${isSize(name) ? 'size' : 'at'} ${value}`;
          if (!seen.has(key)) seen.set(key, row.push(value) - 1);
          return [name, seen.get(key)!];
        }),
    ),
  );
  return { slots, row };
}

const ways = ({ links }: Chain) =>
  links.map(({ kernel, args }) => [kernel, Object.entries(args).filter(([name]) => !isPlace(name))]);

/** The length of a factor's rows, which stand side by side. */
function isAligned(chain: Chain, width: Width, side: 'left' | 'right'): boolean {
  const [{ kernel, args }] = chain.links as [Chain['links'][number]];
  const product = products.get(kernel);
  if (!product || width === 1) return true;
  const { along }: Factor = product[side];
  const length = along === 'terms' ? product.terms : side === 'left' ? product.rows : product.columns;
  return args[length]! % width === 0;
}

/** Chains in groups that differ only in numbers; tensors in `unread` are not written to memory. */
export function patterns(chains: readonly Chain[], unread: ReadonlySet<number>): readonly Pattern[] {
  const groups = new Map<string, Pattern & { chains: Chain[]; table: number[][] }>();
  for (const chain of chains) {
    const { slots, row } = numbered(chain);
    const width = chain.columns % 4 === 0 ? 4 : 1;
    const form = {
      slots,
      width,
      alignedLeft: isAligned(chain, width, 'left'),
      alignedRight: isAligned(chain, width, 'right'),
      unwritten: chain.links.map(({ args }) => Object.keys(args).filter((it) => unread.has(args[it]!))),
    } as const;
    const key = JSON.stringify([ways(chain), form]);
    const group = groups.get(key) ?? { ...form, chains: [], table: [] };
    group.chains.push(chain);
    group.table.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}
