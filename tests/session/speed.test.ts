import { expect, test } from 'vitest';
import { flops } from '#core/plan/cost.ts';
import { update } from '#core/plan/programs.ts';
import { Speed } from '#session/speed.svelte.ts';
import { open } from '../oracles/scenarios.ts';

const laboratory = () =>
  open({
    version: 1,
    network: {
      nodes: [
        { id: 'x', units: 2, clamp: { learning: 'input', testing: 'input' } },
        { id: 'h', units: 3, activation: 'tanh' },
        { id: 'y', units: 1, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: 'v', from: 'x', to: 'h' },
        { id: 'w', from: 'h', to: 'y' },
      ],
    },
    data: {
      name: 'rows',
      inputs: [
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      targets: [[1], [0], [1]],
    },
    learning: { batchSize: 2 },
  });

test('a rate is that of all that was measured of late, its arithmetic that of the plan', async () => {
  const speed = new Speed();
  const lab = await laboratory();
  for (const milliseconds of [4, 0, 8]) speed.trained(lab, 2, milliseconds);
  const operations = flops(lab.plan, update('strict', 20, false), 2);
  expect(speed.training).toEqual({ milliseconds: 2, gflops: operations / 2e6, samples: 2 });
  speed.forget();
  expect(speed.training).toBeNull();
});

test('settling is measured over many steps at a time alone', async () => {
  const speed = new Speed();
  const lab = await laboratory();
  speed.settled(lab, 3, 1, 5);
  expect(speed.settling).toBeNull();
  speed.settled(lab, 3, 20, 5);
  expect(speed.settling).toMatchObject({ milliseconds: 0.25, samples: 3 });
});
