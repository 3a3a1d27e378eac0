import { expect, test } from 'vitest';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';

test('digits has ten thousand samples: more are cut with a word', () => {
  const { document } = presets.find((it) => it.id === 'digits')!;
  const { value, issues } = parse({ ...document, data: { name: 'digits', samples: 20_000 } });
  expect(value!.data).toMatchObject({ name: 'digits', samples: 10_000 });
  expect(issues).toMatchObject([{ code: 'out-of-range', at: 'data.samples' }]);
  expect(issues[0]!.message).toMatch(/10,?000/);
});
