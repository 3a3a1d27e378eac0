import { describe, expect, test } from 'vitest';
import type { Session } from '#session/session.ts';
import { commands, groups } from '#view/commands.ts';
import { commandFor, isStroke } from '#view/keyboard.ts';
import { Page, panelIds } from '#view/page.svelte.ts';
import { keyMap, keyNames } from '#view/panels/help.ts';
import { scenes } from '#view/present/scenes.ts';
import { experiments } from './scenes.ts';

const still = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

/** What a keyboard of the United States sends for a key as written. */
const strokeOf = (written: string) => {
  const parts = written.split('+');
  const sign = parts.at(-1)!;
  const shiftKey = parts.includes('Shift');
  const places: Record<string, [code: string, shifted: string]> = {
    '.': ['Period', '>'],
    ',': ['Comma', '<'],
    ...Object.fromEntries([...')!@#$%^&*('].map((it, i) => [String(i), [`Digit${i}`, it]])),
  };
  const [code, shifted] = places[sign] ?? ['', sign];
  const plain = sign === 'Space' ? ' ' : /^[A-Z]$/.test(sign) && !shiftKey ? sign.toLowerCase() : sign;
  return { ...still, key: shiftKey ? shifted : plain, code, shiftKey, ctrlKey: parts.includes('Ctrl') };
};

function scene(changes: Partial<Session> = {}) {
  const calls: [name: string, ...args: unknown[]][] = [];
  const state = {
    experiment: experiments[0]![1],
    answer: 'clamped',
    playing: false,
    ghost: null,
    moment: null,
    recorded: null,
    epochs: { recorded: [], shown: 0, with: () => null },
    training: { running: false },
    ...changes,
  };
  const session = new Proxy(state, {
    get: (target, name: string) =>
      name in target
        ? target[name as keyof typeof target]
        : (...args: unknown[]) => void calls.push([name, ...args]),
  }) as unknown as Session;
  const page = new Page();
  const press = (written: string) => commandFor(strokeOf(written), session, page)?.();
  return { session, page, calls, press };
}

const byItself = commands.filter((it) => it.run);

describe('every command', () => {
  test.each(byItself.map((it) => [it.keys.join(' '), it] as const))(
    '%s is reached by its keys',
    (_, command) => {
      for (const key of command.keys) {
        const { session, page } = scene();
        page.presenting = command.group === 'Slides';
        page.maximized = 'network';
        expect(commandFor(strokeOf(key), session, page), key).not.toBeNull();
      }
    },
  );

  test('stands in the help once, with its keys and what it does', () => {
    const listed = keyMap.flatMap((it) => it.commands);
    expect([...listed].sort()).toEqual([...commands].sort());
    expect(new Set(keyMap.map((it) => it.group))).toEqual(new Set(groups));
    for (const command of commands) {
      expect(command.label).toMatch(/^[A-Z]/);
      expect(keyNames(command).every((it) => it.trim().length > 0)).toBe(true);
    }
    expect(new Set(commands.map((it) => it.label)).size).toBe(commands.length);
  });

  test('no two answer to the same stroke at the same time', () => {
    for (const presenting of [false, true]) {
      const { page } = scene();
      page.presenting = presenting;
      page.maximized = 'network';
      const awake = byItself.filter((it) => it.when?.(page) ?? true);
      for (const key of awake.flatMap((it) => it.keys)) {
        const answering = awake.filter((it) => it.keys.some((other) => isStroke(strokeOf(key), other)));
        expect(
          answering.map((it) => it.label),
          key,
        ).toHaveLength(1);
      }
    }
  });
});

describe('keys', () => {
  test('that are nobody’s are left alone', () => {
    const { press } = scene();
    for (const key of [
      '8',
      'A',
      'Enter',
      'Tab',
      'F5',
      'Escape',
      'PageDown',
      'ArrowUp',
      'Ctrl+R',
      'Ctrl+K',
      'Shift+R',
    ])
      expect(commandFor(strokeOf(key), scene().session, new Page()), key).toBeNull();
    expect(press('Home')).toBeUndefined();
  });

  test('typed with Shift on another keyboard are still the same sign', () => {
    const { session, page, calls } = scene();
    commandFor({ ...still, key: '.', code: 'Comma', shiftKey: true }, session, page)!();
    commandFor({ ...still, key: '1', code: 'Digit1', shiftKey: true }, session, page)!();
    expect(calls).toEqual([['stepOnce']]);
    expect(page.maximized).toBe('network');
  });

  test('alone can be switched off; with Ctrl they go on', () => {
    const { session, page } = scene();
    page.shortcuts = false;
    for (const key of ['Space', 'R', '.', '1', '?'])
      expect(commandFor(strokeOf(key), session, page), key).toBeNull();
    expect(commandFor(strokeOf('Ctrl+Z'), session, page)).not.toBeNull();
  });

  test('digits name the panels in order; with Shift they fold them', () => {
    const { page, press } = scene();
    for (const [i, id] of panelIds.entries()) {
      press(String(i + 1));
      expect(page.maximized).toBe(id);
      press(String(i + 1));
      expect(page.maximized).toBeNull();
      press(`Shift+${i + 1}`);
      expect(page.collapsed).toEqual(new Set([id]));
      press(`Shift+${i + 1}`);
      expect(page.collapsed).toEqual(new Set());
    }
  });
});

describe('steps', () => {
  const recorded = { first: 2, last: 5, at: () => null, touched: [] };
  const at = (t: number) => ({ moment: { t }, recorded }) as unknown as Partial<Session>;

  test('back end where the record begins', () => {
    const { press, calls } = scene(at(3));
    press(',');
    expect(calls).toEqual([['seek', 2]]);
    const start = scene(at(2));
    start.press(',');
    expect(start.calls).toEqual([]);
  });

  test('back in learning go along recorded epochs, and end at the first', () => {
    const { press, calls } = scene({ epochs: { recorded: [0, 2, 4], shown: 4, with: () => null } });
    press('Shift+,');
    expect(calls).toEqual([['seekEpoch', 2]]);
    const start = scene({ epochs: { recorded: [0], shown: 0, with: () => null } });
    start.press('Shift+,');
    expect(start.calls).toEqual([]);
  });

  test('forward settle and learn on from what is shown', () => {
    const { press, calls } = scene(at(3));
    press('.');
    press('Shift+.');
    expect(calls).toEqual([['stepOnce'], ['trainEpoch']]);
  });
});

describe('a clicker', () => {
  test('starts, turns to the last slide and no further, blacks out and leaves', () => {
    const { page, press } = scene();
    press('F');
    expect(page.presenting).toBe(true);
    for (let i = 0; i < scenes.length + 3; i++) press('PageDown');
    expect(page.slide).toBe(scenes.length - 1);
    press('B');
    expect(page.blackedOut).toBe(true);
    press('Escape');
    expect([page.blackedOut, page.presenting]).toEqual([false, true]);
    for (let i = 0; i < scenes.length + 3; i++) press('PageUp');
    expect(page.slide).toBe(0);
    press('Escape');
    expect(page.presenting).toBe(false);
  });
});
