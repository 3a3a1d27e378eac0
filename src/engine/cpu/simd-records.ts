import { activationCode } from '#core/activations/index.ts';
import type { Args, KernelName, Plan, Schedule } from '#core/plan/plan.ts';
import { ALONE, type Place, unitCuts } from './crew/division.ts';
import * as op from './simd/opcodes.ts';
import { ARENA, type Extras } from './simd-extras.ts';
import { callsOf, type KernelCall, type Phase, phasesOf } from './simd-phases.ts';

/** A schedule as records of `simd/opcodes.ts`. */
export interface Records {
  readonly phases: readonly Phase[];
  /** By phase, for the first time, and for every further time right after it, when what still holds is not computed again. */
  readonly opening: readonly (readonly number[])[];
  readonly again: readonly (readonly number[])[];
  /** No record but those of mean energies mixes samples. */
  readonly separable: boolean;
  /** Records of energy. */
  readonly energies: number;
  /** Bytes of state a sample takes. */
  readonly stateBytes: number;
  /** Bytes of weights the products read. */
  readonly weightBytes: number;
}

/** Carried out once for all samples together. */
const mixing = new Set([
  op.GRADIENT,
  op.BIAS_GRADIENT,
  op.PACK,
  op.SGD,
  op.MOMENTUM,
  op.ADAM,
  op.ADAM_ADVANCE,
  op.RESET,
  op.RECORD_OUTCOME,
  op.LENGTHS,
  op.LEGS,
  op.ADD_UP,
]);

const IDENTITY = activationCode('identity');
/** The activations that `simd/activations.ts` knows. */
export const SIMD_ACTIVATIONS = 11;

/** Address of a tensor from its offset in the arena. */
const at = (offset: number | undefined) => ARENA + 4 * offset!;

type Writer = (args: Args, to: Writing) => void;

/** Writes the records of one schedule, remembering what holds from the records before. */
class Writing {
  words: number[] = [];
  energies = 0;
  weights = 0;
  readonly extras: Extras;
  readonly place: Place;
  readonly units = new Map<number, number>();
  /** Activations and slopes that are what they should be: the tensor they are computed from, by what they are. */
  readonly #holds = new Map<string, number>();
  /** Slopes that some record wants: computed together with the values. */
  readonly #wanted: ReadonlySet<string>;

  constructor(extras: Extras, place: Place, wanted: ReadonlySet<string>) {
    this.extras = extras;
    this.place = place;
    this.#wanted = wanted;
  }

  put(opcode: number, ...words: number[]): void {
    const record = [opcode, ...words];
    while (record.length < op.WORDS) record.push(0);
    this.words.push(...record);
  }

  /** A tensor changes: nothing that was computed from it holds any more. */
  changes(tensor: number, units: number): void {
    this.units.set(tensor, units);
    for (const [key, source] of this.#holds) if (source === tensor) this.#holds.delete(key);
  }

  /** Values of an activation into a tensor (and its slopes where they will be wanted), unless they are there. */
  values(source: number, target: number, activation: number, units: number, withSlopes = false): void {
    const key = `${source} ${activation}`;
    const value = `${key} ${target}`;
    const slope = withSlopes || this.#wanted.has(key);
    if (this.#holds.has(value) && (!slope || this.#holds.has(key))) return;
    const slopes = slope && activation !== IDENTITY ? this.extras.slopes(source, activation, units) : 0;
    this.put(op.EVALUATE, at(source), at(target), slopes, activation, units);
    this.changes(target, units);
    this.#holds.set(value, source);
    if (slope) this.#holds.set(key, source);
  }

  /** Address of the slopes of an activation, computed unless they are there; 0 where they are all 1. */
  slopes(source: number, activation: number, units: number): number {
    if (activation === IDENTITY) return 0;
    const key = `${source} ${activation}`;
    const address = this.extras.slopes(source, activation, units);
    if (!this.#holds.has(key)) this.put(op.EVALUATE, at(source), 0, address, activation, units);
    this.#holds.set(key, source);
    return address;
  }

  repack(parameter: number): void {
    const panels = this.extras.panels.get(parameter);
    if (panels) this.put(op.PACK, ...packing(panels));
  }
}

/** Arguments of the record that lays a weight matrix out. */
export const packing = (it: {
  weight: number;
  forward: number;
  backward: number;
  sourceUnits: number;
  units: number;
}) => [at(it.weight), it.forward, it.backward, it.sourceUnits, it.units] as const;

const descent =
  (opcode: number, ...kept: readonly string[]): Writer =>
  (args, to) => {
    to.put(
      opcode,
      at(args.parameter),
      at(args.gradient),
      args.length!,
      ...kept.map((name) => at(args[name])),
    );
    to.repack(args.parameter!);
  };

const relaxation =
  (opcode: number): Writer =>
  ({ value, error, drive, moves, units, precisionAt }, to) => {
    const tiled = to.extras.tile(moves!, units!, false);
    to.put(
      opcode,
      at(value),
      at(error),
      at(drive),
      tiled,
      units!,
      precisionAt === undefined ? 0 : at(precisionAt),
    );
    to.changes(value!, units!);
  };

/** How each kernel's arguments become records. */
const writers: Readonly<Partial<Record<KernelName, Writer>>> = {
  'nodes/state.gather': ({ data, rows, value, moves, held, units }, to) => {
    to.put(op.GATHER, at(data), at(rows), at(value), at(moves), at(held), units!);
    to.changes(value!, units!);
  },
  'nodes/state.infer': ({ preactivation, value, moves, held, units, activation }, to) => {
    to.put(op.INFER, at(preactivation), at(value), at(moves), at(held), units!, activation!);
    to.changes(value!, units!);
  },
  'nodes/state.adopt': ({ source, value, moves, held, units }, to) => {
    to.put(op.ADOPT, at(source), at(value), at(moves), at(held), units!);
    to.changes(value!, units!);
  },
  'nodes/state.clear': ({ value, held, units }, to) => {
    to.put(op.CLEAR, at(value), at(held), units!);
    to.changes(value!, units!);
  },
  'nodes/state.activate': ({ value, activity, units, activation }, to) =>
    to.values(value!, activity!, activation!, units!),
  'nodes/relax.byRate': relaxation(op.RELAX),
  'nodes/relax.fully': relaxation(op.RELAX_FULLY),
  'nodes/relax.balance': ({ error, delta, drive, moves, preactivation, units, activation }, to) => {
    const tensors = [at(error), at(delta), at(drive), at(moves), at(preactivation)];
    to.put(op.BALANCE, ...tensors, units!, activation!);
  },
  'nodes/bias.gradient': ({ delta, gradient, units }, to) =>
    to.put(op.BIAS_GRADIENT, at(delta), at(gradient), units!),
  'likelihoods/gaussian.compare': (args, to) => {
    const { value, preactivation, prediction, error, delta, precisionAt, counted } = args;
    const units = args.units!;
    to.values(preactivation!, prediction!, args.activation!, units, true);
    const slopes = to.slopes(preactivation!, args.activation!, units);
    const tiled = to.extras.tile(counted!, units, true);
    const results = [at(error), at(delta), at(precisionAt), tiled];
    to.put(op.COMPARE, at(value), at(prediction), slopes, ...results, units);
    for (const it of [error!, delta!, value!]) to.units.set(it, units);
  },
  'likelihoods/gaussian.measure': ({ error, precisionAt, energy, units }, to) =>
    to.put(op.MEASURE, at(error), at(precisionAt), at(energy), units!),
  'likelihoods/categorical.compare': (args, to) => {
    const { value, preactivation, prediction, error, delta, precisionAt, counted, units } = args;
    const tensors = [value, preactivation, prediction, error, delta, precisionAt, counted].map(at);
    to.put(op.COMPARE_CLASSES, ...tensors, units!);
    to.changes(prediction!, units!);
  },
  'likelihoods/categorical.measure': ({ value, preactivation, precisionAt, energy, units }, to) =>
    to.put(op.MEASURE_CLASSES, at(value), at(preactivation), at(precisionAt), at(energy), units!),
  'ops/dense.predict': ({ activity, weight, bias, preactivation, sourceUnits, units, accumulate }, to) => {
    const { forward } = to.extras.panels.get(weight!)!;
    to.weights += sourceUnits! * units!;
    to.put(op.PREDICT, at(activity), forward, at(bias), at(preactivation), sourceUnits!, units!, accumulate!);
    to.changes(preactivation!, units!);
  },
  'ops/dense.pullback': (args, to) => {
    const { value, delta, weight, drive, sourceUnits, units, activation, accumulate } = args;
    const slopes = to.slopes(value!, activation!, sourceUnits!);
    const { backward } = to.extras.panels.get(weight!)!;
    const sizes = [sourceUnits!, units!, accumulate!, to.extras.productRoom];
    to.weights += sourceUnits! * units!;
    to.put(op.PULLBACK, at(delta), backward, slopes, at(drive), ...sizes);
    to.units.set(drive!, sourceUnits!);
  },
  'ops/dense.gradient': ({ activity, delta, gradient, mask, masked, sourceUnits, units }, to) => {
    const tensors = [at(activity), at(delta), at(gradient), masked ? at(mask) : 0];
    const cuts = unitCuts(units!, to.place.members);
    const share = cuts.slice(to.place.member, to.place.member + 2);
    to.put(op.GRADIENT, ...tensors, sourceUnits!, units!, to.extras.panelRoom, ...share);
  },
  'ops/relay.predict': ({ activity, preactivation, units }, to) => {
    to.put(op.RELAY, at(activity), at(preactivation), units!);
    to.changes(preactivation!, units!);
  },
  'ops/relay.pullback': ({ delta, drive, units, accumulate }, to) =>
    to.put(op.RELAY_BACK, at(delta), at(drive), units!, accumulate!),
  'optimizers/sgd.descend': descent(op.SGD),
  'optimizers/momentum.descend': descent(op.MOMENTUM, 'velocity'),
  'optimizers/adam.descend': descent(op.ADAM, 'first', 'second', 'corrections'),
  'optimizers/adam.advance': ({ corrections }, to) => to.put(op.ADAM_ADVANCE, at(corrections)),
  'telemetry/clock.reset': ({ clock }, to) => to.put(op.RESET, at(clock)),
  'telemetry/clock.tick': ({ clock }, to) => to.put(op.TICK, at(clock)),
  'telemetry/energy.record': ({ energy, trace, clock }, to) =>
    to.put(op.RECORD_ENERGY, at(energy), at(trace), at(clock), to.energies++),
  'telemetry/outcome.record': ({ figure, trace, clock, length }, to) =>
    to.put(op.RECORD_OUTCOME, at(figure), at(trace), at(clock), length!),
  'telemetry/outcome.judge': ({ value, prediction, correct, units }, to) =>
    to.put(op.JUDGE, at(value), at(prediction), at(correct), units!),
  'telemetry/gradients.lengths': ({ gradient, rival, length, part, sums, begin, stride }, to) =>
    to.put(op.LENGTHS, at(gradient), at(rival), length!, part!, at(sums! + begin!), 4 * stride!),
  'telemetry/gradients.legs': (args, to) => {
    const { gradient, rival, length, part, sums, begin, stride, figures, squares } = args;
    const tensors = [at(sums! + begin!), 4 * stride!, at(figures! + squares!)];
    to.put(op.LEGS, at(gradient), at(rival), length!, part!, ...tensors);
  },
  'telemetry/gradients.addUp': (args, to) => {
    const { sums, begin, stride, count, totals, figures } = args;
    to.put(op.ADD_UP, at(sums! + begin!), 4 * stride!, count!, totals!, at(figures! + args.to!));
  },
};

const isForeign = ({ kernel, args }: KernelCall) =>
  !writers[kernel] || (args.activation ?? 0) >= SIMD_ACTIVATIONS;

/** Whether every kernel and activation of a schedule has a SIMD twin. */
export const hasTwins = (schedule: Schedule): boolean => !callsOf(schedule).some(isForeign);

/** The records of a schedule for one of a crew, or null where a kernel or an activation has no SIMD twin. */
export function recordsOf(schedule: Schedule, extras: Extras, place: Place = ALONE): Records | null {
  if (!hasTwins(schedule)) return null;
  const phases = phasesOf(schedule);
  const wanted = new Set(
    callsOf(schedule)
      .filter(({ kernel }) => kernel === 'ops/dense.pullback')
      .map(({ args }) => `${args.value} ${args.activation}`),
  );
  const writing = new Writing(extras, place, wanted);
  const once = (): readonly (readonly number[])[] => {
    writing.energies = 0;
    writing.weights = 0;
    return phases.map(({ calls }) => {
      writing.words = [];
      for (const { kernel, args } of calls) writers[kernel]!(args, writing);
      return writing.words;
    });
  };
  const opening = once();
  const again = once();
  return {
    phases,
    opening,
    again,
    separable: !again.flat().some((word, i) => i % op.WORDS === 0 && mixing.has(word)),
    energies: writing.energies,
    weightBytes: 4 * writing.weights,
    stateBytes: 4 * [...writing.units.values()].reduce((sum, it) => sum + it, 0),
  };
}

/** Every schedule of a plan. */
export const recordsOfPlan = (plan: Plan, extras: Extras, place: Place) =>
  new Map(Object.entries(plan.schedules).map(([name, it]) => [name, recordsOf(it, extras, place)]));
