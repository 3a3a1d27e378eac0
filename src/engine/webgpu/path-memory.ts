import type { PathMemory } from './tuning.ts';

const PREFIX = 'fastest path: ';

/** The browser's storage, where there is one and the visitor lets it be used. */
export const pathMemory: PathMemory = {
  recall(key) {
    try {
      return localStorage.getItem(PREFIX + key);
    } catch {
      return null;
    }
  },
  remember(key, path) {
    try {
      localStorage.setItem(PREFIX + key, path);
    } catch {
      // It is measured again next time.
    }
  },
};
