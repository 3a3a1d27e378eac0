import type { Network } from '#core/network/network.ts';
import type { Course } from '#session/studies/agreement-course.ts';
import { degrees } from '../../../format.ts';
import { nodeName } from '../../../names.ts';
import type { PlotLine } from '../answer.ts';

/** An angle within a sentence. */
export const spokenAngle = (angle: number): string => (angle < 0.01 ? 'less than 0.01°' : degrees(angle));
/** What an angle does not exceed. */
export const within = (angle: number): string => `within ${angle < 0.01 ? '0.01°' : degrees(angle)}`;

export const lastOf = (values: ArrayLike<number>): number => values[values.length - 1]!;

/** At every step the largest angle of any connection that has a gradient; NaN while none has. */
export function worstAngles({ connections, steps }: Course): Float64Array {
  return Float64Array.from({ length: steps + 1 }, (_, t) => {
    const angles = Object.values(connections)
      .map((it) => it.angleDegrees[t]!)
      .filter(Number.isFinite);
    return angles.length > 0 ? Math.max(...angles) : Number.NaN;
  });
}

/** Shortest and longest gradient of a connection at the last step, measured by backprop’s. */
export function scales({ connections, steps }: Course): readonly [number, number] {
  const ratios = Object.values(connections)
    .map((it) => it.normRatio[steps]!)
    .filter(Number.isFinite);
  return [Math.min(...ratios), Math.max(...ratios)];
}

/** What a layer is called within a sentence: “the output”, “layer 2”. */
export function layerNamed(network: Network, id: string): string {
  const name = nodeName(network, id);
  return name === 'output' || name === 'input' ? `the ${name}` : name;
}

/** A connection’s angle when its error has just arrived, and at the last step. */
export interface Departure {
  readonly name: string;
  readonly arrival: number;
  readonly first: number;
  readonly last: number;
}

/** The connection that ends farthest from backprop; null where none has a gradient to the end. */
export function farthest({ connections, steps, experiment: { network } }: Course): Departure | null {
  const found = network.connections.flatMap(({ id, to }): Departure[] => {
    const { angleDegrees } = connections[id]!;
    const arrival = angleDegrees.findIndex(Number.isFinite);
    const last = angleDegrees[steps]!;
    if (arrival < 0 || !Number.isFinite(last)) return [];
    return [{ name: layerNamed(network, to), arrival, first: angleDegrees[arrival]!, last }];
  });
  return found.sort((a, b) => b.last - a.last)[0] ?? null;
}

export const lineOf = (label: string, ys: ArrayLike<number>, mark: PlotLine['mark']): PlotLine => ({
  label,
  xs: Float64Array.from({ length: ys.length }, (_, t) => t),
  ys,
  mark,
});
