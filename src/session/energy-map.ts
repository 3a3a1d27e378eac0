import { countParameters } from '#core/network/check.ts';
import type { Moment, Recorded } from './frame.ts';
import { breath } from './frames.ts';
import { Queue } from './queue.ts';
import type { Layout } from './sample.svelte.ts';
import type { Answer, EnergyMap, Spot } from './session.ts';
import { Specimen } from './specimen.ts';

/** Points a side. */
const SIZE = 33;
/** Multiply-adds that the whole map may take. */
const MOST_WORK = 2e8;
/** Milliseconds of work between two chances for the page to answer its user. */
const STRETCH = 6;
/** How much further than the settling went the map reaches. */
const MARGIN = 1.3;

/** Draws F of the chosen sample over two of its neurons, on a specimen of its own beside the one that settles. */
export class EnergyMapper {
  readonly #specimen = new Specimen();
  readonly #queue = new Queue();

  /** Null where the network is too large for that. */
  map(
    layout: Layout,
    moment: Moment,
    recorded: Recorded,
    answer: Answer,
    across: Spot,
    up: Spot,
  ): Promise<EnergyMap | null> {
    const work = countParameters(layout.experiment.network) * SIZE * SIZE;
    if (work > MOST_WORK) return Promise.resolve(null);
    // The moment's arrays are the recording's own, which goes on meanwhile.
    const nodes = moment.nodes.map(({ id, values }) => ({ id, values: Float64Array.from(values) }));
    const [xs, ys] = [across, up].map((spot) => axisFor(recorded, spot));
    return this.#queue.run(async () => {
      const { experiment, material, parameters, row } = layout;
      await this.#specimen.open(experiment, material, parameters, row, answer);
      this.#specimen.begin();
      this.#specimen.place(nodes);
      const energy = new Float64Array(SIZE * SIZE);
      let until = performance.now() + STRETCH;
      for (let line = 0; line < SIZE; line++) {
        for (let column = 0; column < SIZE; column++)
          energy[line * SIZE + column] = this.#specimen.energyAt(across, xs![column]!, up, ys![line]!);
        if (performance.now() < until) continue;
        await breath();
        until = performance.now() + STRETCH;
      }
      return { across, up, xs: xs!, ys: ys!, energy };
    });
  }
}

/** Values around zero that hold all of the settling, ending at a round number so that the map does not tremble. */
function axisFor(recorded: Recorded, { node, unit }: Spot): Float64Array {
  let reach = 1;
  for (let t = recorded.first; t <= recorded.last; t++) {
    const value = recorded.at(t)?.nodes.find((it) => it.id === node)?.values[unit];
    if (value !== undefined && Number.isFinite(value)) reach = Math.max(reach, MARGIN * Math.abs(value));
  }
  const end = Math.ceil(reach * 2) / 2;
  return Float64Array.from({ length: SIZE }, (_, i) => end * ((2 * i) / (SIZE - 1) - 1));
}
