import type { KernelName } from '#core/plan/plan.ts';
import { entry, type Index, type Writer } from './writer.ts';

type Fields = Readonly<Record<string, number>>;
export type Equation = (w: Writer, args: Fields) => void;

/** A formula for every unit by itself. */
const eachUnit =
  (formula: (w: Writer, args: Fields, i: Index) => void): Equation =>
  (w, args) =>
    w.units(args.units!, (i) => formula(w, args, i));

/** value = moves · … + held */
const held = (w: Writer, { value, moves, held, units }: Fields, i: Index, expression: string) =>
  w.write(value!, units!, i, `${w.rest(moves!, units!, i)} * ${expression} + ${w.rest(held!, units!, i)}`);

/** value += rate · moves · (drive − error) */
function moved(w: Writer, { value, moves, drive, error, units }: Fields, i: Index, rate: string): void {
  const force = `${w.read(drive!, units!, i)} - ${w.read(error!, units!, i)}`;
  const step = `${rate} * (${w.rest(moves!, units!, i)} * (${force}))`;
  w.write(value!, units!, i, `${w.read(value!, units!, i)} + ${step}`);
}

/** μ, ε where it counts, and δ. */
function compared(w: Writer, args: Fields, i: Index, mu: string, slope: string | null): void {
  const { value, prediction, error, delta, precisionAt, counted } = args;
  const units = args.units!;
  const kept = w.keep(mu);
  const surprise = `${w.shared(precisionAt!)} * (${w.read(value!, units, i)} - ${kept})`;
  const e = w.keep(w.unlessZero(w.rest(counted!, units, i), surprise));
  w.write(prediction!, units, i, kept);
  w.write(error!, units, i, e);
  w.write(delta!, units, i, slope ? `${slope} * ${e}` : e);
}

/** The highest logit and Σ exp(a − highest). */
function partition(w: Writer, { preactivation, units }: Fields) {
  const logit = (i: Index) => w.read(preactivation!, units!, i);
  const most = w.highest(units!, logit);
  const above = (i: Index) => `(${logit(i)} - ${most})`;
  return { above, whole: w.sum(units!, (i) => `exponential(${above(i)})`) };
}

/** Kernels of single outputs: they may be computed where their inputs come out. */
export const elementwise: ReadonlyMap<KernelName, Equation> = new Map<KernelName, Equation>([
  [
    'nodes/state.infer',
    eachUnit((w, args, i) =>
      held(w, args, i, w.activation(args.activation!, w.read(args.preactivation!, args.units!, i))),
    ),
  ],
  ['nodes/state.adopt', eachUnit((w, args, i) => held(w, args, i, w.read(args.source!, args.units!, i)))],
  [
    'nodes/state.clear',
    eachUnit((w, { value, held, units }, i) => w.write(value!, units!, i, w.rest(held!, units!, i))),
  ],
  [
    'nodes/state.activate',
    eachUnit((w, { value, activity, units, activation }, i) =>
      w.write(activity!, units!, i, w.activation(activation!, w.read(value!, units!, i))),
    ),
  ],
  ['nodes/relax.byRate', eachUnit((w, args, i) => moved(w, args, i, 'settings.inferenceRate'))],
  [
    'nodes/relax.fully',
    eachUnit((w, args, i) => moved(w, args, i, `(1.0 / ${w.shared(args.precisionAt!)})`)),
  ],
  [
    'nodes/relax.balance',
    eachUnit((w, { error, delta, drive, moves, preactivation, units, activation }, i) => {
      const e = w.keep(`${w.rest(moves!, units!, i)} * ${w.read(drive!, units!, i)}`);
      w.write(error!, units!, i, e);
      w.write(delta!, units!, i, `${w.slope(activation!, w.read(preactivation!, units!, i))} * ${e}`);
    }),
  ],
  [
    'ops/relay.predict',
    eachUnit((w, { activity, preactivation, units }, i) =>
      w.write(preactivation!, units!, i, w.read(activity!, units!, i)),
    ),
  ],
  [
    'ops/relay.pullback',
    eachUnit((w, { delta, drive, units, accumulate }, i) => {
      const before = accumulate ? `${w.read(drive!, units!, i)} + ` : '';
      w.write(drive!, units!, i, before + w.read(delta!, units!, i));
    }),
  ],
  [
    'likelihoods/gaussian.compare',
    eachUnit((w, args, i) => {
      const { value, slope } = w.both(args.activation!, w.read(args.preactivation!, args.units!, i));
      compared(w, args, i, value, slope);
    }),
  ],
]);

/** What becomes of a product's sums, by the product. */
export const endsOfProducts: ReadonlyMap<
  KernelName,
  (w: Writer, args: Fields, i: Index, total: string) => void
> = new Map([
  [
    'ops/dense.predict',
    (w, { preactivation, bias, units, accumulate }, o, total) => {
      const before = accumulate ? w.read(preactivation!, units!, o) : w.rest(bias!, units!, o);
      w.write(preactivation!, units!, o, `${before} + ${total}`);
    },
  ],
  [
    'ops/dense.pullback',
    (w, { value, drive, sourceUnits, activation, accumulate }, i, total) => {
      const pull = `${total} * ${w.slope(activation!, w.read(value!, sourceUnits!, i))}`;
      const before = accumulate ? `${w.read(drive!, sourceUnits!, i)} + ` : '';
      w.write(drive!, sourceUnits!, i, before + pull);
    },
  ],
  [
    'ops/dense.gradient',
    (w, { gradient, mask, masked, sourceUnits }, i, total) => {
      const mean = `-${total} / f32(settings.samples)`;
      const kept = masked ? w.unlessZero(w.read(mask!, sourceUnits!, i), mean) : mean;
      w.write(gradient!, sourceUnits!, i, kept);
    },
  ],
]);

/** Kernels in which a sample's units meet. */
const rowwise: ReadonlyMap<KernelName, Equation> = new Map<KernelName, Equation>([
  [
    'nodes/state.gather',
    eachUnit((w, args, i) => held(w, args, i, w.datum(args.data!, args.rows!, args.units!, i))),
  ],
  [
    'ops/dense.predict',
    (w, args) => {
      const { activity, weight } = args;
      const [units, sources] = [args.units!, args.sourceUnits!];
      w.units(units, (o) => {
        const term = (i: Index) =>
          `${w.rest(weight!, units * sources, entry(o, sources, i))} * ${w.read(activity!, sources, i)}`;
        endsOfProducts.get('ops/dense.predict')!(w, args, o, w.sum(sources, term));
      });
    },
  ],
  [
    'ops/dense.pullback',
    (w, args) => {
      const { delta, weight } = args;
      const [units, sources] = [args.units!, args.sourceUnits!];
      w.units(sources, (i) => {
        const term = (o: Index) =>
          `${w.rest(weight!, units * sources, entry(o, sources, i))} * ${w.read(delta!, units, o)}`;
        endsOfProducts.get('ops/dense.pullback')!(w, args, i, w.sum(units, term));
      });
    },
  ],
  [
    'likelihoods/gaussian.measure',
    (w, { error, precisionAt, energy, units }) =>
      w.together(() => {
        const e = (i: Index) => w.read(error!, units!, i);
        const squares = w.sum(units!, (i) => `${e(i)} * ${e(i)}`);
        w.write(energy!, 1, 0, `0.5 * ${squares} / ${w.shared(precisionAt!)}`);
      }),
  ],
  [
    'likelihoods/categorical.compare',
    (w, args) =>
      w.together(() => {
        const { above, whole } = partition(w, args);
        w.units(args.units!, (i) => compared(w, args, i, `exponential(${above(i)}) / ${whole}`, null));
      }),
  ],
  [
    'likelihoods/categorical.measure',
    (w, args) =>
      w.together(() => {
        const { above, whole } = partition(w, args);
        const log = w.keep(`logarithm(${whole})`);
        const y = (i: Index) => w.read(args.value!, args.units!, i);
        const surprises = w.sum(args.units!, (i) => w.unlessZero(y(i), `${y(i)} * (${log} - ${above(i)})`));
        w.write(args.energy!, 1, 0, `${w.shared(args.precisionAt!)} * ${surprises}`);
      }),
  ],
  [
    'telemetry/outcome.judge',
    (w, args) =>
      w.together(() => {
        const units = args.units!;
        const y = (i: Index) => w.read(args.value!, units, i);
        const mu = (i: Index) => w.read(args.prediction!, units, i);
        const agrees =
          units === 1
            ? `(${y(0)} > 0.0) == (${mu(0)} > 0.0)`
            : `${w.winner(units, y)} == ${w.winner(units, mu)}`;
        w.write(args.correct!, 1, 0, `select(0.0, 1.0, ${agrees})`);
      }),
  ],
]);

/** Every kernel of `shaders/` that takes samples one by one, as one sample's equation. */
export const equations: ReadonlyMap<KernelName, Equation> = new Map([...elementwise, ...rowwise]);
