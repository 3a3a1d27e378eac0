import type { Experiment } from '#experiment/experiment.ts';
import { type Basis, basisOf, changesSince, type Part } from '#session/basis.ts';
import type { Session } from '#session/session.ts';
import { Inquiry } from '#session/studies/inquiry.svelte.ts';
import { type AxisId, axisOf, type Work } from '#session/studies/sweep/axes.ts';
import { excessOf, operationsOf } from '#session/studies/sweep/effort.ts';
import { experimentAt, type Request, refusalOf, type SweepMap } from '#session/studies/sweep/map.ts';
import { fitted, type Span, valuesOf } from '#session/studies/sweep/span.ts';
import { sweep } from '#session/studies/sweep/sweep.ts';
import { outdated } from '../../outdated.ts';
import { type MeasureId, measureOf, measuresOf, type Whose } from './measures.ts';
import { pairs } from './pairs.ts';

/** Pixels a side that are there at once, and those worth a moment’s wait. */
export const COARSE = 16;
export const FINE = 64;

/** Operations that take a CPU some seconds. */
const QUICK = 1e10;
/** The map to begin with where the rule sets its own steps. */
const WITHOUT_RATE = 'learning-rule';

export const usualSpan = (id: AxisId, count: number = COARSE): Span => {
  const { span, scale } = axisOf(id);
  return fitted({ axis: id, from: span[0], to: span[1], count, scale });
};

/** A span in so many values: whole numbers are spaced evenly where they would come twice otherwise. */
function inSoMany(span: Span, count: number): Span {
  const [asBefore, even] = [span.scale, 'linear' as const].map((scale) =>
    fitted({ ...span, count, scale }),
  ) as [Span, Span];
  return valuesOf(even).length > valuesOf(asBefore).length ? even : asBefore;
}

/** What has changed since a map was begun, but for its axes: a map of drawn networks does not depend on the weights on screen. */
function changesOf(map: SweepMap, then: Basis, now: Basis): readonly Part[] {
  const { request, base, drawn, xs, ys } = map;
  const pixelOf = (of: Experiment): Experiment => experimentAt(of, request, xs[0]!, ys[0]!);
  const isTraining = request.work === 'training';
  const parts = changesSince(
    { ...then, experiment: pixelOf(base) },
    { ...now, experiment: pixelOf(now.experiment) },
    isTraining ? ['title'] : ['title', 'learning'],
  );
  const found = parts.filter((it) => (it === 'weights' ? !drawn : it !== 'rows' || !isTraining));
  // Networks that are drawn keep the weights that the document gives.
  return drawn && base.parameters !== now.experiment.parameters ? [...found, 'weights'] : found;
}

/** What the bench is set to, what is computed, and what it shows of it. */
export class Desk {
  request = $state.raw<Request>({
    across: usualSpan('inferenceRate'),
    up: usualSpan('settleSteps'),
    work: 'settling',
    updates: 50,
  });
  #inquiry = $state.raw<Inquiry<SweepMap> | null>(null);
  /** The pixel that is read out; null while none is. */
  cursor = $state.raw<{ readonly row: number; readonly column: number } | null>(null);
  #measure = $state<Partial<Record<Work, MeasureId>>>({});
  #whose = $state<Whose>('all');
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  readonly running = $derived.by(() => this.#inquiry?.running ?? null);
  readonly map = $derived.by(() => this.running?.result ?? null);
  readonly #batch = $derived.by(() => {
    const { rows, frame } = this.#session;
    const training = rows?.training ?? 0;
    return { rows: frame?.samples ?? training, training };
  });
  readonly refusal = $derived.by(() => {
    const { experiment } = this.#session;
    return refusalOf(experiment, this.request) ?? excessOf(experiment, this.request, this.#batch);
  });
  /** Whether the map is there in a moment, so that it may be computed unasked. */
  readonly isQuick = $derived.by(
    () => operationsOf(this.#session.experiment, this.request, this.#batch) <= QUICK,
  );
  readonly isRunning = $derived.by(() => this.running?.state === 'running');

  /** The figure shown: of the map there is, else of the one to come. */
  get measure() {
    const work = (this.map?.request ?? this.request).work;
    const usual =
      this.#session.experiment.inference.rule === 'fixed-prediction'
        ? 'relativeError'
        : measuresOf(work)[0]!.id;
    return measureOf(this.#measure[work] ?? (work === 'settling' ? usual : measuresOf(work)[0]!.id));
  }

  show(id: MeasureId): void {
    this.#measure = { ...this.#measure, [measureOf(id).work]: id };
  }

  /** Layers that every pixel has. */
  readonly layers = $derived.by(() => {
    const { map } = this;
    const axes = map ? [map.request.across.axis, map.request.up.axis] : [];
    return map && !axes.includes('depth') ? map.base.network.connections.map((it) => it.id) : [];
  });

  get whose(): Whose {
    return this.measure.perLayer && this.layers.includes(this.#whose) ? this.#whose : 'all';
  }

  set whose(whose: Whose) {
    this.#whose = whose;
  }

  /** Why the map is not of what is on screen; empty where it is. */
  readonly stale = $derived.by(() => {
    const { map } = this;
    const inquiry = this.#inquiry;
    if (!map || !inquiry) return '';
    return outdated(changesOf(map, inquiry.of, basisOf(this.#session)), 'This map', 'belongs');
  });

  /** The map worth a look that is asked for; empty where it is one’s own choice. */
  get pair(): string {
    const { across, up, work } = this.request;
    return (
      pairs.find((it) => it.across === across.axis && it.up === up.axis && it.work === work)?.id ?? 'own'
    );
  }

  /** Computes a coarse map of the network as it is: of another pair where its rule knows no η. */
  begin(): void {
    if (refusalOf(this.#session.experiment, this.request)) this.#ask(WITHOUT_RATE);
    if (this.isQuick) this.run();
  }

  /** Asks for a map worth a look, and computes it at once. */
  take(id: string): void {
    this.#ask(id);
    this.run();
  }

  #ask(id: string): void {
    const pair = pairs.find((it) => it.id === id);
    if (!pair) return;
    const { across, up, work } = pair;
    this.request = { ...this.request, across: usualSpan(across), up: usualSpan(up), work };
  }

  run(count?: number): void {
    if (this.refusal) return;
    this.running?.stop();
    if (count) {
      const { across, up } = this.request;
      this.request = { ...this.request, across: inSoMany(across, count), up: inSoMany(up, count) };
    }
    this.cursor = null;
    this.#inquiry = new Inquiry(this.#session, sweep(this.request), 'present');
  }

  stop(): void {
    this.running?.stop();
  }

  /** Loads the settings of a pixel into the page: undo leads back. */
  load(row: number, column: number): void {
    const { map } = this;
    if (!map) return;
    const [x, y] = [map.xs[column], map.ys[row]];
    if (x === undefined || y === undefined) return;
    if (map.drawn) this.#session.receive({ value: experimentAt(map.base, map.request, x, y), issues: [] });
    else this.#session.edit(experimentAt(this.#session.experiment, map.request, x, y));
  }
}
