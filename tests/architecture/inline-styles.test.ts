import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// The page's policy lets no style attribute of a component's text through; a directive (`style:width`) goes another way.
test('no component has a style attribute or an inline event handler', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.svelte'))
    .map((it) => join('src', it));
  expect(files.length).toBeGreaterThan(100);
  const offending = files.filter((it) => /\s(style=|on\w+=")/.test(markupOf(readFileSync(it, 'utf8'))));
  expect(offending).toEqual([]);
});

/** A component without its scripts and style sheet. */
const markupOf = (text: string): string => text.replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '');
