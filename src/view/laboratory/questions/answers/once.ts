import { nodeOf } from '#core/network/topology.ts';
import type { OnceFound } from '#session/studies/questions/once.ts';
import { count, number, percent, plural } from '../../../format.ts';
import { nodeName } from '../../../names.ts';
import type { Answer } from '../answer.ts';
import { spokenSubject } from '../subject.ts';

/** Single precision, after a few layers. */
const EXACT = 1e-3;

/** Connections whose gradient is backprop's at a step. */
const exactAt = ({ course }: OnceFound, t: number): number =>
  Object.values(course.connections).filter((it) => it.relativeError[t]! < EXACT).length;

export function answerOnce(found: OnceFound): Answer {
  const { subject, course, sweep, cost } = found;
  const { network } = subject.experiment;
  const all = network.connections.length;
  const [start, first, whole] = [0, 1, sweep].map((t) => exactAt(found, t)) as [number, number, number];
  const error = course.all.relativeError[sweep]!;
  const isExact = error < EXACT;
  const ratio = cost.run / cost.sweep;
  return {
    headline: isExact ? 'Then it is backprop.' : 'Then it comes near backprop.',
    sentences: [
      `Before any step ${start} of ${plural(all, 'connection')} has backprop’s gradient; after one step at η = 1 it is ${first}: the error went on by one layer, whole.`,
      isExact
        ? `After L − 1 = ${plural(sweep, 'step')} the error has been everywhere, and ${whole === all ? 'all' : whole} have it: the gradients differ by ${number(error)} of their length, which is rounding.`
        : `After L − 1 = ${plural(sweep, 'step')} the gradients still differ by ${percent(error)} of their length.`,
      `Such an update takes ${count(cost.run)} multiply-adds for each sample, ${number(ratio, 2)} times backprop’s ${count(cost.sweep)}.`,
    ],
    figures: [
      {
        label: `After ${plural(sweep, 'step')}`,
        value: number(error),
        definition:
          'Relative error ‖g − b‖ / ‖b‖ of all weights, g the gradient found and b backprop’s at the forward pass.',
      },
      {
        label: 'After 1 step',
        value: number(course.all.relativeError[1]!),
        definition: 'The same, when the error has gone on by one layer.',
      },
      {
        label: 'Cost',
        value: `${number(ratio, 2)}×`,
        definition:
          'Multiply-adds of an update against those of backprop’s one sweep, counted in the programs.',
      },
    ],
    pictures: [
      {
        kind: 'lines',
        x: 't',
        y: 'relative error',
        lines: network.connections.slice(0, 6).map(({ id, to }, k) => ({
          label: `into ${nodeName(network, nodeOf(network, to).id)}`,
          xs: Float64Array.from({ length: course.steps + 1 }, (_, t) => t),
          ys: course.connections[id]!.relativeError,
          dash: (['solid', 'dashed', 'dotted'] as const)[k % 3]!,
        })),
        caption: `Relative error of each connection’s gradient over steps at η = 1 with predictions frozen: each falls from 1 to 0 in one step, the farthest last, at t = ${sweep}.`,
      },
    ],
    on: spokenSubject(subject),
  };
}
