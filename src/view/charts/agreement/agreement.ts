import { rule } from '#core/rules/index.ts';
import type { Agreement } from '#core/telemetry/agreement.ts';
import { degrees, number, percent, plural } from '../../format.ts';
import { connectionName } from '../../names.ts';
import { type Look, type Scene, type Table, usual } from '../chart.ts';
import { apartOf, pairsOf, sentenceOf, sizeOf, synapseOf, tell } from './pairs.ts';
import { idle, MOST_MARKS, stretchOf } from './scatter.ts';
import { describeStretch } from './stretch.ts';
import { ALIGNED, hasArrived, isSound, isStale, rowsOf, signsOf, verdictOf } from './verdict.ts';

export function title({ experiment }: Scene): string {
  const { id, label } = rule(experiment.inference.rule);
  return id === 'backprop' ? 'Backprop against itself' : `${label} against backprop`;
}

export function describe(scene: Scene, look: Look = usual): string {
  const rows = rowsOf(scene);
  if (rows.length === 0) return 'No gradient has been measured yet.';
  if (rows.some(({ verdict }) => verdict === 'diverged'))
    return 'The values have diverged: their gradients say nothing any more.';
  const { comparison, gradientsAt } = scene.frame!;
  const { all } = comparison;
  if (!hasArrived(all)) return 'No error has reached a synapse, or there is none: nothing to compare.';
  const waiting = rows.filter((it) => it.verdict === 'not arrived').length;
  const late = waiting > 0 ? `The error has not reached ${plural(waiting, 'layer')}.` : '';
  const stale = isStale(scene.frame!)
    ? `Dots of step ${gradientsAt}; they follow when the network stands still.`
    : '';
  return [summary(all), late, stale, ...drawn(scene, look)].filter((it) => it !== '').join(' ');
}

/** Direction and scale are two questions; both are answered. */
function summary({ angleDegrees, normRatio }: Agreement): string {
  const scale = Math.abs(normRatio - 1) <= 0.1 ? 'of equal length' : `${number(normRatio, 2)} times as long`;
  if (angleDegrees <= ALIGNED)
    return `They point where backprop points (${degrees(angleDegrees)} apart), ${scale}.`;
  return `Turned ${degrees(angleDegrees)} away from backprop, ${scale}.`;
}

/** What is drawn of it, and which synapse is chosen. */
function drawn(scene: Scene, { gradients: { apart, scale } }: Look): readonly string[] {
  const alone = apartOf(scene, apart);
  const pairs = pairsOf(scene, alone);
  const chosen = synapseOf(pairs, scene.selection);
  const told = chosen && tell(scene, pairs, chosen);
  const still = sizeOf(pairs) > MOST_MARKS ? idle(pairs) : 0;
  return [
    alone ? `Only ${connectionName(scene.experiment.network, alone)} is drawn.` : '',
    pairs.length > 0 ? describeStretch(stretchOf(pairs, scale)) : '',
    told ? `Ringed: ${sentenceOf(told)}.` : '',
    still > 0 ? `${plural(still, 'weight')} with both gradients 0 are left out.` : '',
  ];
}

export function table(scene: Scene): Table {
  const { frame } = scene;
  const line = (
    name: string,
    agreement: Agreement | null,
    signs: number | null,
    verdict: string,
  ): string[] => [
    name,
    ...(agreement && isSound(agreement)
      ? [degrees(agreement.angleDegrees), number(agreement.normRatio), number(agreement.relativeError)]
      : ['–', '–', '–']),
    signs === null ? '–' : percent(signs),
    verdict,
  ];
  const rows = rowsOf(scene).map((it) => line(it.name, it.agreement, signsOf(frame, it.id), it.verdict));
  const all = frame?.comparison.all ?? null;
  return {
    columns: ['synapses', 'angle', 'scale', 'relative error', 'same signs', 'verdict'],
    rows:
      rows.length > 0
        ? [...rows, line('all together', all, signsOf(frame), frame!.diverged ? 'diverged' : verdictOf(all))]
        : [],
  };
}
