import { MediaQuery } from 'svelte/reactivity';

export type ThemeChoice = 'system' | 'light' | 'dark';
const choices: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const KEY = 'theme';

/** Light or dark, as chosen or as the system says. What was chosen is remembered where the browser allows it. */
export class Theme {
  #system = new MediaQuery('(prefers-color-scheme: dark)');
  #choice = $state<ThemeChoice>(remembered());

  get choice(): ThemeChoice {
    return this.#choice;
  }

  get shown(): 'light' | 'dark' {
    if (this.#choice !== 'system') return this.#choice;
    return this.#system.current ? 'dark' : 'light';
  }

  /** system → light → dark → system */
  next(): void {
    this.#choice = choices[(choices.indexOf(this.#choice) + 1) % choices.length]!;
    try {
      localStorage.setItem(KEY, this.#choice);
    } catch {
      // Storage is refused in some frames; the choice then lasts as long as the page.
    }
  }
}

function remembered(): ThemeChoice {
  try {
    const stored = localStorage.getItem(KEY);
    return choices.find((it) => it === stored) ?? 'system';
  } catch {
    return 'system';
  }
}
