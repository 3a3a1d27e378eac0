import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inkOf } from '#view/charts/confusion/confusion.ts';
import { contrast, DEEPEST_TINT, layerClass, mix, parseColor, type Rgb } from '#view/color.ts';
import type { ThemeId } from '#view/theme-choice.ts';

const css = readFileSync('src/app.css', 'utf8');

/** Colours of one theme, as the stylesheet states them. */
const tokensOf = (selector: string): Record<string, Rgb> => {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0]!;
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, color]) => [name!, parseColor(color!)]),
  );
};

const named = (theme: ThemeId) => tokensOf(theme === 'light' ? ':root' : `:root[data-theme="${theme}"]`);
/** The first two classes have the colours of the signs. */
const classColors = ['positive', 'negative', 'third', 'fourth'];
/** What WCAG 2 asks for as its lower level, and for high contrast as its higher. */
const usual = { text: 4.5, marks: 3 };
const high = { text: 7, marks: 4.5 };
const themes = {
  light: { token: named('light'), least: usual },
  dark: { token: named('dark'), least: usual },
  contrast: { token: named('contrast'), least: high },
  'contrast-dark': { token: named('contrast-dark'), least: high },
} satisfies Record<ThemeId, unknown>;

test('all themes state the same colours', () => {
  const names = Object.keys(themes.light.token).sort();
  expect(names.length).toBeGreaterThan(15);
  for (const { token } of Object.values(themes)) expect(Object.keys(token).sort()).toEqual(names);
});

test('high contrast draws thicker lines', () => {
  const block = css.slice(css.indexOf(':root[data-theme^="contrast"] {')).split('}')[0]!;
  expect(block).toMatch(/--hair: 2px/);
  expect(Number(/--bold: ([\d.]+)/.exec(block)![1])).toBeGreaterThan(1);
});

test('contrast is that of WCAG 2: black on white 21, equal colours 1', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 10);
  expect(contrast([10, 20, 30], [10, 20, 30])).toBe(1);
  expect(contrast(parseColor('#777777'), [255, 255, 255])).toBeCloseTo(4.48, 2);
});

describe.each(Object.entries(themes))('the %s theme', (_, { token, least }) => {
  test.each(['ink', 'muted', ...classColors, 'error', 'danger'])('%s is read as text', (name) => {
    expect(contrast(token[name]!, token.paper!)).toBeGreaterThanOrEqual(least.text);
  });

  test('quiet text is read in a well too', () => {
    expect(contrast(token.muted!, token.well!)).toBeGreaterThanOrEqual(least.text);
  });

  test.each(['edge', ...Array.from({ length: 8 }, (_, i) => `layer-${i + 1}`)])(
    '%s is seen as a mark',
    (name) => {
      expect(contrast(token[name]!, token.paper!)).toBeGreaterThanOrEqual(least.marks);
    },
  );

  test.each(classColors)('a value is read on the deepest tint of %s', (name) => {
    const tint = mix(token.paper!, token[name]!, DEEPEST_TINT);
    expect(contrast(token.ink!, tint)).toBeGreaterThanOrEqual(least.text);
  });

  test('points stand out from the plane they lie on', () => {
    // The plane is at most 0.62 of full colour, and every point has a rim of paper around it.
    for (const name of ['positive', 'negative'])
      expect(contrast(token.ink!, mix(token.paper!, token[name]!, 0.62))).toBeGreaterThanOrEqual(least.marks);
  });
});

test.each(Object.entries(themes))(
  'figures are read on every ink of the confusion matrix: %s',
  (_, { token, least }) => {
    for (let share = 0; share <= 1; share += 0.005) {
      const { ink, onInk } = inkOf(share);
      const figure = onInk ? token.paper! : token.ink!;
      expect(contrast(figure, mix(token.paper!, token.ink!, ink)), `${share}`).toBeGreaterThanOrEqual(
        least.text,
      );
    }
  },
);

test('layers spread over the whole ramp and never leave it', () => {
  expect(layerClass(2, 3)).toBe('layer-1');
  expect(layerClass(0, 3)).toBe('layer-8');
  for (let layers = 1; layers <= 20; layers++)
    for (let i = 0; i < layers; i++) expect(layerClass(i, layers)).toMatch(/^layer-[1-8]$/);
});
