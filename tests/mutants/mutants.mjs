// Faults that somebody could make, one small change each, and the tests that must notice. `run.mjs` makes them one by one.

/**
 * @typedef {object} Mutant
 * @property {string} fault What goes wrong, in words.
 * @property {string} file From the root.
 * @property {string} from Occurs once in the file.
 * @property {string} to
 * @property {readonly string[]} tests Files of which at least one test must fail.
 */

const law = (/** @type {string} */ name) => `tests/core/${name}.test.ts`;
const onGpu = ['tests/engine/webgpu.browser.test.ts'];

/** @param {string} file @param {readonly string[]} tests @param {readonly (readonly [string, string, string])[]} changes */
const faults = (file, tests, changes) =>
  changes.map(([fault, from, to]) => ({ fault, file, from, to, tests }));

/** @type {readonly Mutant[]} */
export const mutants = [
  ...faults(
    'src/core/ops/dense.ts',
    [law('ops'), law('backprop')],
    [
      [
        'the weights are read transposed',
        'const row = weight + o * sourceUnits;\n        let sum',
        'const row = weight + o;\n        let sum',
      ],
      ['a prediction forgets its bias', 'memory[a + o]! : memory[bias + o]!', 'memory[a + o]! : 0'],
      [
        'a second connection overwrites the first',
        'accumulate ? memory[a + o]!',
        'accumulate ? memory[bias + o]!',
      ],
      ['the pullback drops the derivative', 'sums[i]! * df(memory[value + at]!)', 'sums[i]!'],
      [
        'the pullback flips its sign',
        'sums[i]! += memory[row + i]! * d;',
        'sums[i]! -= memory[row + i]! * d;',
      ],
      ['the gradient flips its sign', '0 : -sums[i]! / samples', '0 : sums[i]! / samples'],
      ['the gradient is a sum, not a mean', '0 : -sums[i]! / samples', '0 : -sums[i]!'],
      ['removed synapses learn', 'masked && memory[mask + row + i] === 0 ? 0 :', 'masked && false ? 0 :'],
      [
        'the gradient leaves the last sample out',
        'for (let s = first; s < Math.min(first + BLOCK, samples); s++) {\n          const d',
        'for (let s = first; s < Math.min(first + BLOCK, samples - 1); s++) {\n          const d',
      ],
    ],
  ),
  ...faults(
    'src/core/nodes/relax.ts',
    [law('ops'), law('strict-energy'), law('backprop')],
    [
      [
        'values climb the energy',
        'inferenceRate * memory[moves + i]! * (memory[drive + at]! - memory[error + at]!)',
        'inferenceRate * memory[moves + i]! * (memory[error + at]! - memory[drive + at]!)',
      ],
      [
        'a value ignores its own error',
        'inferenceRate * memory[moves + i]! * (memory[drive + at]! - memory[error + at]!)',
        'inferenceRate * memory[moves + i]! * memory[drive + at]!',
      ],
      ['pinned units move', 'inferenceRate * memory[moves + i]!', 'inferenceRate'],
      ['a full step forgets the precision', 'const rate = 1 / memory[precisionAt]!;', 'const rate = 1;'],
      [
        'backprop drops the derivative of the activation',
        'memory[delta + at] = df(memory[preactivation + at]!) * e;',
        'memory[delta + at] = e;',
      ],
    ],
  ),
  ...faults(
    'src/core/likelihoods/gaussian.ts',
    ['tests/engine/cpu.test.ts', law('backprop')],
    [
      [
        'the error is prediction minus belief',
        'precision * (memory[value + at]! - mu)',
        'precision * (mu - memory[value + at]!)',
      ],
      [
        'the error forgets the precision',
        'precision * (memory[value + at]! - mu)',
        'memory[value + at]! - mu',
      ],
      ['the delta drops the derivative', 'df(a) * e;', 'e;'],
      ['the energy counts the precision twice', '(0.5 * sum) / precision', '0.5 * sum'],
      ['removed units count', 'memory[counted + i] === 0 ? 0 :', 'false ? 0 :'],
    ],
  ),
  ...faults(
    'src/core/likelihoods/categorical.ts',
    ['tests/engine/cpu.test.ts', law('backprop')],
    [
      [
        'the softmax is not normalised',
        'Math.exp(memory[preactivation + at]! - logTotal)',
        'Math.exp(memory[preactivation + at]!)',
      ],
      ['the cross-entropy flips its sign', 'if (y !== 0) sum -=', 'if (y !== 0) sum +='],
    ],
  ),
  ...faults(
    'src/core/plan/compile.ts',
    ['tests/engine/cpu.test.ts', law('incremental'), law('zero-divergence')],
    [
      [
        'errors are one step stale',
        'step: [...move, tick, ...recipe.predict(live, source), ...observe],',
        'step: [...recipe.predict(live, source), ...observe, ...move, tick],',
      ],
      [
        'predictions do not follow the values',
        'step: [...move, tick, ...recipe.predict(live, source), ...observe],',
        'step: [...move, tick, ...observe],',
      ],
      [
        'incremental learns before it takes the gradient',
        '...recipe.gradient(recipe.predicted, source),\n      ...move,\n      ...descent,',
        '...descent,\n      ...recipe.gradient(recipe.predicted, source),\n      ...move,',
      ],
      [
        'incremental relaxes with the new weights',
        '...move,\n      ...descent,\n      tick,',
        '...descent,\n      ...move,\n      tick,',
      ],
      [
        'frozen predictions are compared with live values',
        "const source: Source = frozen ? 'forward' : 'value';",
        "const source: Source = 'value';",
      ],
    ],
  ),
  ...faults(
    'src/core/plan/programs.ts',
    ['tests/engine/cpu.test.ts', 'tests/session/laboratory.test.ts'],
    [
      [
        'a settling stops one step early',
        "{ schedule: 'step', times: settleSteps }, { schedule: 'gradient' }",
        "{ schedule: 'step', times: settleSteps - 1 }, { schedule: 'gradient' }",
      ],
      ['the wave is met one step late', 'k + 1}`', 'k}`'],
    ],
  ),
  ...faults(
    'src/core/plan/recipe.ts',
    ['tests/engine/cpu.test.ts', law('backprop')],
    [
      [
        'the gradient pairs errors with the wrong layer',
        "gradient: this.allocation.at(tensor.nodeTensor('biasGradient', id, this.world)),",
        "gradient: this.allocation.at(tensor.nodeTensor('biasGradient', this.target.id, this.world)),",
      ],
    ],
  ),
  ...faults(
    'src/core/plan/relays.ts',
    [law('zero-divergence'), law('backprop')],
    [['a skip passes one relay too few', 'from - to - 1', 'from - to - 2']],
  ),
  ...faults(
    'src/core/nodes/bias.ts',
    [law('ops'), law('backprop')],
    [['the bias gradient flips its sign', '-sum / samples', 'sum / samples']],
  ),
  ...faults(
    'src/core/optimizers/adam.ts',
    [law('optimizers')],
    [
      [
        'Adam forgets to correct its first moment',
        '(learningRate * (m / firstCorrection))',
        '(learningRate * m)',
      ],
      [
        'Adam mixes up its decays',
        'const m = FIRST_DECAY * memory[first! + i]! + (1 - FIRST_DECAY) * g;',
        'const m = SECOND_DECAY * memory[first! + i]! + (1 - SECOND_DECAY) * g;',
      ],
    ],
  ),
  ...faults(
    'src/core/optimizers/momentum.ts',
    [law('optimizers')],
    [
      [
        'momentum forgets its past',
        'DECAY * memory[velocity! + i]! + memory[gradient! + i]!',
        'memory[gradient! + i]!',
      ],
    ],
  ),
  ...faults(
    'src/core/optimizers/sgd.ts',
    [law('optimizers')],
    [
      [
        'a descent climbs',
        'memory[parameter! + i]! -= learningRate',
        'memory[parameter! + i]! += learningRate',
      ],
    ],
  ),
  ...faults(
    'src/core/telemetry/energy.ts',
    ['tests/engine/cpu.test.ts'],
    [
      [
        'the trace is written one step early',
        'trace! + memory[clock!]!',
        'trace! + Math.max(0, memory[clock!]! - 1)',
      ],
    ],
  ),
  ...faults(
    'src/core/telemetry/stability.ts',
    [law('stability')],
    [
      ['the limit is 1/λ', ': 2 / lambda', ': 1 / lambda'],
      [
        'the Hessian drops the slopes',
        'const e = node.precision * (own + slopes[o]! * r[o]!);',
        'const e = node.precision * (own + r[o]!);',
      ],
    ],
  ),
  ...faults(
    'src/core/telemetry/gradients.ts',
    [law('agreement')],
    [['the angle compares with the opposite', '(g * u - b * v) ** 2', '(g * u + b * v) ** 2']],
  ),
  ...faults(
    'src/core/telemetry/agreement.ts',
    [law('agreement')],
    [
      [
        'the relative error is relative to the wrong side',
        'relativeError: difference / b',
        'relativeError: difference / g',
      ],
    ],
  ),
  ...faults(
    'src/core/activations/tanh.ts',
    [law('activations')],
    [['the slope of tanh is off by a factor', '(4 * e)', '(2 * e)']],
  ),
  ...faults('shaders/ops/dense.wgsl', onGpu, [
    [
      'WGSL reads the weights transposed',
      'innerProduct(call.weight + o * call.sourceUnits, 1u,',
      'innerProduct(call.weight + o, call.units,',
    ],
    ['WGSL drops the derivative of the pullback', ' * slope(call.activation, memory[call.value + at]);', ';'],
    ['WGSL flips the gradient', '= -innerProduct(d,', '= innerProduct(d,'],
  ]),
  ...faults('shaders/nodes/relax.wgsl', onGpu, [
    [
      'WGSL climbs the energy',
      '(memory[call.drive + at] - memory[call.error + at])',
      '(memory[call.error + at] - memory[call.drive + at])',
    ],
    [
      'WGSL forgets the precision of a full step',
      'let rate = 1.0 / memory[call.precisionAt];',
      'let rate = 1.0;',
    ],
  ]),
  ...faults('shaders/likelihoods/gaussian.wgsl', onGpu, [
    ['WGSL drops the derivative of δ', 'slope(call.activation, a) * error', 'error'],
    [
      'WGSL forgets the precision of ε',
      'memory[call.precisionAt] * (memory[call.value + at] - mu)',
      '(memory[call.value + at] - mu)',
    ],
  ]),
  ...faults('shaders/likelihoods/categorical.wgsl', onGpu, [
    ['WGSL does not normalise the softmax', ' - most) / whole;', ' - most);'],
  ]),
  ...faults('shaders/nodes/state.wgsl', onGpu, [
    [
      'WGSL takes the wrong row',
      'memory[call.data + row * call.units + i] + memory[call.held + i]',
      'memory[call.data + i] + memory[call.held + i]',
    ],
  ]),
  ...faults('shaders/telemetry/clock.wgsl', onGpu, [['WGSL counts two steps as one', '+= 1.0', '+= 0.5']]),
  ...faults('shaders/optimizers/adam.wgsl', onGpu, [
    ['WGSL forgets Adam’s correction', 'let corrected = m / memory[call.corrections];', 'let corrected = m;'],
  ]),
  ...faults('shaders/lib/blocks.wgsl', onGpu, [
    [
      'WGSL leaves the end of a sum out',
      'for (var i = first; i < end; i++) {\n      part += memory[x + i * xStep];',
      'for (var i = first; i + 1u < end; i++) {\n      part += memory[x + i * xStep];',
    ],
  ]),
];
