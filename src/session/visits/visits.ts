import type { Issue, Parsed } from '#core/issue.ts';
import type { LastState } from '../last-state.ts';
import { readApart } from '../reading/read-apart.ts';
import { readFirstForm } from './first-form.ts';
import { writeSecondForm } from './second-form.ts';
import type { OldShelf, Shelf } from './shelf.ts';

/** Another form of what is kept gets the next number, and a reader here for each before it. */
const VERSION = 2;
const readers: Readonly<Record<number, (content: unknown) => LastState | null | Promise<LastState | null>>> =
  {
    1: readFirstForm,
    2: (bytes) => (bytes instanceof Uint8Array ? readApart('visit', bytes) : null),
  };

const damaged: Issue = {
  code: 'data',
  at: '',
  message: 'What was kept of an earlier visit is damaged: it was left out.',
};
const newer: Issue = {
  code: 'version',
  at: '',
  message: 'What was kept of the last visit is of a newer version of this page: it stays for that version.',
};
const full: Issue = {
  code: 'limit',
  at: '',
  message: 'The browser’s storage is full: changes from here on are not kept for the next visit.',
  hint: 'Save a file under Share, or free some space.',
};
const foreign: Issue = {
  code: 'version',
  at: '',
  message:
    'A newer version of this page holds this browser’s storage: changes here are not kept for the next visit.',
};
const tooLarge: Issue = {
  code: 'limit',
  at: '',
  message: 'This experiment is too large to be kept for the next visit.',
  hint: 'Save a file under Share to have it again.',
};

/** What is kept from visit to visit: written in the newest form, read in every one there was. */
export class Visits {
  readonly #shelf: Shelf;
  readonly #old: OldShelf;
  readonly #clock: () => number;
  /** What was said already: a full disk is no news the second time. */
  readonly #said = new Set<Issue>();

  constructor(shelf: Shelf, old: OldShelf, clock = Date.now) {
    this.#shelf = shelf;
    this.#old = old;
    this.#clock = clock;
  }

  /**
   * The state that is wanted which this tab left, or else the latest, whichever tab's. What is damaged is removed, what
   * is of a newer version stays; either is an issue. Never rejects.
   */
  async recall(isWanted: (state: LastState) => boolean): Promise<Parsed<LastState>> {
    const issues = new Set<Issue>();
    const moved = await this.#move().catch(() => null);
    if (moved === 'damaged') issues.add(damaged);
    else if (moved && isWanted(moved)) return { value: moved, issues: [] };
    const keys = await this.#shelf.keys().catch((error) => {
      if (wordsFor(error) === foreign) issues.add(newer);
      return [];
    });
    for (const key of keys) {
      const found = await this.#shelf.read(key).then(readRecord, () => null);
      if (found === 'newer') issues.add(newer);
      else if (found === 'damaged') {
        issues.add(damaged);
        await this.#shelf.remove(key).catch(() => {});
      } else if (found && isWanted(found)) return { value: found, issues: [...issues] };
    }
    return { value: null, issues: [...issues] };
  }

  /** The first form, once: from then on it is kept in the newest. Where that is refused it stays where it is. */
  async #move(): Promise<LastState | 'damaged' | null> {
    const text = this.#old.read();
    if (text === null) return null;
    const state = await readFirstForm(text);
    if (!state) {
      this.#old.clear();
      return 'damaged';
    }
    if ((await this.#write(state).catch(() => tooLarge)) === null) this.#old.clear();
    return state;
  }

  /** Keeps a state in the place of the one before. Gives what there is to say about it, once. Never rejects. */
  async keep(state: LastState): Promise<Issue | null> {
    const issue = await this.#write(state).catch(wordsFor);
    if (!issue || this.#said.has(issue)) return null;
    this.#said.add(issue);
    return issue;
  }

  async #write(state: LastState): Promise<Issue | null> {
    const bytes = writeSecondForm(state);
    if (!bytes) return tooLarge;
    await this.#shelf.write({ version: VERSION, at: this.#clock(), bytes });
    return null;
  }
}

/** Storage that is refused keeps nothing, and nobody needs to know: null. */
function wordsFor(error: unknown): Issue | null {
  const name = (error as { readonly name?: unknown } | null)?.name;
  return name === 'QuotaExceededError' ? full : name === 'VersionError' ? foreign : null;
}

/** A record of any version, from whomever. */
async function readRecord(record: unknown): Promise<LastState | 'damaged' | 'newer' | null> {
  if (record === undefined) return null;
  const { version, bytes } = (record ?? {}) as { readonly version?: unknown; readonly bytes?: unknown };
  if (typeof version === 'number' && version > VERSION) return 'newer';
  const reader =
    typeof version === 'number' && Object.hasOwn(readers, version) ? readers[version] : undefined;
  return (await reader?.(bytes)) ?? 'damaged';
}
