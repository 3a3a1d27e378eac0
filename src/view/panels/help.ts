import { type Command, commands, groups } from '../commands.ts';
import { partIds } from '../profile.ts';

const signs: Readonly<Record<string, string>> = {
  Arrows: '← ↑ ↓ →',
  PageDown: 'Page ↓',
  PageUp: 'Page ↑',
  Escape: 'Esc',
};

/** A key as written on it: `Shift+.` is Shift and the full stop. */
export const keyNames = ({ keys, shown }: Command): readonly string[] =>
  shown
    ? [shown]
    : keys.map((it) => it.replace(/\+(?=.)/g, ' ').replace(/\w+$/, (name) => signs[name] ?? name));

/** Every command, under the heading of its group. */
export const keyMap = groups.map((group) => ({
  group,
  commands: commands.filter((it) => it.group === group),
}));

/** What an address may ask for, before the # or behind the experiment. */
export const addressOptions: readonly (readonly [option: string, what: string])[] = [
  ['hide=header,data', `Leaves parts out: ${partIds.join(', ')}.`],
  ['play=0', 'Opens paused.'],
  ['present=1', 'Opens as slides.'],
  ['theme=contrast', 'Opens in a theme: system, light, dark or contrast.'],
];
