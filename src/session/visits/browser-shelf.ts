import type { KeptRecord, OldShelf, Shelf } from './shelf.ts';
import { Tab } from './tab.ts';

const DATABASE = 'predictive-coding-playground';
const STORE = 'visits';
/** Records that are kept: those of the tabs that wrote last. */
const MOST_RECORDS = 4;
const OLD_KEY = 'last-state';

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** One transaction on the records, in a connection of its own: no tab ever stands in another's way. */
async function within<T>(
  mode: IDBTransactionMode,
  task: (records: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE, { autoIncrement: true }).createIndex('at', 'at');
  };
  const database = await done(opening);
  try {
    const transaction = database.transaction(STORE, mode);
    const committed = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const [result] = await Promise.all([task(transaction.objectStore(STORE)), committed]);
    return result;
  } finally {
    database.close();
  }
}

/** Keys, the latest first. */
const latest = async (records: IDBObjectStore): Promise<number[]> =>
  ((await done(records.index('at').getAllKeys())) as number[]).reverse();

/** Records in IndexedDB, one a tab. */
export function browserShelf(): Shelf {
  const claimed = Tab.claim();
  return {
    async keys() {
      const { from } = await claimed;
      const keys = await within('readonly', latest);
      return from !== null && keys.includes(from) ? [from, ...keys.filter((it) => it !== from)] : keys;
    },
    read: (key) => within('readonly', (records) => done<unknown>(records.get(key))),
    remove: (key) => within('readwrite', (records) => done(records.delete(key))),
    async write(record: KeptRecord) {
      const tab = await claimed;
      const key = await within('readwrite', async (records) => {
        const own = await done(tab.own === null ? records.add(record) : records.put(record, tab.own));
        for (const old of (await latest(records)).slice(MOST_RECORDS)) if (old !== own) records.delete(old);
        return own as number;
      });
      await tab.settle(key);
    },
  };
}

/** The first form was one text of the page's storage. */
export const oldShelf: OldShelf = {
  read: () => localStorage.getItem(OLD_KEY),
  clear: () => localStorage.removeItem(OLD_KEY),
};
