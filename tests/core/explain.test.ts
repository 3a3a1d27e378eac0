import { describe, expect, test } from 'vitest';
import type { Network } from '#core/network/network.ts';
import { type CompileOptions, compile } from '#core/plan/compile.ts';
import { explain, explainSchedule } from '#core/plan/explain.ts';
import type { Plan } from '#core/plan/plan.ts';
import { ruleIds } from '#core/rules/index.ts';
import type { NetworkDocument } from '#experiment/document.ts';
import { understood } from '../oracles/scenarios.ts';

const networkOf = (network: NetworkDocument): Network =>
  understood({
    version: 1,
    network,
    data: {
      name: 'rows',
      inputs: [new Array(network.nodes[0]!.units).fill(0)],
      targets: [new Array(network.nodes.at(-1)!.units).fill(1)],
    },
  }).network;

const input = (id: string, units: number) =>
  ({ id, units, clamp: { learning: 'input', testing: 'input' } }) as const;
const target = (id: string, units: number) =>
  ({ id, units, clamp: { learning: 'target', testing: 'free' } }) as const;

/** 2-3-1: A into h, B into y. */
const chain = networkOf({
  nodes: [input('x', 2), { id: 'h', units: 3, activation: 'tanh' }, target('y', 1)],
  connections: [
    { id: 'A', from: 'x', to: 'h' },
    { id: 'B', from: 'h', to: 'y' },
  ],
});

/** x → h → k → y with the skips h → y (of a free node) and x → k (of the input); B is activated before its weights. */
const skipping = networkOf({
  nodes: [input('x', 2), { id: 'h', units: 3, activation: 'tanh' }, { id: 'k', units: 2 }, target('y', 1)],
  connections: [
    { id: 'A', from: 'x', to: 'h' },
    { id: 'B', from: 'h', to: 'k', activation: 'relu' },
    { id: 'C', from: 'k', to: 'y' },
    { id: 'D', from: 'h', to: 'y' },
    { id: 'E', from: 'x', to: 'k' },
  ],
});

const planFor = (network: Network, options: Partial<CompileOptions>): Plan =>
  compile(
    { network, pins: {}, lesions: { units: {}, weights: {} } },
    {
      rule: 'strict',
      start: 'forward',
      optimizer: 'sgd',
      capacity: 4,
      longestSettling: 20,
      rows: 4,
      classes: null,
      ...options,
    },
  );

/** The schedules of a printed plan by name, indentation taken off. */
function printed(network: Network, options: Partial<CompileOptions>): Record<string, string> {
  const sections = explain(planFor(network, options)).split('\n\n');
  return Object.fromEntries(
    sections.map((section) => {
      const [name, ...body] = section.split('\n');
      expect(body.every((line) => line.startsWith('  '))).toBe(true);
      return [name!, body.map((line) => line.slice(2)).join('\n')];
    }),
  );
}

/** Lines of a template, without the surrounding blank ones and the common indentation. */
const text = (template: string) =>
  template
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

const observed = text(`
  ε[h] = π[h]·(value[h] − tanh(a[h]))
  ε[y] = π[y]·(value[y] − identity(a[y]))
  E[h] = energy of ε[h]
  E[y] = energy of ε[y]
  trace[h][t] = mean E[h]
  trace[y][t] = mean E[y]
`);

test('strict on 2-3-1, whole: predictions follow the values, but what the clamped input predicts is computed once', () => {
  expect(explain(planFor(chain, { rule: 'strict' }))).toBe(
    `begin
  value[x] = input rows
  value[y] = target rows
  a[h] = b[h] + A·value[x]
  value[h] = tanh(a[h])
  a[y] = b[y] + B·value[h]

score
  ε[y] = π[y]·(value[y] − identity(a[y]))
  E[y] = energy of ε[y]
  loss = mean E[y]
  count it

start
  t = 0
  ε[h] = π[h]·(value[h] − tanh(a[h]))
  ε[y] = π[y]·(value[y] − identity(a[y]))
  E[h] = energy of ε[h]
  E[y] = energy of ε[y]
  trace[h][t] = mean E[h]
  trace[y][t] = mean E[y]

resume
  t = 0
  ε[h] = π[h]·(value[h] − tanh(a[h]))
  ε[y] = π[y]·(value[y] − identity(a[y]))
  E[h] = energy of ε[h]
  E[y] = energy of ε[y]
  trace[h][t] = mean E[h]
  trace[y][t] = mean E[y]

step
  drive[h] = Bᵀ·δ[y]
  value[h] += η·(drive[h] − ε[h])
  t += 1
  a[y] = b[y] + B·value[h]
  ε[h] = π[h]·(value[h] − tanh(a[h]))
  ε[y] = π[y]·(value[y] − identity(a[y]))
  E[h] = energy of ε[h]
  E[y] = energy of ε[y]
  trace[h][t] = mean E[h]
  trace[y][t] = mean E[y]

gradient
  gradient[A] = −mean δ[h]·value[x]ᵀ
  gradient[B] = −mean δ[y]·value[h]ᵀ
  gradient[b h] = −mean δ[h]
  gradient[b y] = −mean δ[y]

descend
  weight(A) −= sgd step along gradient(A)
  weight(B) −= sgd step along gradient(B)
  bias(h) −= sgd step along biasGradient(h)
  bias(y) −= sgd step along biasGradient(y)

evaluate
  value[x] = input rows
  value[y] = target rows
  a[h] = b[h] + A·value[x]
  value[h] = tanh(a[h])
  a[y] = b[y] + B·value[h]
  ε[y] = π[y]·(value[y] − identity(a[y]))
  E[y] = energy of ε[y]
  loss = mean E[y]
  count it

sweep
  drive[h] = Bᵀ·δ[y]
  ε[h] = drive[h]
  gradient[A] = −mean δ[h]·value[x]ᵀ
  gradient[B] = −mean δ[y]·value[h]ᵀ
  gradient[b h] = −mean δ[h]
  gradient[b y] = −mean δ[y]

agreement
  parts of A: Σ g², Σ b², Σ (g − b)²
  parts of B: Σ g², Σ b², Σ (g − b)²
  agreement[A]: ‖g‖², ‖b‖², ‖g − b‖²
  agreement[B]: ‖g‖², ‖b‖², ‖g − b‖²
  agreement[all]: ‖g‖², ‖b‖², ‖g − b‖²
  parts of A: Σ (ĝ ∓ b̂)²
  parts of A: Σ (ĝ ∓ b̂)², units of all
  parts of B: Σ (ĝ ∓ b̂)²
  parts of B: Σ (ĝ ∓ b̂)², units of all
  agreement[A]: ‖ĝ ∓ b̂‖²
  agreement[B]: ‖ĝ ∓ b̂‖²
  agreement[all]: ‖ĝ ∓ b̂‖²`,
  );
});

describe('on 2-3-1', () => {
  test('fixed prediction never predicts in a step, and learns from the forward values', () => {
    const { begin, start, step, gradient } = printed(chain, { rule: 'fixed-prediction' });
    expect(begin).toBe(
      text(`
        value[x] = input rows
        value[y] = target rows
        forward[x] = input rows
        forward[y] = target rows
        a[h] = b[h] + A·forward[x]
        forward[h] = tanh(a[h])
        a[y] = b[y] + B·forward[h]
      `),
    );
    expect(start).toBe(['t = 0', 'value[h] = forward[h]', observed].join('\n'));
    expect(step).toBe(
      ['drive[h] = Bᵀ·δ[y]', 'value[h] += η·(drive[h] − ε[h])', 't += 1', observed].join('\n'),
    );
    expect(gradient).toBe(
      text(`
        gradient[A] = −mean δ[h]·forward[x]ᵀ
        gradient[B] = −mean δ[y]·forward[h]ᵀ
        gradient[b h] = −mean δ[h]
        gradient[b y] = −mean δ[y]
      `),
    );
  });

  test('zero-divergence is strict with full steps, each layer’s gradient at its own time', () => {
    const schedules = printed(chain, { rule: 'zero-divergence' });
    expect(schedules.step).toBe(
      [
        'drive[h] = Bᵀ·δ[y]',
        'value[h] += (drive[h] − ε[h]) / π[h]',
        't += 1',
        'a[y] = b[y] + B·value[h]',
        observed,
      ].join('\n'),
    );
    expect(schedules['gradient@0']).toBe('gradient[B] = −mean δ[y]·value[h]ᵀ\ngradient[b y] = −mean δ[y]');
    expect(schedules['gradient@1']).toBe('gradient[A] = −mean δ[h]·value[x]ᵀ\ngradient[b h] = −mean δ[h]');
    expect(schedules).not.toHaveProperty('gradient@2');
  });

  test('incremental learns in every step: gradient, relax, descend, predict', () => {
    const { learningStep, step } = printed(chain, { rule: 'incremental' });
    expect(learningStep).toBe(
      [
        text(`
          gradient[A] = −mean δ[h]·value[x]ᵀ
          gradient[B] = −mean δ[y]·value[h]ᵀ
          gradient[b h] = −mean δ[h]
          gradient[b y] = −mean δ[y]
          drive[h] = Bᵀ·δ[y]
          value[h] += η·(drive[h] − ε[h])
          weight(A) −= sgd step along gradient(A)
          weight(B) −= sgd step along gradient(B)
          bias(h) −= sgd step along biasGradient(h)
          bias(y) −= sgd step along biasGradient(y)
          t += 1
          a[h] = b[h] + A·value[x]
          a[y] = b[y] + B·value[h]
        `),
        observed,
      ].join('\n'),
    );
    expect(step).toBe(printed(chain, { rule: 'strict' }).step);
  });

  test('backprop is fixed prediction with full steps', () => {
    const { step, gradient, begin } = printed(chain, { rule: 'backprop' });
    const fixed = printed(chain, { rule: 'fixed-prediction' });
    expect(step).toBe(
      ['drive[h] = Bᵀ·δ[y]', 'value[h] += (drive[h] − ε[h]) / π[h]', 't += 1', observed].join('\n'),
    );
    expect([begin, gradient]).toEqual([fixed.begin, fixed.gradient]);
  });
});

const observedSkipping = text(`
  ε[h] = π[h]·(value[h] − tanh(a[h]))
  ε[k] = π[k]·(value[k] − identity(a[k]))
  ε[y] = π[y]·(value[y] − identity(a[y]))
  E[h] = energy of ε[h]
  E[k] = energy of ε[k]
  E[y] = energy of ε[y]
  trace[h][t] = mean E[h]
  trace[k][t] = mean E[k]
  trace[y][t] = mean E[y]
`);

describe('on a graph with skips', () => {
  test('strict adds what several connections bring, and again hoists only the first layer', () => {
    const { step } = printed(skipping, { rule: 'strict' });
    expect(step).toBe(
      [
        text(`
          drive[h] = relu′(value[h]) ∘ Bᵀ·δ[k]
          drive[k] = Cᵀ·δ[y]
          drive[h] += Dᵀ·δ[y]
          value[h] += η·(drive[h] − ε[h])
          value[k] += η·(drive[k] − ε[k])
          t += 1
          u[B] = relu(value[h])
          a[k] = b[k] + B·u[B]
          a[y] = b[y] + C·value[k]
          a[k] += E·value[x]
          a[y] += D·value[h]
        `),
        observedSkipping,
      ].join('\n'),
    );
  });

  test('fixed prediction takes slopes at the forward values', () => {
    const { step } = printed(skipping, { rule: 'fixed-prediction' });
    expect(step).toBe(
      [
        text(`
          drive[h] = relu′(forward[h]) ∘ Bᵀ·δ[k]
          drive[k] = Cᵀ·δ[y]
          drive[h] += Dᵀ·δ[y]
          value[h] += η·(drive[h] − ε[h])
          value[k] += η·(drive[k] − ε[k])
          t += 1
        `),
        observedSkipping,
      ].join('\n'),
    );
  });

  test('zero-divergence lets the free skip wait in a relay, and the clamped one as it is', () => {
    const schedules = printed(skipping, { rule: 'zero-divergence' });
    expect(schedules.begin).toBe(
      text(`
        value[x] = input rows
        value[y] = target rows
        a[h] = b[h] + A·value[x]
        value[h] = tanh(a[h])
        u[B] = relu(value[h])
        a[k] = b[k] + B·u[B]
        a[⤷D.0] = value[h]
        a[k] += E·value[x]
        value[k] = identity(a[k])
        value[⤷D.0] = identity(a[⤷D.0])
        a[y] = b[y] + C·value[k]
        a[y] += D·value[⤷D.0]
      `),
    );
    expect(schedules.step).toBe(
      text(`
        drive[h] = relu′(value[h]) ∘ Bᵀ·δ[k]
        drive[k] = Cᵀ·δ[y]
        drive[⤷D.0] = Dᵀ·δ[y]
        drive[h] += δ[⤷D.0]
        value[h] += (drive[h] − ε[h]) / π[h]
        value[k] += (drive[k] − ε[k]) / π[k]
        value[⤷D.0] += (drive[⤷D.0] − ε[⤷D.0]) / π[⤷D.0]
        t += 1
        u[B] = relu(value[h])
        a[k] = b[k] + B·u[B]
        a[y] = b[y] + C·value[k]
        a[⤷D.0] = value[h]
        a[k] += E·value[x]
        a[y] += D·value[⤷D.0]
        ε[h] = π[h]·(value[h] − tanh(a[h]))
        ε[k] = π[k]·(value[k] − identity(a[k]))
        ε[y] = π[y]·(value[y] − identity(a[y]))
        ε[⤷D.0] = π[⤷D.0]·(value[⤷D.0] − identity(a[⤷D.0]))
        E[h] = energy of ε[h]
        E[k] = energy of ε[k]
        E[y] = energy of ε[y]
        E[⤷D.0] = energy of ε[⤷D.0]
        trace[h][t] = mean E[h]
        trace[k][t] = mean E[k]
        trace[y][t] = mean E[y]
        trace[⤷D.0][t] = mean E[⤷D.0]
      `),
    );
    expect(schedules['gradient@0']).toBe(
      text(`
        gradient[C] = −mean δ[y]·value[k]ᵀ
        gradient[D] = −mean δ[y]·value[⤷D.0]ᵀ
        gradient[b y] = −mean δ[y]
      `),
    );
    expect(schedules['gradient@1']).toBe(
      text(`
        gradient[B] = −mean δ[k]·u[B]ᵀ
        gradient[E] = −mean δ[k]·value[x]ᵀ
        gradient[b k] = −mean δ[k]
      `),
    );
    expect(schedules['gradient@2']).toBe('gradient[A] = −mean δ[h]·value[x]ᵀ\ngradient[b h] = −mean δ[h]');
  });

  test('backprop’s sweep goes up one depth at a time, without a relay', () => {
    const { sweep } = printed(skipping, {});
    expect(sweep).toBe(
      text(`
        drive[k] = Cᵀ·δ[y]
        ε[k] = drive[k]
        drive[h] = relu′(value[h]) ∘ Bᵀ·δ[k]
        drive[h] += Dᵀ·δ[y]
        ε[h] = drive[h]
        gradient[A] = −mean δ[h]·value[x]ᵀ
        gradient[B] = −mean δ[k]·u[B]ᵀ
        gradient[E] = −mean δ[k]·value[x]ᵀ
        gradient[C] = −mean δ[y]·value[k]ᵀ
        gradient[D] = −mean δ[y]·value[h]ᵀ
        gradient[b h] = −mean δ[h]
        gradient[b k] = −mean δ[k]
        gradient[b y] = −mean δ[y]
      `),
    );
  });
});

describe('the start', () => {
  test.each([
    ['zero', 'value[h] = 0'],
    ['random', 'value[h] = noise[h]'],
  ] as const)('at %s sets the free values and predicts from them', (start, set) => {
    const schedules = printed(chain, { rule: 'strict', start });
    expect(schedules.start).toBe(['t = 0', set, 'a[y] = b[y] + B·value[h]', observed].join('\n'));
    expect(schedules.begin).toContain('forward[h] = tanh(a[h])');
  });

  test('that keeps the previous state sets nothing', () => {
    const schedules = printed(chain, { rule: 'strict', start: 'keep' });
    expect(schedules.start).toBe(['t = 0', 'a[y] = b[y] + B·value[h]', observed].join('\n'));
    expect(schedules.resume).toBe(['t = 0', 'value[h] = forward[h]', observed].join('\n'));
  });
});

test.each(ruleIds)('every call of %s says what it does', (rule) => {
  const lines = explain(planFor(skipping, { rule, optimizer: 'adam', classes: 'sign' })).split('\n');
  expect(lines.filter((line) => /undefined|NaN|\[object/.test(line))).toEqual([]);
  expect(lines.every((line) => line === '' || line.trim() !== '')).toBe(true);
});

test('repetition is printed as such, what repeats indented', () => {
  const call = (says: string) => ({
    kernel: 'nodes/state.clear' as const,
    calls: [{ args: {}, threads: 1, perSample: false, says }],
  });
  const schedule = [
    call('one'),
    { repeat: 3, stages: [call('two'), { repeat: 2, stages: [call('three')] }] },
  ];
  expect(explainSchedule(schedule)).toBe('one\nrepeat 3 times\n  two\n  repeat 2 times\n    three');
});
