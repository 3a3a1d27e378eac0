/** What a visitor may choose, in the order in which the button goes through them. */
export const themeChoices = ['system', 'light', 'dark', 'contrast'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** Blocks of tokens in app.css. High contrast comes on white and on black. */
export type ThemeId = 'light' | 'dark' | 'contrast' | 'contrast-dark';

/** What the system asks for. */
export interface SystemLook {
  readonly dark: boolean;
  /** More contrast, or colours of the visitor's own. */
  readonly contrast: boolean;
}

export const themeNames: Readonly<Record<ThemeChoice, string>> = {
  system: 'as the system',
  light: 'light',
  dark: 'dark',
  contrast: 'high contrast',
};

export function themeFor(choice: ThemeChoice, system: SystemLook): ThemeId {
  if (choice === 'light' || choice === 'dark') return choice;
  if (choice === 'contrast' || system.contrast) return system.dark ? 'contrast-dark' : 'contrast';
  return system.dark ? 'dark' : 'light';
}
