import { elementwise, endsOfProducts } from '../equations/equations.ts';
import { functionsOf } from '../equations/functions.ts';
import { generated, type Source } from '../sources.ts';
import { OutputWriter } from './output-writer.ts';
import { COLUMNS, type Pattern, ROWS } from './pattern.ts';
import { products } from './product.ts';
import { type Tile, tileSums } from './tile.ts';

const productOf = ({ chains }: Pattern) => products.get(chains[0]!.links[0]!.kernel);

/**
 * The outputs that a thread computes. On hardware registers are few and threads many; on a software device, the reverse:
 * there each number fetched must be used often, and a longer text is worth its compilation only where much is to add.
 * Where there is no product a thread takes a column, or four, through some samples.
 */
export function tileOf(pattern: Pattern, samples: number, isSoftware: boolean): Tile {
  const { chains, width, alignedLeft, alignedRight } = pattern;
  const shaped = (rows: number, columns: number, threads: number): Tile => ({
    ...{ rows, columns, threads, width, alignedLeft, alignedRight },
  });
  if (!productOf(pattern)) return isSoftware ? shaped(16, width, 16) : shaped(4, width, 64);
  if (!isSoftware) return shaped(4, 4, 64);
  const tiles = (side: number) =>
    chains.reduce((sum, { rows, columns }) => {
      const height = rows === 'samples' ? samples : rows;
      return sum + Math.floor(height / side) * Math.floor(columns / side);
    }, 0);
  if (width === 1) return shaped(4, 4, 4);
  if (tiles(16) >= 256) return shaped(16, 16, 4);
  if (tiles(16) >= 16) return shaped(8, 16, 4);
  return tiles(8) >= 16 ? shaped(8, 8, 4) : shaped(4, 4, 4);
}

function outputs({ chains, slots, width, unwritten }: Pattern): OutputWriter {
  const spared = new Set(unwritten.flatMap((names, i) => names.map((it) => slots[i]![it]!)));
  const w = new OutputWriter(width, spared);
  for (const [i, { kernel, args }] of chains[0]!.links.entries()) {
    const placed = { ...args, ...slots[i]! };
    endsOfProducts.get(kernel)?.(w, placed, 0, 'total');
    elementwise.get(kernel)?.(w, placed);
  }
  return w;
}

/** Reads a row of the table. No number is written out: chains of equal form share one program in every schedule. */
const places = ({ table }: Pattern) =>
  table[0]!
    .map((_, slot) => `  let p${slot} = table[callOf(id) * ${table[0]!.length}u + ${slot}u];`)
    .join('\n');

/** All chains of a pattern, `callOf(id)` choosing one: its product in tiles, then what follows, output by output. */
export function chainSource(pattern: Pattern, tile: Tile): Source {
  const w = outputs(pattern);
  const product = productOf(pattern);
  const { rows, columns, width, threads } = tile;
  const named = (_: string, name: string) => `p${pattern.slots[0]![name]}`;
  const sums = product ? tileSums(product, tile).replace(/\bp_(\w+)/g, named) : '';
  const height = pattern.chains[0]!.rows === 'samples' ? 'settings.samples' : `p${ROWS}`;
  const text = `
@group(0) @binding(2) var<storage, read> table: array<u32>;
${functionsOf(w.codes, width)}

@compute @workgroup_size(${threads})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
${places(pattern)}
  let height = ${height};
  let across = (p${COLUMNS} - 1u) / ${columns}u + 1u;
  let tiles = endOf(across * ((height - 1u) / ${rows}u + 1u));
  for (var tile = firstOf(id); tile < tiles; tile += groups.x * ${threads}u) {
    let row = tile / across * ${rows}u;
    let firstColumn = tile % across * ${columns}u;
${sums}
    // Loops, since a device's compiler would write the equations out for every output.
    for (var j = 0u; j < min(${columns}u, p${COLUMNS} - firstColumn) / ${width}u; j++) {
      let column = firstColumn / ${width}u + j;
${w.columnLines}
      for (var i = 0u; i < min(${rows}u, height - row); i++) {
        let at = (row + i) * (p${COLUMNS} / ${width}u) + column;
        ${product ? `let total = outputs[i * ${columns / width}u + j];` : ''}
${w.lines}
      }
    }
  }
}
`;
  return generated('chains', text, width);
}
