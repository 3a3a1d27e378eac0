import { describe, expect, test, vi } from 'vitest';
import { backprop } from '#core/oracles/backprop.ts';
import type { RuleId } from '#core/rules/index.ts';
import { Laboratory } from '#session/laboratory.ts';
import { learnEpochs } from '#session/learn.ts';
import { alignmentOf, together } from '#session/studies/twins/alignment.ts';
import { answeredOf } from '#session/studies/twins/answers.ts';
import { costOf, multiplyAdds, timeUpdates } from '#session/studies/twins/cost.ts';
import type { Pair } from '#session/studies/twins/pair.ts';
import { separationOf } from '#session/studies/twins/separation.ts';
import { settingsOf, twinOf } from '#session/studies/twins/twin.ts';
import { lessonFor, openPair, prospective } from '../oracles/pairs.ts';
import { caseOf, Draw, gradientDeviation, open, seeds, split, understood } from '../oracles/scenarios.ts';

const rules: readonly RuleId[] = ['strict', 'fixed-prediction', 'zero-divergence', 'incremental', 'backprop'];

async function epochs(pair: Pair, count: number): Promise<void> {
  for (let k = 0; k < count * pair.batches; k++) await pair.update();
}

const parametersOf = (pair: Pair) => Promise.all(pair.laboratories.map((it) => it.parameters()));

/** The textbook's outputs [row][unit] for some rows at a laboratory's present parameters. */
async function outputs(laboratory: Laboratory, batch: Uint32Array): Promise<number[][]> {
  const inputs = split(laboratory.rows.inputs, laboratory.rows.inputUnits);
  const targets = split(laboratory.rows.targets, laboratory.rows.targetUnits);
  const rows = Array.from(batch);
  const { values } = backprop(
    await caseOf(laboratory),
    rows.map((it) => inputs[it]!),
    rows.map((it) => targets[it]!),
  );
  return values[laboratory.experiment.network.nodes.find((it) => it.clamp.learning === 'target')!.id]!;
}

describe('two runs', () => {
  test.each(rules)('under the same rule (%s) stay the same bits', async (rule) => {
    const pair = await openPair(lessonFor(), { rule }, { rule });
    for (let k = 0; k < 7; k++) {
      const { before, alignment } = await pair.update();
      expect(before[0]).toEqual(before[1]);
      expect(alignment[0]).toEqual(alignment[1]);
    }
    const [one, other] = await parametersOf(pair);
    expect(one).toEqual(other);
    const { runs, separation, landscapes } = await pair.record();
    expect(runs[0]).toEqual(runs[1]);
    expect(landscapes[0]).toEqual(landscapes[1]);
    expect(separation.between).toBe(0);
    expect(separation.moved[0]).toBeGreaterThan(0);
    expect(separation.angle).toBe(0);
  });

  test.each(['zero-divergence', 'fixed-prediction'] as const)(
    '%s with every error arrived is backprop to rounding',
    async (rule) => {
      const pair = await openPair(
        lessonFor(),
        { rule, inferenceRate: 1, settleSteps: 4 },
        { rule: 'backprop' },
      );
      await epochs(pair, 5);
      const { separation, runs } = await pair.record();
      expect(separation.between).toBeLessThan(1e-12 * separation.moved[1]);
      expect(runs[0].trainingLoss / runs[1].trainingLoss).toBeCloseTo(1, 12);
    },
  );

  test('under other rules part', async () => {
    const pair = await openPair(lessonFor(), { rule: 'strict' }, { rule: 'backprop' });
    await epochs(pair, 2);
    const { between, moved, angle } = (await pair.record()).separation;
    expect(between).toBeGreaterThan(0.01 * Math.min(...moved));
    expect(angle).toBeGreaterThan(1);
  });

  test('of a rule are what one laboratory learns by itself', async () => {
    const document = lessonFor();
    const pair = await openPair(document, { rule: 'incremental' }, { rule: 'backprop' });
    await epochs(pair, 3);
    for (const [side, rule] of (['incremental', 'backprop'] as const).entries()) {
      const alone = await open({ ...document, inference: { rule } });
      await learnEpochs(alone, 3);
      expect((await parametersOf(pair))[side]).toEqual(await alone.parameters());
    }
  });

  test('see the same batches, and every training row once an epoch', async () => {
    const learned = new Map<Laboratory, number[][]>();
    const learn = Laboratory.prototype.learn;
    const watched = vi.spyOn(Laboratory.prototype, 'learn').mockImplementation(function (
      this: Laboratory,
      batches,
    ) {
      learned.set(this, [...(learned.get(this) ?? []), ...batches.map((it) => Array.from(it))]);
      learn.call(this, batches);
    });
    const pair = await openPair(lessonFor(), { rule: 'strict' }, { rule: 'backprop' });
    await epochs(pair, 2);
    watched.mockRestore();
    const [one, other] = pair.laboratories.map((it) => learned.get(it)!);
    expect(one).toEqual(other);
    expect(one!.map((it) => it.length)).toEqual([4, 4, 2, 4, 4, 2]);
    for (const epoch of [one!.slice(0, 3), one!.slice(3)])
      expect(epoch.flat().sort((a, b) => a - b)).toEqual(seeds(10, 0));
  });

  test.each([2, 0])('go on from epoch %i as they did', async (epoch) => {
    const [straight, rewound] = [
      await openPair(lessonFor(), { rule: 'strict' }, { rule: 'incremental' }),
      await openPair(lessonFor(), { rule: 'strict' }, { rule: 'incremental' }),
    ];
    for (const pair of [straight, rewound])
      for (let k = 1; k <= 4; k++) {
        await epochs(pair, 1);
        await pair.keep();
      }
    await rewound.update();
    expect(rewound.seek(epoch)).toBe(true);
    expect(rewound.at).toBe(epoch);
    await epochs(rewound, 4 - epoch);
    expect(await parametersOf(rewound)).toEqual(await parametersOf(straight));
    expect(rewound.seek(17)).toBe(false);
  });

  test('differ in nothing but their settings', () => {
    const experiment = understood(lessonFor());
    const settings = { rule: 'strict', inferenceRate: 0.3, settleSteps: 7, precision: 0.25 } as const;
    const twin = twinOf(experiment, settings);
    expect(settingsOf(twin)).toEqual(settings);
    expect({ ...twin, inference: 0, network: 0 }).toEqual({ ...experiment, inference: 0, network: 0 });
    expect(twin.network.nodes.slice(0, -1)).toEqual(experiment.network.nodes.slice(0, -1));
    expect(twinOf(experiment, { ...settings, rule: 'backprop' }).inference).toMatchObject({ settleSteps: 2 });
  });
});

describe('Song’s network, one update at rate 0.2', () => {
  test('backprop pulls the output that was right to 0.8, strict predictive coding only to 0.9748', async () => {
    const pair = await openPair(prospective, { rule: 'strict' }, { rule: 'backprop' });
    const { alignment } = await pair.update();
    const [strict, backpropagated] = await Promise.all(pair.laboratories.map((it) => it.answer([0])));
    expect(backpropagated![1]).toBeCloseTo(0.8, 12);
    expect(strict![1]).toBeCloseTo(0.9748, 4);
    // By hand: h = 2/3, ε = (−2/3, 1/3) and −1/3; the weights become 1 − 0.2/3, 1 − 0.8/9 and 1 + 0.4/9.
    expect(strict![0]).toBeCloseTo((14 / 15) * (41 / 45), 10);
    expect(strict![1]).toBeCloseTo((14 / 15) * (47 / 45), 10);
    // From (1, 1) to the target (0, 1), and where each went instead.
    const cosine = (y: number, z: number) => (1 - y) / Math.hypot(1 - y, 1 - z);
    expect(alignment[0].cosine).toBeCloseTo(cosine((14 / 15) * (41 / 45), (14 / 15) * (47 / 45)), 10);
    expect(alignment[1].cosine).toBeCloseTo(cosine(0.64, 0.8), 12);
    expect(alignment[0].cosine).toBeGreaterThan(alignment[1].cosine!);
  });
});

describe('target alignment', () => {
  test.each(rules)(
    'under %s is what a textbook forward pass before and after the update says',
    async (rule) => {
      const pair = await openPair(lessonFor(), { rule }, { rule: 'backprop' });
      for (let k = 0; k < 5; k++) {
        const [own] = pair.laboratories;
        const twin = await openPair(lessonFor(), { rule }, { rule: 'backprop' });
        for (let made = 0; made < k; made++) await twin.update();
        const [batch] = twin.laboratories[0].nextBatches(1);
        const before = await outputs(own, batch!);
        const { alignment } = await pair.update();
        const after = await outputs(own, batch!);
        const targets = split(own.rows.targets, 2);
        // By the law of cosines, from the three sides of the triangle output, output after, target.
        const cosines = Array.from(batch!, (row, s) => {
          const side = (a: readonly number[], b: readonly number[]) =>
            Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
          const [moved, missing] = [side(after[s]!, before[s]!), side(targets[row]!, before[s]!)];
          return (moved ** 2 + missing ** 2 - side(targets[row]!, after[s]!) ** 2) / (2 * moved * missing);
        });
        const mean = cosines.reduce((a, b) => a + b, 0) / cosines.length;
        expect(alignment[0].cosine).toBeCloseTo(mean, 9);
        expect(alignment[0]).toMatchObject({ counted: batch!.length, leftOut: 0 });
      }
    },
  );

  test('is 1 for a network of one layer and one row: backprop goes straight for the target', async () => {
    const { nodes } = lessonFor().network;
    const pair = await openPair(
      lessonFor({
        network: { nodes: [nodes[0]!, nodes[3]!], connections: [{ id: 'W', from: 'x', to: 'y' }] },
        learning: { optimizer: 'sgd', learningRate: 0.05, batchSize: 1 },
      }),
      { rule: 'strict' },
      { rule: 'backprop' },
    );
    for (let k = 0; k < 5; k++)
      for (const { cosine } of (await pair.update()).alignment) expect(cosine).toBeCloseTo(1, 12);
  });

  test('leaves out and counts samples that did not change or were right', () => {
    const before = [1, 1, 2, 2, 3, 3];
    const after = [1, 1, 3, 2, 4, 4];
    const targets = [5, 5, 2, 2, 3, 7];
    expect(alignmentOf(before, after, targets, 2)).toEqual({
      cosine: expect.closeTo(Math.SQRT1_2, 12),
      counted: 1,
      leftOut: 2,
    });
    expect(alignmentOf([1], [1], [2], 1)).toEqual({ cosine: null, counted: 0, leftOut: 1 });
  });

  test('of several updates weighs every sample alike', () => {
    const draw = new Draw(1, 'alignment');
    const [before, after, targets] = [draw.normals(14), draw.normals(14), draw.normals(14)];
    const part = (from: number, to: number) =>
      alignmentOf(before.slice(from, to), after.slice(from, to), targets.slice(from, to), 2);
    const joint = together([part(0, 4), part(4, 14)]);
    expect(joint.cosine).toBeCloseTo(part(0, 14).cosine!, 12);
    expect(joint.counted).toBe(7);
    expect(together([]).cosine).toBeNull();
  });
});

describe('the distance of two runs', () => {
  test.each(seeds(5))('is that of points in a plane, however it lies (%i)', (seed) => {
    const draw = new Draw(seed, 'separation');
    // An orthonormal pair in six dimensions, and two points of its plane at known lengths and angle.
    const raw = [draw.normals(6), draw.normals(6)] as const;
    const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, it, i) => sum + it * b[i]!, 0);
    const u = raw[0].map((it) => it / Math.sqrt(dot(raw[0], raw[0])));
    const rest = raw[1].map((it, i) => it - dot(raw[1], u) * u[i]!);
    const v = rest.map((it) => it / Math.sqrt(dot(rest, rest)));
    const origin = draw.normals(6);
    const turn = 0.3 * seed;
    const at = (length: number, angle: number) => ({
      weights: {
        A: Float64Array.from(
          origin.slice(0, 4),
          (it, i) => it + length * (Math.cos(angle) * u[i]! + Math.sin(angle) * v[i]!),
        ),
      },
      biases: {
        h: Float64Array.from(
          origin.slice(4),
          (it, i) => it + length * (Math.cos(angle) * u[i + 4]! + Math.sin(angle) * v[i + 4]!),
        ),
      },
    });
    const { between, moved, angle } = separationOf(at(0, 0), at(2, 0), at(3, turn));
    expect(moved[0]).toBeCloseTo(2, 12);
    expect(moved[1]).toBeCloseTo(3, 12);
    expect(angle).toBeCloseTo((turn * 180) / Math.PI, 10);
    expect(between).toBeCloseTo(Math.sqrt(4 + 9 - 12 * Math.cos(turn)), 12);
  });

  test('has no angle before anything moved', async () => {
    const pair = await openPair(lessonFor(), { rule: 'strict' }, { rule: 'backprop' });
    expect((await pair.record()).separation).toEqual({ between: 0, moved: [0, 0], angle: null });
  });
});

describe('cost', () => {
  test('of backprop is a forward pass, a pullback of every layer but the first, and the gradients', async () => {
    const [strict, rival] = (
      await openPair(lessonFor(), { rule: 'strict', settleSteps: 9 }, { rule: 'backprop' })
    ).laboratories;
    const [A, B, C] = [3 * 6, 6 * 5, 5 * 2];
    expect(multiplyAdds(strict)).toBe(9 * 2 * (B + C) + 2 * (A + B + C));
    // As in a textbook, although it runs here as a settling that pulls back once more a step.
    expect(multiplyAdds(rival)).toBe(B + C + 2 * (A + B + C));
    expect(costOf(rival).run).toBeGreaterThan(multiplyAdds(rival));
  });

  test.each(rules)('timing leaves a run under %s as it was', async (rule) => {
    const [timed, untouched] = [
      await openPair(lessonFor(), { rule }, { rule }),
      await openPair(lessonFor(), { rule }, { rule }),
    ];
    for (const pair of [timed, untouched]) await pair.update();
    for (const { milliseconds, together: count } of await timeUpdates(timed.laboratories)) {
      expect(milliseconds).toBeGreaterThan(0);
      expect(count).toBeGreaterThan(0);
    }
    for (let k = 0; k < 4; k++) await timed.update();
    for (let k = 0; k < 4; k++) await untouched.update();
    const [one, other] = await parametersOf(timed);
    expect(one).toEqual(other);
    expect([one, other]).toEqual(await parametersOf(untouched));
    expect(gradientDeviation(one!, other!)).toBe(0);
  });
});

describe('who is right', () => {
  test('adds up to the rows, and to the accuracy of either run', async () => {
    const pair = await openPair(
      lessonFor({ data: { name: 'circle', samples: 60, split: 0.5 }, ...plane }),
      { rule: 'strict' },
      { rule: 'backprop' },
    );
    await epochs(pair, 4);
    const { answered, runs } = await pair.record();
    const { part, both, only, neither } = answered!;
    expect(part).toBe('test');
    expect(both + only[0] + only[1] + neither).toBe(30);
    for (const side of [0, 1] as const)
      expect((both + only[side]) / 30).toBeCloseTo(runs[side].testAccuracy!, 12);
  });

  test('an answer that is not a number is not right', () => {
    const rows = {
      count: 2,
      training: 2,
      inputs: new Float64Array(2),
      targets: Float64Array.of(1, 0, 0, 1),
      inputUnits: 1,
      targetUnits: 2,
      classes: 'argmax',
    } as const;
    const asked = { part: 'training', rows: Uint32Array.of(0, 1) } as const;
    expect(
      answeredOf(rows, asked, [
        [Number.NaN, 0, 0, 1],
        [1, 0, 1, 0],
      ]),
    ).toEqual({
      part: 'training',
      both: 0,
      only: [1, 1],
      neither: 0,
    });
  });
});

/** Two inputs, one output. */
const plane = {
  network: {
    nodes: [
      { id: 'x', units: 2, clamp: { learning: 'input', testing: 'input' } },
      { id: 'h', units: 6, activation: 'tanh' },
      { id: 'y', units: 1, clamp: { learning: 'target', testing: 'free' } },
    ],
    connections: [
      { id: 'A', from: 'x', to: 'h' },
      { id: 'B', from: 'h', to: 'y' },
    ],
  },
} as const;
