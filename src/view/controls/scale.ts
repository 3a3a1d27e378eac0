import { scaleLinear, scaleLog } from 'd3';

/** How a slider's track maps to values. Positions run from 0 to 1. */
export interface Track {
  readonly scale: 'log' | 'linear';
  readonly track: readonly [number, number];
  readonly type: 'number' | 'integer';
  readonly min: number;
  readonly max: number;
}

const axis = ({ scale, track }: Track) =>
  (scale === 'log' ? scaleLog() : scaleLinear()).domain(track).range([0, 1]).clamp(true);

/** Where a value sits; values beyond the track sit at its ends. */
export const positionOf = (track: Track, value: number): number => {
  const position = axis(track)(Math.max(value, track.scale === 'log' ? track.track[0] : value));
  return Number.isFinite(position) ? position : 0;
};

/** The value at a position, rounded to what a person would write: integers, or two to three digits. */
export function valueAt(track: Track, position: number): number {
  const value = axis(track).invert(Math.min(1, Math.max(0, position)));
  if (track.type === 'integer') return Math.round(value);
  return track.scale === 'log' ? Number(value.toPrecision(2)) : Number(value.toFixed(digitsOf(track)));
}

const digitsOf = ({ track }: Track): number => Math.max(0, 2 - Math.floor(Math.log10(track[1] - track[0])));

/** The next value in a direction: a fiftieth of the track, finely a five-hundredth; integers move at least by one. */
export function nextValue(track: Track, value: number, direction: 1 | -1, fine: boolean): number {
  const clampHard = (next: number): number => Math.min(track.max, Math.max(track.min, next));
  if (track.type === 'integer' && fine) return clampHard(value + direction);
  const share = (fine ? 0.002 : 0.02) * direction;
  const moved = axis(track).invert(Math.min(1, Math.max(0, positionOf(track, value) + share)));
  if (track.type === 'integer') {
    const whole = Math.round(moved);
    return clampHard(whole === value ? value + direction : whole);
  }
  const digits = fine ? 3 : 2;
  return clampHard(
    track.scale === 'log'
      ? Number(moved.toPrecision(digits))
      : Number(moved.toFixed(digitsOf(track) + (fine ? 1 : 0))),
  );
}
