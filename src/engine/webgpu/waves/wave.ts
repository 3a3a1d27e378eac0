import type { Args, KernelName, Stage } from '#core/plan/plan.ts';
import { elementwise, endsOfProducts } from '../equations/equations.ts';
import { touched } from '../equations/touched.ts';
import { products } from './product.ts';

export interface Link {
  readonly kernel: KernelName;
  readonly args: Args;
}

/** Calls that follow one another output by output: at most the first is a product, which reads whole rows. */
export interface Chain {
  readonly links: readonly Link[];
  /** Rows of outputs: the batch's samples, or so many. */
  readonly rows: 'samples' | number;
  /** Outputs a row. */
  readonly columns: number;
}

/** Chains that do not depend on each other: one moment. A stage that cannot be part of a chain stands alone. */
export type Wave = { readonly chains: readonly Chain[] } | Stage;

class OpenChain implements Chain {
  readonly links: Link[] = [];
  readonly rows: 'samples' | number;
  readonly columns: number;
  readonly #read = new Set<number>();
  readonly #written = new Set<number>();
  readonly #gathered = new Set<number>();

  constructor({ kernel, args }: Link, threads: number) {
    const product = products.get(kernel);
    this.rows = product?.rows === 'units' ? args.units! : 'samples';
    this.columns = product ? args[product.columns]! : threads;
  }

  add(link: Link): void {
    const { read, written, gathered } = touched(link);
    this.links.push(link);
    for (const it of read) this.#read.add(it);
    for (const it of written) this.#written.add(it);
    for (const it of gathered) this.#gathered.add(it);
  }

  /** Whether the link may run while other outputs of this chain are on their way. */
  bears(link: Link): boolean {
    const { read, written, gathered } = touched(link);
    const apart = (tensors: Iterable<number>, ...from: readonly ReadonlySet<number>[]) =>
      [...tensors].every((it) => from.every((set) => !set.has(it)));
    return (
      apart(written, this.#read, this.#written, this.#gathered) &&
      apart([...read, ...gathered], this.#written)
    );
  }

  /** Whether the link may follow this chain's own output. */
  continues(link: Link, columns: number): boolean {
    const { read, written } = touched(link);
    return (
      this.rows === 'samples' &&
      columns === this.columns &&
      elementwise.has(link.kernel) &&
      [...read, ...written].some((it) => this.#written.has(it)) &&
      [...written].every((it) => !this.#gathered.has(it))
    );
  }
}

const canChain = ({ kernel, calls }: Stage) =>
  endsOfProducts.has(kernel) || (elementwise.has(kernel) && calls.every((it) => it.perSample));

/**
 * The stages in waves, as few as their dependences allow: an equation for single outputs is computed where its inputs
 * come out. Nothing changes but where numbers wait in between.
 */
export function waves(stages: readonly Stage[]): readonly Wave[] {
  const done: Wave[] = [];
  let open: OpenChain[] = [];
  const close = () => {
    if (open.length > 0) done.push({ chains: open });
    open = [];
  };
  for (const stage of stages) {
    if (!canChain(stage)) {
      // The clock touches no sample's numbers.
      if (!stage.kernel.startsWith('telemetry/clock.')) close();
      done.push(stage);
      continue;
    }
    for (const { args, threads } of stage.calls) {
      const link = { kernel: stage.kernel, args };
      const own = open.find((it) => it.continues(link, threads));
      const fits = open.every((it) => it === own || it.bears(link));
      if (!fits) close();
      const chain = (fits && own) || new OpenChain(link, threads);
      chain.add(link);
      if (!open.includes(chain)) open.push(chain);
    }
  }
  close();
  return done;
}
