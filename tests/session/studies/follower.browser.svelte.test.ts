import { expect, test } from 'vitest';
import { setInference, setPrecision, setRule, setTitle } from '#experiment/edit.ts';
import { CourseOnDemand } from '#session/course-on-demand.svelte.ts';
import type { LiveSession } from '#session/live-session.svelte.ts';
import { Follower } from '#session/studies/follower.svelte.ts';
import type { Study } from '#session/studies/study.ts';
import { dialOf, sessionOf } from '../../setup/live-session.ts';

const preset = dialOf();

const opened = () => sessionOf(preset);

const settled = (session: LiveSession) =>
  expect
    .poll(
      () => session.course.known !== null && session.course.changes.length === 0 && !session.course.running,
    )
    .toBe(true);

test('nobody looking, nothing is computed; followed, the course comes, and with it the figures of the frame', async () => {
  const session = await opened();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect([session.course.known, session.course.running]).toEqual([null, null]);
  const leave = session.course.follow();
  await settled(session);
  const { all, steps, samples, limit } = session.course.known!;
  await expect.poll(() => session.stabilityLimit).not.toBeNull();
  expect(Math.abs(limit! / session.stabilityLimit! - 1)).toBeLessThan(0.01);
  expect([steps, samples]).toEqual([preset.inference.settleSteps, session.frame!.samples]);
  expect(all.angleDegrees[session.frame!.t]).toBeCloseTo(session.frame!.comparison.all!.angleDegrees, 6);
  leave();
});

test('an edit makes it stale until the new one is there; its title does not', async () => {
  const session = await opened();
  const leave = session.course.follow();
  await settled(session);
  const first = session.course.known;
  session.edit(setTitle(session.experiment, 'Another name').experiment);
  expect(session.course.changes).toEqual([]);
  session.edit(setInference(session.experiment, { inferenceRate: 0.05 }).experiment);
  expect(session.course.changes).toEqual(['settings']);
  expect(session.course.known).toBe(first);
  await settled(session);
  expect(session.course.known!.experiment.inference.inferenceRate).toBe(0.05);
  leave();
});

test('another rule, another precision, other weights: each brings its own course', async () => {
  const session = await opened();
  const leave = session.course.follow();
  await settled(session);
  const untrained = session.course.known!.loss;
  session.edit(setRule(session.experiment, 'zero-divergence').experiment);
  await settled(session);
  expect(session.course.known!.all.angleDegrees.at(-1)).toBeLessThan(0.01);
  session.edit(setPrecision(session.experiment, 'x3', 0.1).experiment);
  await settled(session);
  expect(session.course.known!.loss / untrained).toBeCloseTo(0.1, 5);
  session.trainEpoch();
  await expect.poll(() => session.training.epoch === 1 && !session.training.running).toBe(true);
  await settled(session);
  expect(session.course.known!.loss).not.toBeCloseTo(0.1 * untrained, 5);
  leave();
});

test('what nobody follows any more goes stale and stays', async () => {
  const session = await opened();
  const leave = session.course.follow();
  await settled(session);
  leave();
  const last = session.course.known;
  session.edit(setInference(session.experiment, { inferenceRate: 0.02 }).experiment);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(session.course.known).toBe(last);
  expect([session.course.changes, session.course.running]).toEqual([['settings'], null]);
});

test('what nobody follows any more once its code is there is not computed', async () => {
  const session = await opened();
  const code = Promise.withResolvers<Study<number>>();
  let asked = false;
  const load = () => {
    asked = true;
    return code.promise;
  };
  const follower = new Follower(session, load, () => true);
  const leave = follower.follow();
  await expect.poll(() => asked).toBe(true);
  leave();
  code.resolve(async () => 1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect([follower.running, follower.answer]).toEqual([null, null]);
});

test('code that does not come is a failure that is told', async () => {
  const session = await opened();
  const follower = new Follower<number>(
    session,
    () => Promise.reject(new Error('It could not be fetched.')),
    () => true,
  );
  const leave = follower.follow();
  await expect.poll(() => follower.study?.state).toBe('failed');
  expect(follower.study?.message).toBe('It could not be fetched.');
  leave();
});

test('a course whose follower does not come says so, and is followed when it does', async () => {
  const session = await opened();
  let said = 0;
  let isThere = false;
  const fetch = async () => {
    if (!isThere) throw new Error('no connection');
    return import('#session/studies/followed-course.svelte.ts');
  };
  const course = new CourseOnDemand(session, () => void said++, fetch);
  course.follow()();
  await expect.poll(() => said).toBe(1);
  isThere = true;
  const leave = course.follow();
  await expect.poll(() => course.known !== null && !course.running).toBe(true);
  leave();
  expect(said).toBe(1);
});

test('who leaves before the follower has come does not follow', async () => {
  const session = await opened();
  const course = new CourseOnDemand(session, () => {});
  course.follow()();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect([course.known, course.running]).toEqual([null, null]);
});
