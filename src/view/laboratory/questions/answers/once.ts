import type { AgreementTrace } from '#session/studies/agreement-course.ts';
import type { OnceFound } from '#session/studies/questions/once.ts';
import { count, number, percent, plural } from '../../../format.ts';
import type { Answer } from '../answer.ts';
import { spokenSubject } from '../subject.ts';
import { layerNamed, lineOf } from './layers.ts';

/** Single precision, after a few layers. */
const EXACT = 1e-3;

const MOST_LINES = 6;

/** A gradient that is zero is off by all of backprop’s; where backprop’s is zero too there is nothing to be off by. */
function errorsOf({ relativeError }: AgreementTrace): Float64Array {
  const isAsked = relativeError.some(Number.isFinite);
  return relativeError.map((it) => (Number.isFinite(it) ? it : isAsked ? 1 : Number.NaN));
}

/** When each connection's gradient became backprop's: “into the output at t = 0, …”. */
function arrivalsSaid({ subject, course }: OnceFound): string {
  const { network } = subject.experiment;
  const said = network.connections.slice(0, MOST_LINES).map(({ id, to }) => {
    const at = course.connections[id]!.relativeError.findIndex((it) => it < EXACT);
    return at < 0
      ? `into ${layerNamed(network, to)} not by t = ${course.steps}`
      : `into ${layerNamed(network, to)} at t = ${at}`;
  });
  return said.join(', ');
}

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
        lines: network.connections
          .slice(0, MOST_LINES)
          .map(({ id, to }, k) =>
            lineOf(
              `into ${layerNamed(network, to)}`,
              errorsOf(course.connections[id]!),
              (['circle', 'square', 'triangle'] as const)[k % 3]!,
            ),
          ),
        caption: `Relative error of each connection’s gradient over steps at η = 1 with predictions frozen: 1 while nothing has arrived. It is gone ${arrivalsSaid(found)}.`,
      },
    ],
    on: spokenSubject(subject),
  };
}
