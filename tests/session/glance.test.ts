import { expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { Glance } from '#session/glance.ts';
import { Laboratory } from '#session/laboratory.ts';
import { materialOf } from '#session/material.ts';
import { Watch } from '#session/watch.ts';

const noFiles = () => Promise.reject(new Error('no file is needed'));

test.each(['agreement-dial', 'xor-fixed', 'skip-graph', 'deep'])(
  '%s: the chosen sample settles alone as it does in its batch, edit after edit, before any other task of the page',
  async (id) => {
    const before = parse(presets.find((it) => it.id === id)!.document).value!;
    const material = await materialOf(before, noFiles);
    const glance = new Glance();
    const rates = [before.inference.inferenceRate, before.inference.inferenceRate / 2];
    for (const inferenceRate of rates) {
      const experiment = { ...before, inference: { ...before.inference, inferenceRate } };
      const laboratory = await Laboratory.open(new CpuEngine(), experiment, material);
      const watch = new Watch(laboratory, 3);
      await watch.begin();
      watch.advance(watch.settleSteps);
      const { nodes, t } = await watch.frame(true);
      let tasks = 0;
      const other = setTimeout(() => tasks++);
      const alone = await glance.settle(experiment, material, watch.parameters, 3, t);
      clearTimeout(other);
      expect(tasks).toBe(0);
      expect(alone).toEqual(nodes);
    }
  },
);
