import type { Contestant } from './contestants/contestant.ts';
import { stepsWithin } from './measure.ts';
import type { Case } from './networks.ts';
import { flopsOf, problemOf } from './problem.ts';
import { exponent, median } from './statistics.ts';

/** Neither overhead alone nor a machine filled: what grows starts here. */
const WIDTH = 64;
const DEPTH = 4;
const middle = { batch: 64, settleSteps: 32 };
const FACTORS = [1, 2, 4] as const;
const ROUNDS = 3;
/** A turn lasts at least this long, in milliseconds; a step that takes much longer has only one. */
const TURN = 100;
const SLOW = 1000;

const even = (width: number, depth: number): number[] => new Array(depth + 1).fill(width);

/** The middle case with one of its sizes multiplied. */
const directions: Readonly<Record<string, (factor: number) => Case>> = {
  width: (factor) => ({ name: 'width', widths: even(WIDTH * factor, DEPTH), ...middle }),
  depth: (factor) => ({ name: 'depth', widths: even(WIDTH, DEPTH * factor), ...middle }),
  batch: (factor) => ({ name: 'batch', widths: even(WIDTH, DEPTH), ...middle, batch: middle.batch * factor }),
  T: (factor) => ({
    name: 'T',
    widths: even(WIDTH, DEPTH),
    ...middle,
    settleSteps: middle.settleSteps * factor,
  }),
};

export interface Growth {
  readonly direction: string;
  readonly name: string;
  /** What one size is multiplied by, and milliseconds a training step. */
  readonly points: readonly (readonly [factor: number, milliseconds: number])[];
  /** Of time and of floating-point operations. */
  readonly exponent: number;
  readonly flopsExponent: number;
}

export const middleCase: Case = directions.T!(1);

/** How the time of a training step grows with each size. */
export async function measureGrowth(
  named: readonly (readonly [name: string, contestant: Contestant])[],
  say: (line: string) => void,
): Promise<readonly Growth[]> {
  const growths: Growth[] = [];
  for (const [direction, scaled] of Object.entries(directions))
    for (const [name, contestant] of named) {
      say(`growth: ${direction} on ${name}`);
      const points = [];
      for (const factor of FACTORS) points.push([factor, await timeOf(contestant, scaled(factor))] as const);
      const flops = FACTORS.map((factor) => [factor, flopsOf(scaled(factor))] as const);
      growths.push({
        direction,
        name,
        points,
        exponent: exponent(points),
        flopsExponent: exponent(flops),
      });
    }
  return growths;
}

async function timeOf(contestant: Contestant, it: Case): Promise<number> {
  const training = await contestant.prepare(problemOf(it));
  const warming = await stepsWithin(training, TURN);
  const times = [];
  for (let round = 0; round < (warming > SLOW ? 1 : ROUNDS); round++)
    times.push(await stepsWithin(training, TURN));
  training.dispose();
  return median(times);
}
