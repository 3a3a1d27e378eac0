import type { Parameters } from '#core/network/network.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Material } from './fitting-plan.ts';
import { type NodeFrame, nodeFrames } from './frame.ts';
import { Laboratory } from './laboratory.ts';
import { Queue } from './queue.ts';
import { sampleStates } from './readings.ts';

/**
 * One sample settled on the page's own thread, whatever its engine is doing: what an edit does to the sample on screen is
 * known before the event that made it is over. Nothing in it waits for another task of the browser.
 */
export class Glance {
  readonly #engine = new CpuEngine();
  readonly #queue = new Queue();
  #laboratory: Laboratory | null = null;

  /** The layers of a row of the data after t settling steps from the start state. */
  settle(
    experiment: Experiment,
    material: Material,
    parameters: Parameters,
    row: number,
    t: number,
  ): Promise<readonly NodeFrame[]> {
    return this.#queue.run(async () => {
      const laboratory = await this.#opened(experiment, material);
      laboratory.placeParameters(parameters);
      laboratory.present([row]);
      laboratory.begin();
      laboratory.step(t);
      const { network } = experiment;
      return nodeFrames(network, await laboratory.read(sampleStates(network, 0)));
    });
  }

  async #opened(experiment: Experiment, material: Material): Promise<Laboratory> {
    if (this.#laboratory) await this.#laboratory.change(experiment, material);
    else this.#laboratory = await Laboratory.open(this.#engine, experiment, material);
    return this.#laboratory;
  }
}
