import type { Issue } from '#core/issue.ts';
import { type ThemeChoice, themeChoices } from './theme-choice.ts';

/** Parts of the page that an address may leave out, each with the parts that go with it. */
export const parts = {
  header: [],
  settings: ['data', 'settling', 'learning', 'layers', 'speed'],
  data: [],
  settling: [],
  learning: [],
  layers: [],
  speed: [],
  network: [],
  energy: [],
  errors: [],
  agreement: [],
  output: [],
  history: [],
  inspector: [],
  footer: ['training', 'status'],
  training: [],
  status: [],
} as const satisfies Record<string, readonly string[]>;

export type Part = keyof typeof parts;
export const partIds = Object.keys(parts) as readonly Part[];

/** How an address asks the page to look: nothing of it belongs to the experiment. */
export interface Profile {
  /** `hide=header,data`: what is left out. */
  readonly hidden: ReadonlySet<Part>;
  /** `play=0` opens paused. */
  readonly plays: boolean;
  /** `present=1` opens as slides. */
  readonly presents: boolean;
  /** `theme=dark`, for this visit; null leaves it to the visitor. */
  readonly theme: ThemeChoice | null;
  readonly issues: readonly Issue[];
}

const OPTIONS = ['hide', 'play', 'present', 'theme'];
const SWITCH: Readonly<Record<string, boolean>> = { '0': false, '1': true };

/** Options stand before the #, or behind the experiment after it: `?present=1`, `#preset=deep&present=1`. */
export function optionsIn({ search, hash }: Pick<Location, 'search' | 'hash'>): URLSearchParams {
  const options = new URLSearchParams(search);
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, '')))
    if (OPTIONS.includes(name)) options.set(name, value);
  return options;
}

/** Names and values that mean nothing here are ignored: other names without a word, other values with an issue. */
export function readProfile(options: URLSearchParams): Profile {
  const issues: Issue[] = [];
  const refuse = (name: string, value: string, accepted: readonly string[]): void => {
    const message = `The address asks for ${name}=${value.slice(0, 24)}, which is ignored. Accepted: ${accepted.join(', ')}.`;
    issues.push({ code: 'unknown-value', at: name, message });
  };
  const choose = <T>(name: string, accepted: Readonly<Record<string, T>>, otherwise: T): T => {
    const value = options.get(name);
    if (value === null) return otherwise;
    if (Object.hasOwn(accepted, value)) return accepted[value]!;
    refuse(name, value, Object.keys(accepted));
    return otherwise;
  };
  const named = (options.get('hide') ?? '').split(',').map((it) => it.trim());
  const hidden = new Set<Part>();
  for (const name of named.filter((it) => it !== '')) {
    if (Object.hasOwn(parts, name)) for (const it of [name, ...parts[name as Part]]) hidden.add(it as Part);
    else refuse('hide', name, partIds);
  }
  return {
    hidden,
    plays: choose('play', SWITCH, true),
    presents: choose('present', SWITCH, false),
    theme: choose<ThemeChoice | null>('theme', Object.fromEntries(themeChoices.map((it) => [it, it])), null),
    issues,
  };
}

/** What an address without options asks for. */
export const plainProfile: Profile = readProfile(new URLSearchParams());
