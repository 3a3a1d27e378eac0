import { expect, test } from 'vitest';
import { channels } from '#engine/cpu/crew/channels.ts';
import { exchange } from '#engine/cpu/crew/exchange.ts';
import { Link } from '#engine/cpu/crew/link.ts';

test('every member ends up with every part, and buffers are used again', async () => {
  const ports = channels(3);
  const links = ports.map((row) => row.map((port) => port && new Link(port)));
  // Two stretches: ten samples of two floats shared as 4, 0 and 6, and something only the first has.
  const stretches = [
    { address: 8, cuts: [0, 4, 4, 10], width: 2 },
    { address: 96, cuts: [0, 1, 1, 1], width: 3 },
  ];
  const expected = Float32Array.from({ length: 32 }, (_, i) =>
    (i >= 2 && i < 22) || (i >= 24 && i < 27) ? i : -1,
  );
  const memories = [0, 1, 2].map((member) => {
    const floats = new Float32Array(32).fill(-1);
    for (const { address, cuts, width } of stretches)
      for (let i = width * cuts[member]!; i < width * cuts[member + 1]!; i++)
        floats[address / 4 + i] = address / 4 + i;
    return floats;
  });
  await Promise.all(memories.map((it, member) => exchange(it, stretches, links[member]!)));
  for (const it of memories) expect(it).toEqual(expected);
  // What came from the third goes back to it; nothing came from the second.
  expect(links[0]![2]!.room(5)).toHaveLength(12);
  expect(links[0]![1]!.room(5)).toHaveLength(5);
  for (const port of ports.flat()) port?.close();
});
