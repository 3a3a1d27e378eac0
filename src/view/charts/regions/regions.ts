import type { Regions } from '#session/frame.ts';
import { DEEPEST_TINT, mix, strength } from '../../color.ts';
import { number, percent } from '../../format.ts';
import { className } from '../../names.ts';
import type { Scene, Table } from '../chart.ts';
import { answersAlike, type PlanePicture, zeroLine } from '../parts/plane.ts';

export const fits = ({ landscape, rows }: Scene): boolean =>
  landscape
    ? landscape.kind === 'regions'
    : rows?.inputUnits === 2 && rows.targetUnits > 2 && rows.classes === 'argmax';

/** A lead of 1, one class at 1 and all others at 0, has the full tint; the least still tells the class. */
const LEAST = 0.25;

export function pictureOf(regions: Regions, name: (label: number) => string): PlanePicture {
  const { size, extent, winners, margins } = regions;
  const tint = (lead: number): number => DEEPEST_TINT * (LEAST + (1 - LEAST) * strength(lead, 1));
  return {
    size,
    extent,
    paint:
      ({ paper, classes }) =>
      (probe) =>
        winners[probe]! < 0
          ? null
          : mix(paper, classes[winners[probe]! % classes.length]!, tint(margins[probe]!)),
    boundaries: (side) => borders(regions, side),
    names: places(regions).map((it) => ({ ...it, name: name(it.label) })),
  };
}

/** Share of the plane that each class is ahead on; the rest is not a number. */
export function shares({ winners, classes }: Regions): readonly number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < winners.length; i++) if (winners[i]! >= 0) counts[winners[i]!]!++;
  return counts.map((it) => it / winners.length);
}

/** Where the lead passes from a class to another, as SVG path data in a square of `side` pixels; rows from the top. */
export function borders({ winners, margins, classes, size }: Regions, side: number): string {
  return Array.from({ length: classes }, (_, label) => label)
    .map((label) => Float64Array.from(margins, (lead, i) => (winners[i] === label ? lead : -lead)))
    .map((ahead) => zeroLine(ahead, size, side))
    .join('');
}

/** The middle of the widest part of each class, as shares of the plane from its left and top. */
export function places({ winners, size, classes }: Regions): readonly {
  readonly label: number;
  readonly x: number;
  readonly y: number;
}[] {
  const depths = depthsOf(winners, size);
  return Array.from({ length: classes }, (_, label) => {
    let deepest = -1;
    for (let i = 0; i < winners.length; i++)
      if (winners[i] === label && (deepest < 0 || depths[i]! > depths[deepest]!)) deepest = i;
    return { label, probe: deepest };
  })
    .filter(({ probe }) => probe >= 0 && depths[probe]! >= DEEP_ENOUGH)
    .map(({ label, probe }) => ({
      label,
      x: ((probe % size) + 0.5) / size,
      y: (Math.floor(probe / size) + 0.5) / size,
    }));
}

/** Probes between a name and the nearest border, that the name has room. */
const DEEP_ENOUGH = 3;

/** City-block distance of each probe from the nearest one of another class, or from beyond the rim: two sweeps. */
function depthsOf(winners: ArrayLike<number>, size: number): Float64Array {
  const depths = new Float64Array(size * size);
  const beside = (i: number, row: number, column: number): number => {
    if (row < 0 || column < 0 || row >= size || column >= size) return 0;
    const j = row * size + column;
    return winners[j] === winners[i] ? depths[j]! : 0;
  };
  depths.fill(2 * size);
  for (let i = 0; i < depths.length; i++) {
    const [row, column] = [Math.floor(i / size), i % size];
    depths[i] = Math.min(depths[i]!, 1 + beside(i, row - 1, column), 1 + beside(i, row, column - 1));
  }
  for (let i = depths.length - 1; i >= 0; i--) {
    const [row, column] = [Math.floor(i / size), i % size];
    depths[i] = Math.min(depths[i]!, 1 + beside(i, row + 1, column), 1 + beside(i, row, column + 1));
  }
  return depths;
}

const isSound = ({ winners }: Regions): boolean => Array.from(winners).every((it) => it >= 0);

export function describe(scene: Scene): string {
  const { own, rival, ghost } = answersAlike('regions', scene);
  if (!own) return 'The network has not been asked yet.';
  if (!isSound(own)) return 'Where it is hatched the network’s answer is not a number.';
  const name = (label: number): string => className(scene.experiment, label);
  const parts = shares(own)
    .map((share, label) => ({ share, label }))
    .filter((it) => it.share > 0)
    .sort((a, b) => b.share - a.share);
  const dotted = ghost ? ` Dotted ghost: ${scene.ghost!.title}.` : '';
  if (parts.length === 1) return `Class ${name(parts[0]!.label)} leads everywhere.${dotted}`;
  const list = parts.slice(0, MOST_NAMED).map((it) => `${name(it.label)} on ${percent(it.share)}`);
  const more = parts.length > MOST_NAMED ? ' …' : '';
  const beside = rival && isSound(rival) ? ` Backprop agrees on ${percent(agreement(own, rival))}.` : '';
  return `Largest output: ${list.join(', ')}${more}.${beside}${dotted}`;
}

const MOST_NAMED = 5;

/** Share of the plane on which both answer with the same class. */
export function agreement(own: Regions, rival: Regions): number {
  const same = Array.from(own.winners).filter((it, i) => it === rival.winners[i]);
  return same.length / own.winners.length;
}

export function table(scene: Scene): Table {
  const { own, rival } = answersAlike('regions', scene);
  const columns = ['class', 'share of the plane', 'mean lead', ...(rival ? ['backprop’s share'] : [])];
  if (!own) return { columns, rows: [] };
  const beside = rival && shares(rival);
  return {
    columns,
    rows: shares(own).map((share, label) => [
      className(scene.experiment, label),
      percent(share),
      share > 0 ? number(meanLead(own, label)) : '–',
      ...(beside ? [percent(beside[label]!)] : []),
    ]),
  };
}

function meanLead({ winners, margins }: Regions, label: number): number {
  const leads = Array.from(margins).filter((_, i) => winners[i] === label);
  return leads.reduce((sum, it) => sum + it, 0) / leads.length;
}
