import type { Network } from '#core/network/network.ts';
import { FIGURES } from '#core/telemetry/agreement.ts';
import type { Allocation } from './layout.ts';
import type { Call, Stage } from './plan.ts';
import * as tensor from './tensors.ts';

/** Entries of a gradient that one thread sums. */
const PART = 1024;
/** Figures that come first, and those that need them: Σ g², Σ b², Σ (g − b)²; Σ (ĝ − b̂)², Σ (ĝ + b̂)². */
const LENGTHS = 3;
const LEGS = 2;

const once = (args: Call['args'], threads: number, says: string): Call => ({
  args,
  threads,
  perSample: false,
  says,
});

/**
 * Reduces the gradients of both worlds to the figures of their agreement, connection by connection and all together:
 * sums of parts, their totals, and the same again with the unit vectors that the first totals give.
 */
export function agreementStages(at: Allocation, network: Network): Stage[] {
  let all = 0;
  const pairs = network.connections.map(({ id }, i) => {
    const { offset: gradient, length } = at.slice(tensor.connectionTensor('gradient', id));
    const rival = at.at(tensor.connectionTensor('gradient', id, 'rival'));
    const count = Math.ceil(length / PART);
    const first = all;
    all += count;
    return { id, first, count, figures: FIGURES * i, entries: { gradient, rival, length, part: PART } };
  });
  const everything = { id: 'all', first: 0, count: all, figures: FIGURES * pairs.length };
  const figuresAt = at.place(tensor.AGREEMENT, [pairs.length + 1, FIGURES]);
  const lengthsAt = at.place(tensor.LENGTH_SUMS, [LENGTHS, all]);
  // Of a connection by its own lengths, and by those of everything.
  const legsAt = at.place(tensor.LEG_SUMS, [LEGS, all]);
  const legsOfAllAt = at.place(tensor.LEG_SUMS_OF_ALL, [LEGS, all]);
  const stride = all;

  const legs = ({ id, first, count, entries }: (typeof pairs)[number], sums: number, of: typeof everything) =>
    once(
      { ...entries, sums, begin: first, stride, figures: figuresAt, squares: of.figures },
      count,
      `parts of ${id}: Σ (ĝ ∓ b̂)²${of === everything ? ', units of all' : ''}`,
    );
  const totals = ({ id, first, count, figures }: typeof everything, sums: number, rows: number) =>
    once(
      {
        sums,
        begin: first,
        stride,
        count,
        totals: rows,
        figures: figuresAt,
        to: figures + (rows === LENGTHS ? 0 : LENGTHS),
      },
      rows,
      `agreement[${id}]: ${rows === LENGTHS ? '‖g‖², ‖b‖², ‖g − b‖²' : '‖ĝ ∓ b̂‖²'}`,
    );
  return [
    {
      kernel: 'telemetry/gradients.lengths',
      calls: pairs.map(({ id, first, count, entries }) =>
        once(
          { ...entries, sums: lengthsAt, begin: first, stride },
          count,
          `parts of ${id}: Σ g², Σ b², Σ (g − b)²`,
        ),
      ),
    },
    {
      kernel: 'telemetry/gradients.addUp',
      calls: [...pairs, everything].map((it) => totals(it, lengthsAt, LENGTHS)),
    },
    {
      kernel: 'telemetry/gradients.legs',
      calls: pairs.flatMap((it) => [legs(it, legsAt, it), legs(it, legsOfAllAt, everything)]),
    },
    {
      kernel: 'telemetry/gradients.addUp',
      calls: [...pairs.map((it) => totals(it, legsAt, LEGS)), totals(everything, legsOfAllAt, LEGS)],
    },
  ];
}
