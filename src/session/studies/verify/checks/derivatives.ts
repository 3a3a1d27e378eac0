import {
  nudged,
  type Place,
  placesOf,
  sampled,
  sidesOf,
  sidesOfArguments,
} from '#core/oracles/differences.ts';
import { layerEnergy } from '#core/oracles/energy.ts';
import { Textbook } from '#core/oracles/textbook.ts';
import { rule as ruleOf } from '#core/rules/index.ts';
import { type Check, judged, type Outcome, spared } from '../check.ts';
import { type Arrays, largestOf } from '../deviation.ts';
import { sampleOf } from '../station.ts';
import type { Trial } from '../trial.ts';

/** Central differences err by about h² and by rounding over h: eleven digits each at 10⁻⁵, of which six are asked for. */
const STEP = 1e-5;
const TOLERANCE = 1e-6;
/** Products that all differences together may take. */
const BUDGET = 1.2e7;
const MOST = 256;

/** A step that moves no argument of an activation by more than `STEP`. */
function stepFor({ synapses }: Place, activities: (id: string) => number): number {
  return STEP / Math.max(1, synapses ? activities(synapses.source.node.id) : 1);
}

interface Slope {
  readonly place: Place;
  readonly slope: number;
}

interface Gradients {
  readonly weights: Arrays;
  readonly biases: Arrays;
}

/**
 * What differences cannot resolve, as an addition to the scale: rounding of the energy, of the values that errors are
 * differences of, and the h² that is left where a gradient vanishes.
 */
function resolution({ model }: Trial, energy: number, span: number): number {
  const precision = Math.max(...model.network.nodes.map((it) => it.precision));
  const reach = Math.max(1, span);
  const rounding = 2 ** -50 * (Math.abs(energy) / STEP + precision * reach ** 2);
  return (rounding + precision * reach * STEP ** 2) / TOLERANCE;
}

/** Slopes against gradients, relative to the largest gradient of all parameters. */
function worst(slopes: readonly Slope[], gradients: Gradients, unresolved: number): number {
  const all = [...Object.values(gradients.weights), ...Object.values(gradients.biases)];
  const scale = Math.max(...all.map(largestOf)) + unresolved;
  return slopes.reduce((most, { place, slope }) => {
    const difference = Math.abs(gradients[place.kind][place.id]![place.at]! - slope);
    if (difference === 0) return most;
    return Math.max(most, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference / scale);
  }, 0);
}

function spoken(slopes: readonly Slope[], places: readonly Place[], all: readonly Place[]): string {
  const which = places.length === all.length ? `all ${all.length}` : `${places.length} of ${all.length}`;
  const left = places.length - slopes.length;
  const kinks =
    left > 0 ? ` ${left} of them were left out: a kink of an activation lies within the step.` : '';
  return `Looked at ${which} parameters.${kinks}`;
}

/** Nothing passes by what was not looked at. */
const outcomeOf = (slopes: readonly Slope[], value: number, words: string): Outcome =>
  slopes.length === 0
    ? spared('a kink of an activation lies within the step of every parameter looked at')
    : judged([{ what: 'largest difference', value, tolerance: TOLERANCE }], words);

async function lossSlopes(trial: Trial): Promise<Outcome> {
  const book = new Textbook(trial.model);
  const passes = trial.inputs.map((it) => book.forward(it));
  const reach = new Map(
    book.layers.map(({ node }) => [
      node.id,
      Math.max(...passes.map((it) => largestOf(it.values.get(node.id)!))),
    ]),
  );
  const all = placesOf(book);
  const places = sampled(all, affordable(all.length * trial.rows.length), trial.experiment.seed);
  const look = () => {
    let [loss, sides] = [0, 0];
    trial.inputs.forEach((input, s) => {
      const pass = book.forward(input);
      loss += book.loss(pass, trial.targets[s]!);
      sides = (Math.imul(sides, 31) + sidesOf(book, pass)) | 0;
    });
    return { loss: loss / trial.inputs.length, sides };
  };
  const slopes: Slope[] = [];
  for (const place of places) {
    const step = stepFor(place, (id) => reach.get(id)!);
    const [up, down] = [nudged(place, step, look), nudged(place, -step, look)];
    if (up.sides === down.sides) slopes.push({ place, slope: (up.loss - down.loss) / (2 * step) });
    await trial.breathe();
  }
  const { backprop, loss } = await trial.settle({ inference: { rule: 'strict', settleSteps: 1 } });
  const unresolved = resolution(trial, loss, Math.max(...reach.values()));
  return outcomeOf(slopes, worst(slopes, backprop, unresolved), spoken(slopes, places, all));
}

const affordable = (products: number): number => Math.max(12, Math.min(MOST, Math.floor(BUDGET / products)));

async function energySlopes(trial: Trial): Promise<Outcome> {
  const { experiment, model } = trial;
  const { learns, linearizedAt, followsLossOnly, label } = ruleOf(experiment.inference.rule);
  if (learns === 'with-the-wave')
    return spared(`${label} takes each gradient at a time of its own; it is held against backprop below`);
  if (followsLossOnly) return spared('backprop follows the loss alone, as held above');
  const seen = await trial.settle();
  if (!Object.values(seen.values).every((it) => Array.from(it).every(Number.isFinite)))
    return spared('the settling leaves every range; a smaller η would not');
  const book = new Textbook(model);
  const units = (id: string) => trial.units(id);
  const live = trial.inputs.map((_, s) => sampleOf(seen.values, units, s));
  const frozen = trial.inputs.map((it, s) => {
    const { values } = book.forward(it, trial.targets[s]!);
    return (id: string) => values.get(id)!;
  });
  const sources = linearizedAt === 'forward' ? frozen : live;
  const reach = (id: string) => Math.max(...sources.map((it) => largestOf(it(id))));
  const all = placesOf(book);
  const places = sampled(
    all,
    affordable((all.length / book.layers.length) * trial.rows.length),
    experiment.seed,
  );
  const slopes: Slope[] = [];
  for (const place of places) {
    const step = stepFor(place, reach);
    const look = () => {
      let sides = 0;
      const energies = live.map((state, s) => {
        const a = book.preactivation(place.layer, sources[s]!);
        const { activation: id } = place.layer.node;
        sides = (Math.imul(sides, 31) + sidesOfArguments(id, a)) | 0;
        return layerEnergy(book, place.layer, state, sources[s]!);
      });
      return { energies, sides };
    };
    const [up, down] = [nudged(place, step, look), nudged(place, -step, look)];
    // Sample by sample, where what does not change cancels to the bit.
    const rise = up.energies.reduce((sum, it, s) => sum + (it - down.energies[s]!), 0);
    if (up.sides === down.sides) slopes.push({ place, slope: rise / (2 * step * live.length) });
    await trial.breathe();
  }
  const span = Math.max(
    ...Object.keys(seen.values).map((id) => Math.max(reach(id), largestOf(seen.values[id]!))),
  );
  const unresolved = resolution(trial, seen.total.at(-1)!, span);
  return outcomeOf(slopes, worst(slopes, seen.gradients, unresolved), spoken(slopes, places, all));
}

export const backpropIsSlope: Check = {
  id: 'finite-differences',
  label: 'Backprop’s gradients are slopes of the loss',
  meaning: 'Nudge a parameter, and the loss changes as its gradient says.',
  definition:
    'Central differences (L(θ + h) − L(θ − h)) / 2h of the mean loss, h = 10⁻⁵ (less where inputs are large), by the second implementation’s forward pass in double precision, against the gradients of the reference. Relative to the largest gradient and what such differences cannot resolve.',
  source: '',
  run: lossSlopes,
};

export const localIsSlope: Check = {
  id: 'local-gradients',
  label: 'The rule’s gradients are slopes of the energy',
  meaning:
    'With all values held where they settled, nudge a parameter: F changes as the local gradient says.',
  definition:
    'Central differences of the mean energy F in θ at fixed settled values (predictions from the forward pass where the rule freezes them), h = 10⁻⁵, by the second implementation, against −mean δ u. Relative to the largest gradient and what such differences cannot resolve.',
  source: 'Whittington and Bogacz (2017)',
  run: energySlopes,
};
