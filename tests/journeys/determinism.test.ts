import { expect, test } from 'vitest';
import { presets } from '#experiment/presets/index.ts';
import { visit } from '../setup/visit.ts';

const document = presets.find((it) => it.id === 'agreement-dial')!.document;
const other = presets.find((it) => it.id !== 'agreement-dial' && it.id !== 'digits')!.document;

type Kind = 'cpu' | 'webgpu';

/** All that settling, learning and settling again give in a page of its own, to the last digit, as text. */
async function seen(kind: Kind, before?: object): Promise<string> {
  const { page, complaints, close } = await visit({ at: '?fresh#preset=agreement-dial' });
  try {
    const text = await page.evaluate(
      async ({ document, kind, before }) => {
        const { playground } = window;
        await playground.ready;
        if (before) {
          await playground.load(before, { engine: kind });
          await playground.learn({ updates: 7 });
        }
        await playground.load(document, { engine: kind });
        return JSON.stringify([
          await playground.settle(),
          await playground.learn({ epochs: 2 }),
          await playground.settle({ settleSteps: 7, samples: [3, 1, 2] }),
          await playground.evaluate(),
          await playground.experiment({ parameters: true }),
        ]);
      },
      { document, kind, before },
    );
    expect(complaints).toEqual([]);
    return text;
  } finally {
    await close();
  }
}

test.each(['cpu', 'webgpu'] as const)(
  'two visits with the %s see the same bits, whatever came before',
  async (kind) => {
    const first = await seen(kind);
    // Numbers as text are exact: each is told by the digits that no other number has.
    expect(first.length).toBeGreaterThan(10_000);
    expect((await seen(kind, other)) === first).toBe(true);
  },
);
