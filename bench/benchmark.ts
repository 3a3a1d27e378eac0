import { type Ceilings, measureCeilings } from './ceilings/index.ts';
import { chosen, type Entry } from './contestants/index.ts';
import { type Growth, measureGrowth } from './growth.ts';
import { type CaseResult, measureCase, type Opened } from './measure.ts';
import { cases } from './networks.ts';
import { openRealm } from './open-realm.ts';

/** What only the command knows of the machine. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly system: string;
  readonly date: string;
}

export interface Options {
  /** About so long in all. */
  readonly minutes: number;
  /** Names of cases and contestants; all where empty. */
  readonly cases: readonly string[];
  readonly only: readonly string[];
  readonly machine: Machine | null;
}

export interface Results {
  readonly machine: Machine | null;
  readonly browser: string;
  readonly minutes: number;
  readonly contestants: readonly {
    readonly name: string;
    readonly label: string;
    readonly kind: 'cpu' | 'webgpu';
    readonly isOurs: boolean;
    /** Version and settings, or why it does not run. */
    readonly words: string;
    readonly runs: boolean;
  }[];
  readonly cases: readonly CaseResult[];
  readonly ceilings: Ceilings;
  readonly growth: readonly Growth[];
}

/** Growth takes about as long as this many cases. */
const GROWTH_SHARE = 1;

export async function benchmark(options: Options, say: (line: string) => void): Promise<Results> {
  const end = performance.now() + options.minutes * 60_000;
  for (const name of options.cases)
    if (!cases.some((it) => it.name === name)) throw new Error(`no case is called ${name}`);
  const networks = cases.filter((it) => options.cases.length === 0 || options.cases.includes(it.name));
  const entries = chosen(options.only);

  say('ceilings of this machine');
  const ceilings = await measureCeilings();

  const opened: Opened[] = [];
  const contestants: Results['contestants'][number][] = [];
  for (const entry of entries) {
    say(`${entry.name} opens`);
    const { name, label, kind, isOurs } = entry;
    const facts = { name, label, kind, isOurs };
    try {
      const contestant = await openRealm(name);
      opened.push({ entry, contestant, rate: 0 });
      contestants.push({ ...facts, words: contestant.words, runs: true });
    } catch (error) {
      const why = error instanceof Error ? error.message : `${error}`;
      contestants.push({ ...facts, words: `does not run here: ${why}`, runs: false });
    }
  }

  const results: CaseResult[] = [];
  for (const [i, it] of networks.entries()) {
    const left = end - performance.now();
    const deadline = performance.now() + left / (networks.length - i + GROWTH_SHARE);
    results.push(await measureCase(it, opened, deadline, say));
  }
  const engines = opened.filter((it) => grows(it.entry));
  const growth = await measureGrowth(
    engines.map(({ entry, contestant }) => [entry.name, contestant] as const),
    say,
  );
  return {
    machine: options.machine,
    browser: navigator.userAgent,
    minutes: options.minutes,
    contestants,
    cases: results,
    ceilings,
    growth,
  };
}

/** Ours, but not the reference: nobody waits for that. */
const grows = ({ isOurs, name }: Entry) => isOurs && name !== 'ours-reference';
