import { settings } from './schema.ts';

/** What an experiment shows where it is opened: the part of the document's `view` that this page knows. */
export interface ViewState {
  /** Settling step. */
  readonly t?: number;
  /** Training row. */
  readonly sample?: number;
  readonly selection?: SelectionState;
  readonly network?: 'posts' | 'graph' | 'matrix';
  readonly scope?: 'sample' | 'batch';
  readonly answer?: 'clamped' | 'free';
  /** Place of the laboratory that is open. */
  readonly bench?: (typeof BENCHES)[number];
}

const BENCHES = ['questions', 'rules', 'twins', 'sweep', 'papers', 'verify', 'take-away'] as const;

type SelectionState =
  | { readonly kind: 'unit'; readonly node: string; readonly unit: number }
  | { readonly kind: 'weight'; readonly connection: string; readonly out: number; readonly in: number };

type View = Readonly<Record<string, unknown>>;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isOneOf = <T extends string>(value: unknown, ...words: readonly T[]): value is T =>
  words.some((it) => it === value);

/** What each field may be; anything else counts as not said. */
const fields: { readonly [K in keyof ViewState]-?: (value: unknown) => value is NonNullable<ViewState[K]> } =
  {
    t: (value): value is number => isCount(value) && value <= settings.settleSteps.max,
    sample: isCount,
    selection: isSelection,
    network: (value) => isOneOf(value, 'posts', 'graph', 'matrix'),
    scope: (value) => isOneOf(value, 'sample', 'batch'),
    answer: (value) => isOneOf(value, 'clamped', 'free'),
    bench: (value) => isOneOf(value, ...BENCHES),
  };

function isSelection(value: unknown): value is SelectionState {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, node, unit, connection, out, in: source } = value as Record<string, unknown>;
  if (kind === 'unit') return typeof node === 'string' && isCount(unit);
  return kind === 'weight' && typeof connection === 'string' && isCount(out) && isCount(source);
}

const known = Object.keys(fields) as (keyof ViewState)[];

/** The view that a document asks for. */
export function readView(view: View): ViewState {
  return Object.fromEntries(
    known.filter((key) => Object.hasOwn(view, key) && fields[key](view[key])).map((key) => [key, view[key]]),
  );
}

/** The free-form view with this state in place of the one it held; fields of others stay. */
export function writeView(view: View, state: ViewState): View {
  const others = Object.entries(view).filter(([key]) => !known.includes(key as keyof ViewState));
  const own = known.filter((key) => state[key] !== undefined).map((key) => [key, state[key]] as const);
  return Object.fromEntries([...others, ...own]);
}
