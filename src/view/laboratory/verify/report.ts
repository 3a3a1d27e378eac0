import type { Verdict } from '#session/studies/verify/check.ts';
import { checkGroups } from '#session/studies/verify/checks/index.ts';
import type { Report, Verified } from '#session/studies/verify/verify.ts';
import { count, number, plural } from '../../format.ts';

/** Told apart by mark and word, never by colour alone. */
export const marks: Readonly<Record<Verdict, string>> = {
  passes: '✓',
  fails: '✗',
  observed: '◦',
  'does not apply': '–',
};

export interface Line {
  readonly id: string;
  readonly label: string;
  readonly meaning: string;
  readonly definition: string;
  readonly source: string;
  /** Null until it was looked at. */
  readonly verified: Verified | null;
}

export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** All checks in their groups, with what was found so far. */
export const sectionsOf = (report: Report | null): readonly Section[] =>
  checkGroups.map(({ title, checks }) => ({
    title,
    lines: checks.map((check) => ({
      ...check,
      verified: report?.verified.find((it) => it.check.id === check.id) ?? null,
    })),
  }));

/** A figure, as “2.4×10⁻¹⁶”, and what it may be at most, as “10⁻¹⁰”. */
export const spokenFigure = (value: number): string => (value === 0 ? '0' : number(value, 2));
export const spokenBound = (value: number): string => spokenFigure(value).replace(/^1\.0×/, '');

/** What a report amounts to: one sentence. */
export function summary({ verified, rows, of }: Report): string {
  const tally = (verdict: Verdict) => verified.filter((it) => it.outcome.verdict === verdict).length;
  const [passed, failed] = [tally('passes'), tally('fails')];
  const others = [
    [tally('observed'), 'observed'] as const,
    [tally('does not apply'), tally('does not apply') === 1 ? 'does not apply' : 'do not apply'] as const,
  ].filter(([n]) => n > 0);
  const rest = others.map(([n, words]) => `, ${n} ${words}`).join('');
  const verdict =
    failed === 0 ? `${passed} passed, none failed` : `${plural(failed, 'check')} failed, ${passed} passed`;
  const looked = rows === of ? plural(rows, 'row') : `${count(rows)} of ${plural(of, 'row')}`;
  return `${verdict}${rest}. Looked at ${looked}.`;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The report as a table for other programs: a line a figure. */
export function asCsv(report: Report): string {
  const head = ['check', 'verdict', 'figure', 'value', 'tolerance', 'words', 'definition', 'source'];
  const lines = report.verified.flatMap(({ check, outcome }) => {
    const figures = outcome.figures.length > 0 ? outcome.figures : [null];
    return figures.map((it) => [
      check.label,
      outcome.verdict,
      it?.what ?? '',
      it ? String(it.value) : '',
      it?.tolerance == null ? '' : String(it.tolerance),
      outcome.words,
      check.definition,
      check.source,
    ]);
  });
  return [head, ...lines].map((it) => it.map(quoted).join(',')).join('\r\n');
}
