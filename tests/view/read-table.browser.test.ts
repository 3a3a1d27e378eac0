import { afterEach, expect, test, vi } from 'vitest';
import { MOST_LINES, readTable } from '#view/data/read-table.ts';
import { readTableApart } from '#view/data/read-table-apart.ts';

afterEach(() => vi.unstubAllGlobals());

const line = (i: number) => `${i / 8};${(i * i) % 7},5;${i % 2 === 0 ? 'cat' : 'dog'}\n`;
const long = { text: `a;b;kind\n${Array.from({ length: 9000 }, (_, i) => line(i)).join('')}`, file: '' };

test('a long table is read beside the page, to the bit as on it', async () => {
  const Native = Worker;
  const started = vi.fn();
  vi.stubGlobal(
    'Worker',
    class extends Native {
      constructor(...args: ConstructorParameters<typeof Native>) {
        super(...args);
        started();
      }
    },
  );
  const apart = await readTableApart(long);
  expect(started).toHaveBeenCalledOnce();
  expect(apart).toEqual(readTable(long));
  expect(apart.read!.rows.samples!.count).toBe(9000);
  expect(apart.read!.table).toMatchObject({ count: 9000, lines: { length: MOST_LINES } });
});

test('where workers are refused it is read here', async () => {
  vi.stubGlobal('Worker', () => {
    throw new DOMException('no workers here', 'SecurityError');
  });
  expect(await readTableApart(long)).toEqual(readTable(long));
});

test('what is no table says why, from the worker too', async () => {
  const broken = { ...long, text: `${long.text}1;"2;dog` };
  expect(await readTableApart(broken)).toMatchObject({
    read: null,
    issue: { message: expect.stringContaining('never closed') },
  });
});
