import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { SpareEngines } from '#session/studies/spare-engines.ts';

class Noted extends CpuEngine {
  isClosed = false;
  override dispose(): void {
    super.dispose();
    this.isClosed = true;
  }
}

/** Listeners that the document has for being hidden or seen again. */
const listening = new Set<unknown>();
const hide = (hidden: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  document.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  vi.useFakeTimers();
  const { addEventListener, removeEventListener } = document;
  vi.spyOn(document, 'addEventListener').mockImplementation((type: string, listener: unknown) => {
    listening.add(listener);
    addEventListener.call(document, type, listener as EventListener);
  });
  vi.spyOn(document, 'removeEventListener').mockImplementation((type: string, listener: unknown) => {
    listening.delete(listener);
    removeEventListener.call(document, type, listener as EventListener);
  });
});
afterEach(() => {
  expect([vi.getTimerCount(), listening.size]).toEqual([0, 0]);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const given = (...engines: readonly Noted[]): SpareEngines => {
  const spare = new SpareEngines();
  for (const engine of engines) spare.give(engine);
  return spare;
};

test('what is given is taken, of its kind, and once; and nothing waits any more', () => {
  const engine = new Noted();
  const spare = given(engine);
  expect(spare.take('webgpu')).toBeUndefined();
  expect(spare.take('cpu')).toBe(engine);
  expect(spare.take('cpu')).toBeUndefined();
  expect(engine.isClosed).toBe(false);
});

test('a third is closed', () => {
  const engines = [new Noted(), new Noted(), new Noted()];
  const spare = given(...engines);
  expect(engines.map((it) => it.isClosed)).toEqual([false, false, true]);
  for (let k = 0; k < 2; k++) expect(engines).toContain(spare.take('cpu'));
});

test('a minute after the last study they are closed, not sooner', () => {
  const engines = [new Noted(), new Noted()];
  const spare = given(...engines);
  vi.advanceTimersByTime(50_000);
  spare.give(spare.take('cpu') as Noted);
  vi.advanceTimersByTime(50_000);
  expect(engines.map((it) => it.isClosed)).toEqual([false, false]);
  vi.advanceTimersByTime(10_000);
  expect(engines.map((it) => it.isClosed)).toEqual([true, true]);
  expect(spare.take('cpu')).toBeUndefined();
});

test('a hidden page keeps none, neither those there are nor those that studies give back meanwhile', () => {
  const engines = [new Noted(), new Noted()];
  const spare = given(engines[0]!);
  hide(false);
  expect(engines[0]!.isClosed).toBe(false);
  hide(true);
  expect(engines[0]!.isClosed).toBe(true);
  spare.give(engines[1]!);
  expect(engines[1]!.isClosed).toBe(true);
  hide(false);
  expect(spare.take('cpu')).toBeUndefined();
});

test('one that is lost is not waited with', () => {
  const engine = new Noted();
  const spare = given(engine);
  spare.drop(engine);
  expect(spare.take('cpu')).toBeUndefined();
});
