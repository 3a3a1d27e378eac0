import type { Plan, Program, Settings, Stage } from '#core/plan/plan.ts';
import { eachOutput } from '../operations.ts';
import type { Load } from '../parts.ts';
import type { BoundPath, CompiledPath, Dispatch, Outlet, Path, Place } from '../path.ts';
import type { Programs } from '../programs.ts';
import { clockOf, settles, stagesIn } from '../schedules.ts';
import { type BoundStages, type CompiledStages, compileStages, together } from '../staged-path.ts';
import { chainSource, tileOf } from './chain-source.ts';
import { type Pattern, patterns } from './pattern.ts';
import type { Tile } from './tile.ts';
import { unread } from './unread.ts';
import { type Chain, type Wave, waves } from './wave.ts';

interface CompiledPattern {
  readonly pattern: Pattern;
  readonly tile: Tile;
  readonly pipeline: GPUComputePipeline;
}

type Step = CompiledPattern | Stage;

/** A schedule: as it is run once, or last, and as it is run before it runs again. */
interface Steps {
  readonly last: readonly Step[];
  readonly before: readonly Step[];
}

/** Any plan, layer by layer and side by side: a dispatch a wave for chains of equal form, products in tiles. */
export const tiledPath: Path = {
  name: 'tiled',
  async compile(plan, programs): Promise<CompiledPath> {
    const clock = clockOf(plan);
    const schedules = await Promise.all(
      Object.entries(plan.schedules).map(async ([name, schedule]): Promise<[string, Steps]> => {
        const found = waves(stagesIn(schedule));
        const compiled = (spared: ReadonlySet<number>) => compileWaves(found, spared, plan, programs);
        const last = await compiled(new Set());
        return [name, { last, before: settles(schedule, clock) ? await compiled(unread(found)) : last }];
      }),
    );
    const stages = schedules
      .flatMap(([, { last, before }]) => [...last, ...before])
      .filter((it): it is Stage => 'kernel' in it);
    return new CompiledWaves(new Map(schedules), await compileStages(plan, [...new Set(stages)], programs));
  },
};

const compileWaves = (
  found: readonly Wave[],
  spared: ReadonlySet<number>,
  plan: Plan,
  programs: Programs,
): Promise<readonly Step[]> =>
  Promise.all(
    found
      .flatMap((it): readonly (Pattern | Stage)[] => ('chains' in it ? patterns(it.chains, spared) : [it]))
      .map(async (it): Promise<Step> => {
        if ('kernel' in it) return it;
        const tile = tileOf(it, plan.capacity, programs.isSoftware);
        const pipeline = await programs.pipeline('chains', chainSource(it, tile), 'main');
        return { pattern: it, tile, pipeline };
      }),
  );

class CompiledWaves implements CompiledPath {
  readonly #schedules: ReadonlyMap<string, Steps>;
  readonly #rest: CompiledStages;

  constructor(schedules: ReadonlyMap<string, Steps>, rest: CompiledStages) {
    this.#schedules = schedules;
    this.#rest = rest;
  }

  bind(place: Place): BoundPath {
    const compiled = [...this.#schedules.values()]
      .flatMap(({ last, before }) => [...new Set([...last, ...before])])
      .filter((it): it is CompiledPattern => 'pattern' in it);
    const tables = compiled.map(({ pattern }) => new Uint32Array(pattern.table.flat()).buffer);
    const { buffer, bindings } = together(place.device, tables);
    const most = place.device.limits.maxComputeWorkgroupsPerDimension;
    const dispatches = new Map(
      compiled.map((it, i) => {
        const resources = [{ buffer: place.arena }, { buffer: place.settings }, bindings[i]!];
        const group = place.device.createBindGroup({
          label: 'chains',
          layout: place.programs.groupLayout,
          entries: resources.map((resource, binding) => ({ binding, resource })),
        });
        return [it, dispatchOf(it, group, most)] as const;
      }),
    );
    return new BoundWaves(this.#schedules, dispatches, this.#rest.bind(place), buffer);
  }
}

/** The tiles of a chain, and the operations of each. */
function loadOf({ links, rows, columns }: Chain, tile: Tile, samples: number): Load {
  const height = rows === 'samples' ? samples : rows;
  const operations = links.reduce((sum, { kernel, args }) => {
    const each = eachOutput(kernel, args);
    return sum + each.fixed + samples * each.perSample;
  }, 0);
  return {
    outputs: Math.ceil(height / tile.rows) * Math.ceil(columns / tile.columns),
    operations: Math.min(height, tile.rows) * Math.min(columns, tile.columns) * operations,
  };
}

function dispatchOf(
  { pattern, tile, pipeline }: CompiledPattern,
  group: GPUBindGroup,
  most: number,
): Dispatch {
  const { chains } = pattern;
  return {
    pipeline,
    bind: (pass) => pass.setBindGroup(0, group),
    calls: chains.length,
    threads: tile.threads,
    most,
    outputs: (samples) => {
      let largest = 0;
      for (const { rows, columns } of chains) {
        const height = rows === 'samples' ? samples : rows;
        largest = Math.max(largest, Math.ceil(height / tile.rows) * Math.ceil(columns / tile.columns));
      }
      return largest;
    },
    loads: (samples) => chains.map((it) => loadOf(it, tile, samples)),
  };
}

class BoundWaves implements BoundPath {
  readonly #schedules: ReadonlyMap<string, Steps>;
  readonly #dispatches: ReadonlyMap<CompiledPattern, Dispatch>;
  readonly #rest: BoundStages;
  readonly #tables: GPUBuffer;

  constructor(
    schedules: ReadonlyMap<string, Steps>,
    dispatches: ReadonlyMap<CompiledPattern, Dispatch>,
    rest: BoundStages,
    tables: GPUBuffer,
  ) {
    this.#schedules = schedules;
    this.#dispatches = dispatches;
    this.#rest = rest;
    this.#tables = tables;
  }

  encode(outlet: Outlet, program: Program, { samples }: Settings): void {
    for (const { schedule, times = 1 } of program) {
      const { last, before } = this.#schedules.get(schedule)!;
      for (let i = 0; i < times; i++)
        for (const step of i + 1 < times ? before : last)
          if ('kernel' in step) this.#rest.encodeStage(outlet, step, samples);
          else outlet(this.#dispatches.get(step)!, samples);
    }
  }

  dispose(): void {
    this.#rest.dispose();
    this.#tables.destroy();
  }
}
