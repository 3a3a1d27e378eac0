import { rgb } from 'd3';

/** Classes layer-1 … layer-8 of app.css: a ramp in the error's hue, the output lightest, spread over however many there are. */
const RAMP = 8;
export const layerClass = (index: number, layers: number): string => {
  const position = layers < 2 ? 0.5 : index / (layers - 1);
  return `layer-${RAMP - Math.round(position * (RAMP - 1))}`;
};

/** Share of full colour for a value: 0 at zero and for what is not a number, 1 at `span` and beyond. */
export const strength = (value: number, span: number): number =>
  span > 0 && !Number.isNaN(value) ? Math.min(1, Math.abs(value) / span) : 0;

/** The deepest tint that text in ink is still read on (4.5:1, held by tests/view/tokens.test.ts). */
export const DEEPEST_TINT = 0.5;

/** A value on the diverging pair, as CSS, light enough to write on: paper at zero. */
export function tint(value: number, span: number): string {
  const share = (100 * DEEPEST_TINT * strength(value, span)).toFixed(0);
  return `color-mix(in srgb, var(--${value < 0 ? 'negative' : 'positive'}) ${share}%, var(--paper))`;
}

export type Rgb = readonly [number, number, number];

/** Any CSS colour the tokens use, as 0 … 255. */
export const parseColor = (css: string): Rgb => {
  const { r, g, b } = rgb(css.trim());
  return [r, g, b];
};

export const mix = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

/** Colours for canvases, which cannot use custom properties. */
export interface Palette {
  readonly paper: Rgb;
  readonly ink: Rgb;
  readonly muted: Rgb;
  readonly positive: Rgb;
  readonly negative: Rgb;
  /** Colours of classes, in their order. */
  readonly classes: readonly Rgb[];
}

/** Tokens already looked up, by the theme that was in force: asking the browser makes it settle all styles first. */
const known = new Map<string, Rgb>();
const darkSystem = typeof matchMedia === 'undefined' ? null : matchMedia('(prefers-color-scheme: dark)');

/** The colour of a token of app.css, e.g. `layer-7`. */
export function tokenColor(element: Element, name: string): Rgb {
  const key = `${document.documentElement.dataset.theme} ${darkSystem?.matches} ${name}`;
  const found = known.get(key) ?? parseColor(getComputedStyle(element).getPropertyValue(`--${name}`));
  known.set(key, found);
  return found;
}

export function readPalette(element: Element): Palette {
  return {
    paper: tokenColor(element, 'paper'),
    ink: tokenColor(element, 'ink'),
    muted: tokenColor(element, 'muted'),
    positive: tokenColor(element, 'positive'),
    negative: tokenColor(element, 'negative'),
    classes: ['negative', 'positive', 'third', 'fourth'].map((it) => tokenColor(element, it)),
  };
}

/** Colours of a value on the diverging pair; grey for what is not a number. */
export function diverging(palette: Palette, span: number, most = 1): (value: number) => Rgb {
  return (value) => {
    if (!Number.isFinite(value)) return palette.muted;
    return mix(palette.paper, value < 0 ? palette.negative : palette.positive, most * strength(value, span));
  };
}

/** WCAG 2 contrast ratio, 1 … 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const luminance = (color: Rgb): number => {
    const [red, green, blue] = color.map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (light! + 0.05) / (dark! + 0.05);
}
