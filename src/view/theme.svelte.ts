import { MediaQuery } from 'svelte/reactivity';
import { type ThemeChoice, type ThemeId, themeChoices, themeFor } from './theme-choice.ts';

const KEY = 'theme';

/** The look as chosen or as the system says. What was chosen is remembered where the browser allows it. */
export class Theme {
  #dark = new MediaQuery('(prefers-color-scheme: dark)');
  #contrast = new MediaQuery('(prefers-contrast: more), (forced-colors: active)');
  #choice = $state<ThemeChoice>('system');
  /** Slides are white unless something else was chosen: a projector makes grey of black. */
  onWhite = $state(false);
  /** A look for as long as a picture is taken; null for the page's own. */
  borrowed = $state<ThemeId | null>(null);

  /** @param given for this visit only */
  constructor(given: ThemeChoice | null = null) {
    this.#choice = given ?? remembered();
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  get shown(): ThemeId {
    if (this.borrowed) return this.borrowed;
    const dark = this.#dark.current && !(this.onWhite && this.#choice === 'system');
    return themeFor(this.#choice, { dark, contrast: this.#contrast.current });
  }

  /** The next choice, around again after the last. */
  next(): void {
    this.#choice = themeChoices[(themeChoices.indexOf(this.#choice) + 1) % themeChoices.length]!;
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
    return themeChoices.find((it) => it === stored) ?? 'system';
  } catch {
    return 'system';
  }
}
