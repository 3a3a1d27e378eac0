/** Names this tab's record for as long as the tab lives, reloads included. */
const KEY = 'visit';

/**
 * Which record is this tab's own. A browser gives a duplicated tab a copy of what the first one noted: a lock, held for
 * the life of the page, says who of the two goes on with the record; the other begins one of its own. Where there are
 * no locks, every page begins its own.
 */
export class Tab {
  /** The record this tab writes; null before it wrote one. */
  own: number | null = null;
  /** The record it begins from; null for a new tab. */
  readonly from: number | null;

  private constructor(from: number | null) {
    this.from = from;
  }

  static async claim(): Promise<Tab> {
    const noted = Number(read());
    const tab = new Tab(Number.isSafeInteger(noted) && noted > 0 ? noted : null);
    if (tab.from !== null && (await hold(tab.from))) tab.own = tab.from;
    return tab;
  }

  /** The record is this tab's from now on. */
  async settle(key: number): Promise<void> {
    if (key === this.own) return;
    this.own = key;
    note(key);
    await hold(key);
  }
}

/** A browser that refuses to note anything makes every page a tab of its own. */
function read(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function note(key: number): void {
  try {
    sessionStorage.setItem(KEY, String(key));
  } catch {
    // See above.
  }
}

/** Whether this page has the record to itself, and keeps it so. */
function hold(key: number): Promise<boolean> {
  return new Promise((resolve) => {
    const never = new Promise(() => {});
    const held = navigator.locks?.request(`${KEY} ${key}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? never : undefined;
    });
    if (held) held.catch(() => resolve(false));
    else resolve(false);
  });
}
