import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast, DEEPEST_TINT, layerClass, mix, parseColor, type Rgb } from '#view/color.ts';

const css = readFileSync('src/app.css', 'utf8');

/** Colours of one theme, as the stylesheet states them. */
const tokensOf = (selector: string): Record<string, Rgb> => {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0]!;
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, color]) => [name!, parseColor(color!)]),
  );
};

const themes = { light: tokensOf(':root'), dark: tokensOf(':root[data-theme="dark"]') };
const TEXT = 4.5;
const MARKS = 3;

test('both themes state the same colours', () => {
  expect(Object.keys(themes.dark).sort()).toEqual(Object.keys(themes.light).sort());
});

test('contrast is that of WCAG 2: black on white 21, equal colours 1', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 10);
  expect(contrast([10, 20, 30], [10, 20, 30])).toBe(1);
  expect(contrast(parseColor('#777777'), [255, 255, 255])).toBeCloseTo(4.48, 2);
});

describe.each(Object.entries(themes))('the %s theme', (_, token) => {
  test.each(['ink', 'muted', 'positive', 'negative', 'error', 'danger'])('%s is read as text', (name) => {
    expect(contrast(token[name]!, token.paper!)).toBeGreaterThanOrEqual(TEXT);
  });

  test('quiet text is read in a well too', () => {
    expect(contrast(token.muted!, token.well!)).toBeGreaterThanOrEqual(TEXT);
  });

  test.each(['edge', ...Array.from({ length: 8 }, (_, i) => `layer-${i + 1}`)])(
    '%s is seen as a mark',
    (name) => {
      expect(contrast(token[name]!, token.paper!)).toBeGreaterThanOrEqual(MARKS);
    },
  );

  test.each(['positive', 'negative'])('a value is read on the deepest tint of %s', (name) => {
    const tint = mix(token.paper!, token[name]!, DEEPEST_TINT);
    expect(contrast(token.ink!, tint)).toBeGreaterThanOrEqual(TEXT);
  });

  test('points stand out from the plane they lie on', () => {
    // The plane is at most 0.62 of full colour, and every point has a rim of paper around it.
    for (const name of ['positive', 'negative'])
      expect(contrast(token.ink!, mix(token.paper!, token[name]!, 0.62))).toBeGreaterThanOrEqual(MARKS);
  });
});

test('layers spread over the whole ramp and never leave it', () => {
  expect(layerClass(2, 3)).toBe('layer-1');
  expect(layerClass(0, 3)).toBe('layer-8');
  for (let layers = 1; layers <= 20; layers++)
    for (let i = 0; i < layers; i++) expect(layerClass(i, layers)).toMatch(/^layer-[1-8]$/);
});
