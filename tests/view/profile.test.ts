import { describe, expect, test } from 'vitest';
import { decodeLink, encodeLink } from '#experiment/share-link.ts';
import { optionsIn, partIds, plainProfile, readProfile } from '#view/profile.ts';
import { themeChoices, themeFor } from '#view/theme-choice.ts';
import { experiments } from './scenes.ts';

const read = (search: string, hash = '') => readProfile(optionsIn({ search, hash }));

describe('what an address asks for', () => {
  test('without options nothing is hidden, the page plays and there are no slides', () => {
    expect(read('')).toEqual(plainProfile);
    expect(plainProfile).toEqual({
      hidden: new Set(),
      plays: true,
      presents: false,
      theme: null,
      issues: [],
    });
  });

  test.each(partIds)('%s can be left out, alone and among others', (part) => {
    expect(read(`?hide=${part}`).hidden.has(part)).toBe(true);
    expect(read(`?hide= ${part} ,header,,`).hidden.has(part)).toBe(true);
    expect(read(`?hide=${part}`).issues).toEqual([]);
  });

  test('the settings go with all their sections, the footer with what stands in it', () => {
    expect([...read('?hide=settings').hidden].sort()).toEqual(
      ['data', 'layers', 'learning', 'settings', 'settling', 'speed'].sort(),
    );
    expect([...read('?hide=footer').hidden].sort()).toEqual(['footer', 'status', 'training']);
  });

  test.each(themeChoices)('the theme %s for this visit', (theme) => {
    expect(read(`?theme=${theme}`).theme).toBe(theme);
  });

  test('switches are 0 or 1', () => {
    expect(read('?play=0&present=1')).toMatchObject({ plays: false, presents: true, issues: [] });
    expect(read('?play=1&present=0')).toMatchObject({ plays: true, presents: false, issues: [] });
  });

  test.each([
    '?hide=constructor',
    '?hide=header,nose',
    '?play=maybe',
    '?present=',
    '?theme=__proto__',
    '?theme=pink',
  ])('%s is ignored with one issue that names what is accepted', (search) => {
    const { issues, ...rest } = read(search);
    expect(issues).toHaveLength(1);
    expect(issues[0]!.message).toMatch(/ignored\. Accepted: \w+, /);
    const hidden = search.includes('header') ? new Set(['header']) : new Set();
    expect(rest).toEqual({ hidden, plays: true, presents: false, theme: null });
  });

  test('names of others are left to them', () => {
    expect(read('?utm_source=x&data=1', '#e1=abc&title=2').issues).toEqual([]);
  });
});

test('options may stand behind the experiment, which a link still restores', async () => {
  const [, experiment] = experiments[1]!;
  const link = `#${await encodeLink(experiment)}&present=1&hide=header,data&theme=dark`;
  expect((await decodeLink(link)).value).toEqual(experiment);
  expect(read('?theme=light', link)).toMatchObject({ presents: true, theme: 'dark' });
  expect(read('', link).hidden).toEqual(new Set(['header', 'data']));
});

test('a chosen theme is shown whatever the system asks for; high contrast comes on white and on black', () => {
  for (const dark of [false, true])
    for (const contrast of [false, true]) {
      const system = { dark, contrast };
      expect(themeFor('light', system)).toBe('light');
      expect(themeFor('dark', system)).toBe('dark');
      expect(themeFor('contrast', system)).toBe(dark ? 'contrast-dark' : 'contrast');
      expect(themeFor('system', system)).toBe(
        contrast ? themeFor('contrast', system) : dark ? 'dark' : 'light',
      );
    }
});
