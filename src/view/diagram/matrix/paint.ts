import type { Palette, Rgb } from '../../color.ts';

/** How numbers become colours: signed on the diverging pair, a size in one hue, or from paper to ink. */
export type Hue = 'signed' | 'size' | 'ink';

export interface Paints extends Palette {
  readonly error: Rgb;
  readonly danger: Rgb;
}

/** Where each number goes in an image of `width` pixels: its index there. */
export type Spread = (index: number) => number;

/** Paints numbers into RGBA pixels, full colour at `span`. What is not a number is a chequer in the colour of danger. */
export function paint(
  pixels: Uint8ClampedArray,
  values: ArrayLike<number>,
  {
    hue,
    span,
    paints,
    place = (i) => i,
  }: { hue: Hue; span: number; paints: Paints; place?: Spread | undefined },
): void {
  const { paper, ink, positive, negative, error, danger } = paints;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const at = 4 * place(i);
    const isNumber = Number.isFinite(value);
    const share =
      isNumber && span > 0
        ? Math.min(1, (hue === 'ink' ? Math.max(0, value) : Math.abs(value)) / span)
        : i % 2;
    const full = isNumber
      ? hue === 'ink'
        ? ink
        : hue === 'size'
          ? error
          : value < 0
            ? negative
            : positive
      : danger;
    pixels[at] = paper[0] + (full[0] - paper[0]) * share;
    pixels[at + 1] = paper[1] + (full[1] - paper[1]) * share;
    pixels[at + 2] = paper[2] + (full[2] - paper[2]) * share;
    pixels[at + 3] = 255;
  }
}

/** Fields of `side` × `side` numbers each, `across` of them side by side with a pixel between. */
export function fieldSpread(
  side: number,
  across: number,
): { readonly width: number; readonly place: Spread } {
  const pitch = side + 1;
  const width = across * pitch - 1;
  const size = side * side;
  return {
    width,
    place(index) {
      const field = Math.floor(index / size);
      const pixel = index % size;
      const x = (field % across) * pitch + (pixel % side);
      const y = Math.floor(field / across) * pitch + Math.floor(pixel / side);
      return y * width + x;
    },
  };
}
