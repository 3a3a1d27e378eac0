import { expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { openCpuEngine } from '#engine/cpu/open-cpu-engine.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { Laboratory } from '#session/laboratory.ts';
import { materialOf } from '#session/material.ts';
import { settle } from '#session/settle.ts';

const noFiles = () => Promise.reject(new Error('no file is needed'));
const engines = {
  'plain float32': () => new CpuEngine('float32'),
  'the fastest for this machine': openCpuEngine,
};
const small = presets.filter((it) => it.id !== 'digits').map((it) => it.id);

test.each(Object.entries(engines).flatMap(([name, open]) => small.map((id) => [name, id, open] as const)))(
  '%s, %s: from a forward start every hidden error is zero to the bit, and so is what rests on it',
  async (_, id, open) => {
    const { document } = presets.find((it) => it.id === id)!;
    const value = parse({ ...document, inference: { ...document.inference, start: 'forward' } }).value!;
    const laboratory = await Laboratory.open(open(), value, await materialOf(value, noFiles));
    const { errors, comparison } = await settle(
      laboratory,
      [0, 1, 2, 3, 4].slice(0, laboratory.rows.training),
      0,
    );
    const [target] = value.network.nodes.filter((it) => it.clamp.learning === 'target');
    for (const [node, error] of Object.entries(errors))
      if (node !== target!.id)
        expect(
          error.every((it) => it === 0),
          node,
        ).toBe(true);
    for (const { id: connection, to } of value.network.connections)
      expect(comparison.connections[connection] === null, connection).toBe(to !== target!.id);
  },
);
