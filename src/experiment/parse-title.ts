import { describe, shorten } from './describe.ts';
import { limits } from './limits.ts';
import type { Report } from './report.ts';

export function parseTitle(value: unknown, report: Report): string {
  if (value === undefined) return 'Untitled experiment';
  if (typeof value !== 'string') {
    report.refuse('wrong-type', 'title', `title must be a text; found ${describe(value)}.`);
    return '';
  }
  if (value.length <= limits.text) return value;
  const found = `found ${value.length}, and the first ${limits.text} are used`;
  report.repair('limit', 'title', `title may have up to ${limits.text} characters; ${found}.`);
  return shorten(value, limits.text);
}
