import { incoming } from '#core/network/topology.ts';
import { rule } from '#core/rules/index.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { parse } from '#experiment/parse.ts';
import type { Claim, Expected, Finding, Paper, Tried, Unit } from '#session/studies/papers/index.ts';
import { count, number, percent, plain, plural } from '../../format.ts';

/** Without zeros after the point that say nothing of a figure that was given. */
const trimmed = (text: string): string => text.replace(/(\.\d*?)0+(?=×|$)/, '$1').replace(/\.(?=×|$)/, '');

/** A figure as its unit is written, to so many digits; one that was given, not measured, without padding zeros. */
function written(value: number, unit: Unit, digits: number, isGiven: boolean): string {
  if (unit === 'percent') return percent(value);
  if (unit === 'count') return count(value);
  const text = number(value, digits);
  return `${isGiven || Number.isInteger(value) ? trimmed(text) : text}${unit === 'degrees' && Number.isFinite(value) ? '°' : ''}`;
}

/** Digits that show a figure a little finer than it may be missed by. */
function digitsOf(expected: Expected): number {
  if (!('value' in expected) || expected.within === 0) return 4;
  const digits = Math.ceil(Math.log10(Math.abs(expected.value) / expected.within)) + 1;
  return Math.min(8, Math.max(3, digits));
}

/** What was obtained, as finely as it is judged. */
export const obtainedText = ({ claim: { unit, expected }, obtained }: Finding): string =>
  written(obtained, unit, digitsOf(expected), false);

/** What is expected, with how far it may be missed. */
export function expectedText({ expected, unit }: Claim): string {
  const given = (value: number, digits = 4) => written(value, unit, digits, true);
  if ('value' in expected) {
    const value = given(expected.value, digitsOf(expected));
    return expected.within === 0 ? value : `${value} ± ${given(expected.within, 2)}`;
  }
  const { from, to } = expected;
  if (!Number.isFinite(to)) return `at least ${given(from)}`;
  return from === 0 ? `at most ${given(to)}` : `${given(from)} to ${given(to)}`;
}

/** How the obtained figure stands to the expected one. */
export function verdict({ claim, obtained, holds, off }: Finding): string {
  if (holds) return 'as expected';
  if (Number.isNaN(obtained)) return 'no figure obtained';
  const far = written(Math.abs(off), claim.unit, 2, false);
  return off > 0 ? `${far} too high` : `${far} too low`;
}

/** How a paper stands, in a few words. */
export function tally({ claims }: Pick<Paper, 'claims'>, tried: Tried | undefined): string {
  if (!tried) return `${plural(claims.length, 'figure')}, not run yet`;
  if (!tried.report) return `could not be run: ${tried.message}`;
  const held = tried.report.findings.filter((it) => it.holds).length;
  const all = tried.report.findings.length;
  return held === all
    ? `all ${plural(all, 'figure')} as expected`
    : `${held} of ${plural(all, 'figure')} as expected`;
}

/** Whether everything was as expected; null where it was not tried. */
export const stands = (tried: Tried | undefined): boolean | null =>
  tried ? (tried.report?.findings.every((it) => it.holds) ?? false) : null;

/** The settings of a document in a line: what is computed, on what, by which rule, how far. */
export function settingsOf(document: ExperimentDocument): string {
  const { value } = parse(document);
  if (!value) return '';
  const { network, inference, learning, data } = value;
  const target = network.nodes.find((it) => it.clamp.learning === 'target')!;
  const isChain = network.nodes.every((it) => incoming(network, it.id).length < 2);
  const shape = isChain
    ? network.nodes.map((it) => it.units).join('-')
    : plural(network.nodes.length, 'node');
  const used = [...network.nodes, ...network.connections].map((it) => it.activation);
  const activations = [...new Set(used)].filter((it) => it !== 'identity');
  const fixed = rule(inference.rule).moves === 'fully';
  return [
    `${shape}${activations.length > 0 ? `, ${activations.join(', ')}` : ', linear'}`,
    target.likelihood === 'categorical' ? 'cross entropy' : 'squared error',
    `${rule(inference.rule).label}${fixed ? '' : `, η = ${plain(inference.inferenceRate)}`}, T = ${inference.settleSteps}`,
    `π = ${plain(target.precision)}`,
    data.name === 'rows' ? plural(data.count, 'row') : data.name,
    `${learning.optimizer} ${plain(learning.learningRate)}`,
  ].join(' · ');
}

/** Keeps a symbol and its value, and a layer and its number, on one line. */
export const unbroken = (text: string): string =>
  text.replaceAll(' = ', '\u00a0=\u00a0').replace(/\b(layer|at) (?=\d)/g, '$1\u00a0');
