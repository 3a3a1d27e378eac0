import { describe, expect, test } from 'vitest';
import { toDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import type { Answer, Session } from '#session/session.ts';
import { Page, panelIds } from '#view/page.svelte.ts';
import { scenes } from '#view/present/scenes.ts';
import { present, turn } from '#view/present/slides.ts';
import { enlargement } from '#view/present/stage.ts';
import { experiments } from './scenes.ts';

/** As much of a session as slides ask for. */
function lectern(experiment: Experiment) {
  const session = {
    experiment,
    answer: 'clamped' as Answer,
    edits: 0,
    edit(next: Experiment) {
      session.experiment = next;
      session.edits++;
    },
    setAnswer: (answer: Answer) => (session.answer = answer),
    play: () => undefined,
    kick: () => undefined,
    train: () => undefined,
  };
  return { session, live: session as unknown as Session, page: new Page() };
}

describe('a slide', () => {
  test.each(scenes.map((it) => [it.id, it] as const))('%s is one idea', (_, scene) => {
    expect(scene.title.length).toBeLessThanOrEqual(24);
    expect(scene.sentence).toMatch(/^[A-Z].*\.$/);
    expect(scene.sentence.length).toBeLessThanOrEqual(110);
    expect(scene.panels.filter((it) => it !== 'network').length).toBeLessThanOrEqual(2);
    expect(scene.panels.length).toBeGreaterThan(0);
    expect(scene.dials.length).toBeLessThanOrEqual(2);
    for (const id of scene.panels) expect(panelIds).toContain(id);
  });

  test('has a name of its own', () => {
    expect(new Set(scenes.map((it) => it.id)).size).toBe(scenes.length);
  });

  test.each(experiments)('edits %s into an experiment without issues, and once only', (_, experiment) => {
    for (const { edit } of scenes) {
      if (!edit) continue;
      const { experiment: edited, issues } = edit(experiment);
      expect(issues).toEqual([]);
      expect(parse(toDocument(edited))).toEqual({ value: edited, issues: [] });
      expect(edit(edited).experiment).toBe(edited);
    }
  });
});

test.each(experiments)('leaving the slides gives %s back as it was', (_, experiment) => {
  const { session, live, page } = lectern(experiment);
  session.answer = 'free';
  present(live, page, true);
  for (let i = 1; i < scenes.length; i++) turn(live, page, 1);
  expect(session.answer).toBe('clamped');
  expect(session.experiment).not.toBe(experiment);
  present(live, page, false);
  expect(session.experiment).toBe(experiment);
  expect(session.answer).toBe('free');
});

test('slides without an edit leave the experiment alone', () => {
  const { session, live, page } = lectern(experiments[0]![1]);
  present(live, page, true);
  present(live, page, false);
  expect(session.edits).toBe(0);
});

test('coming back shows the slide one left', () => {
  const { live, page } = lectern(experiments[0]![1]);
  present(live, page, true);
  turn(live, page, 1);
  turn(live, page, 1);
  present(live, page, false);
  present(live, page, true);
  expect(page.slide).toBe(2);
});

test('labels of 13 pixels measure 20 or more on any projector, and grow with it', () => {
  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
    [1024, 768],
    [3840, 2160],
  ] as const)
    expect(13 * enlargement(width, height)).toBeGreaterThanOrEqual(20 - 1e-9);
  expect(enlargement(1920, 1080) / enlargement(1280, 720)).toBeCloseTo(1.5, 12);
});

test('in a hand, upright or lying, nothing is enlarged', () => {
  expect(enlargement(390, 844)).toBe(1);
  expect(enlargement(844, 390)).toBe(1);
});
