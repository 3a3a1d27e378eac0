import { expect, test } from 'vitest';
import type { Network } from '#core/network/network.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { MOST_RECORDED, Recording } from '#session/recording.ts';

const network: Network = parse(presets.find((it) => it.id === 'agreement-dial')!.document).value!.network;
const units = (id: string) => network.nodes.find((it) => it.id === id)!.units;

/** Every number of a reading is the step it was recorded at. */
function put(recording: Recording, t: number): void {
  recording.put(t, (id) => {
    const all = new Float32Array(units(id)).fill(t);
    return { values: all, predictions: all, errors: all, drives: all, energy: t };
  });
}

test('the last steps are kept, older ones are gone', () => {
  const recording = new Recording(network);
  for (let t = 0; t < 2 * MOST_RECORDED + 5; t++) put(recording, t);
  const { first, last, at } = recording.snapshot()!;
  expect([first, last]).toEqual([MOST_RECORDED + 5, 2 * MOST_RECORDED + 4]);
  expect(at(first - 1)).toBeNull();
  for (const t of [first, first + 17, last])
    for (const { values } of at(t)!.nodes) expect(new Set(Array.from(values))).toEqual(new Set([t]));
});

test('a cut forgets what came after it, touches included', () => {
  const recording = new Recording(network);
  for (let t = 0; t < 20; t++) put(recording, t);
  recording.touch(3);
  recording.touch(12);
  recording.cut(9);
  expect(recording.snapshot()).toMatchObject({ first: 0, last: 9, touched: [3] });
  expect(recording.at(15)!.t).toBe(9);
});

test('steps left out are shown as the last one before them, and are not said to be there', () => {
  const recording = new Recording(network);
  for (const t of [0, 4, 9]) put(recording, t);
  expect(recording.at(7)!.t).toBe(4);
  expect(recording.snapshot()!.at(7)).toBeNull();
  expect(recording.total(4)).toBe(4 * 3);
});

test('before anything there is nothing', () => expect(new Recording(network).snapshot()).toBeNull());
