import { shade } from '../marks.ts';
import { arrow, type Sizes } from './shapes.ts';

/** A post’s ends and zero in pixels, and pixels to a value of one. */
export interface Rail {
  readonly top: number;
  readonly bottom: number;
  readonly zero: number;
  readonly unit: number;
}

/** The numbers of a neuron at one moment; what is not drawn of it is null. */
export interface Figures {
  readonly value: number;
  readonly prediction: number | null;
  /** The two forces on the value. */
  readonly pull: number | null;
  readonly drive: number | null;
}

/** All of a post that changes from frame to frame, as its attributes. */
export interface Look {
  readonly knob: string;
  /** The knob’s colour; null where its value is not a number. */
  readonly fill: string | null;
  readonly sign: 'positive' | 'negative' | '';
  /** Null where there is none, or it is not a number. */
  readonly platform: string | null;
  /** Null where the knob rests on its platform. */
  readonly spring: string | null;
  readonly pull: string;
  readonly drive: string;
}

/** Shorter springs are hidden by the knob. */
const SHORTEST = 1.5;

/** What does not fit on the post stands at its end. */
export function lookOf(
  { value, prediction, pull, drive }: Figures,
  rail: Rail,
  span: number,
  sizes: Sizes,
): Look {
  const { top, bottom, zero, unit } = rail;
  const heightOf = (it: number): number => Math.min(bottom, Math.max(top, zero - it * unit));
  const isNumber = Number.isFinite(value);
  const knob = isNumber ? heightOf(value) : zero;
  const platform = prediction !== null && Number.isFinite(prediction) ? heightOf(prediction) : null;
  const stretch = platform === null || !isNumber ? 0 : knob - platform;
  const pulled = (force: number | null, side: number): string =>
    force === null || !isNumber
      ? ''
      : arrow(side, knob, Math.min(bottom, Math.max(top, knob - force * unit)));
  return {
    knob: `translate(0,${knob.toFixed(1)})`,
    fill: isNumber ? shade(value, span) : null,
    sign: value > 0 ? 'positive' : value < 0 ? 'negative' : '',
    platform: platform === null ? null : `translate(0,${platform.toFixed(1)})`,
    spring:
      Math.abs(stretch) > SHORTEST
        ? `translate(0,${platform!.toFixed(1)}) scale(1,${stretch.toFixed(2)})`
        : null,
    pull: pulled(pull, -sizes.side),
    drive: pulled(drive, sizes.side),
  };
}
