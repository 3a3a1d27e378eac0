import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFile, encodeFile, fileName, LARGEST_FILE } from '#experiment/file.ts';
import { presets } from '#experiment/presets/index.ts';
import { fixtures, full, sound } from './samples.ts';

const documents = [
  ['everything', full()],
  ['brackets in texts', { ...full(), title: '[ 1,\n 2 ] {"a": [' }],
  ...presets.map(({ id, document }) => [id, document] as const),
  ...fixtures(),
] as const;

test.each(documents)('%s comes back from its file', async (_, document) => {
  const experiment = sound(document);
  expect(await decodeFile(new Blob([encodeFile(experiment)]))).toEqual({ value: experiment, issues: [] });
});

test('every finite number comes back from a file to the bit', async () => {
  const number = fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -3e38, max: 3e38 })
    .map((it) => it + 0);
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 3, maxLength: 3 }), async (x1) => {
      const experiment = sound({ ...full(), parameters: { biases: { x1 } } });
      const { value } = await decodeFile(new Blob([encodeFile(experiment)]));
      expect(value!.parameters.biases!.x1).toStrictEqual(Float64Array.from(x1));
    }),
  );
});

test('any text is an experiment or a fault in words', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
      const { value, issues } = await decodeFile(new Blob([text]));
      expect(value === null).toBe(issues.length > 0);
      for (const issue of issues) expect(issue.message).toMatch(/\.$/);
    }),
  );
});

test('a file that is too large is not even read', async () => {
  const file = { size: LARGEST_FILE + 1, text: () => Promise.reject(new Error('was read')) };
  const { value, issues } = await decodeFile(file);
  expect(value).toBeNull();
  expect(issues[0]!.message).toMatch(/256 megabytes/);
});

test.each([
  ['Agreement dial', 'dial', 'agreement-dial-dial.json'],
  ['', '', 'experiment.json'],
  ['../../etc: "x"', '', 'etc-x.json'],
  ['Übung 3', '', 'übung-3.json'],
])('a file of %j is called so that every disk takes it', (title, part, name) => {
  expect(fileName({ title }, part, 'json')).toBe(name);
});
