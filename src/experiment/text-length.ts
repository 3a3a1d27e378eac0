import type { Experiment } from './experiment.ts';

const known = new WeakMap<object, readonly [length: number, most: number]>();

/** Characters of an experiment's own rows in JSON, at least; not counted on beyond `most`. */
export function rowsLength({ data }: Pick<Experiment, 'data'>, most: number): number {
  if (data.name !== 'rows') return 0;
  const [counted, until] = known.get(data) ?? [0, -1];
  if (until >= most) return counted;
  let length = 0;
  for (const numbers of [data.inputs, data.targets])
    for (let i = 0; i < numbers.length && length <= most; i++) length += String(numbers[i]).length + 1;
  known.set(data, [length, most]);
  return length;
}
