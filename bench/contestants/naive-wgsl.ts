import type { Problem } from '../problem.ts';
import type { Contestant, Training } from './contestant.ts';

// What one writes first on a GPU: a thread for every neuron and sample, a dispatch for every layer. Done with care apart
// from that: everything stays on the device, one encoder, one pass and one submit a training step, bind groups made once.

const WORKGROUP = 64;

const shader = /* wgsl */ `
struct Layer { batch: u32, sources: u32, units: u32, nodes: u32, node: u32, rate: f32, learning: f32, unused: u32 }
@group(0) @binding(0) var<uniform> layer: Layer;
// Of the source: its activity. Of the node: value, activity, prediction, error.
@group(0) @binding(1) var<storage, read_write> below: array<f32>;
@group(0) @binding(2) var<storage, read_write> value: array<f32>;
@group(0) @binding(3) var<storage, read_write> activity: array<f32>;
@group(0) @binding(4) var<storage, read_write> prediction: array<f32>;
@group(0) @binding(5) var<storage, read_write> error: array<f32>;
@group(0) @binding(6) var<storage, read_write> weight: array<f32>;
@group(0) @binding(7) var<storage, read_write> bias: array<f32>;
// Of the layer above, for the way back: its weights and errors; and the energies of all nodes.
@group(0) @binding(8) var<storage, read_write> weightAbove: array<f32>;
@group(0) @binding(9) var<storage, read_write> errorAbove: array<f32>;
@group(0) @binding(10) var<storage, read_write> trace: array<f32>;
@group(0) @binding(11) var<storage, read_write> clock: array<u32>;

// The built-in is NaN for large arguments on some devices.
fn squashed(x: f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); }

fn predicted(i: u32) -> f32 {
  let sample = i / layer.units;
  let unit = i % layer.units;
  var sum = bias[unit];
  for (var k = 0u; k < layer.sources; k++) {
    sum += weight[unit * layer.sources + k] * below[sample * layer.sources + k];
  }
  return sum;
}

@compute @workgroup_size(${WORKGROUP}) fn forward(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= layer.batch * layer.units) { return; }
  let mu = predicted(i);
  prediction[i] = mu;
  value[i] = mu;
  activity[i] = squashed(mu);
  error[i] = 0.0;
}

@compute @workgroup_size(${WORKGROUP}) fn predict(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= layer.batch * layer.units) { return; }
  error[i] = value[i] - predicted(i);
}

// The first node's prediction comes from the input alone and stays.
@compute @workgroup_size(${WORKGROUP}) fn compare(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= layer.batch * layer.units) { return; }
  error[i] = value[i] - prediction[i];
}

@compute @workgroup_size(${WORKGROUP}) fn relax(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= layer.batch * layer.units) { return; }
  let unitsAbove = arrayLength(&errorAbove) / layer.batch;
  let sample = i / layer.units;
  let unit = i % layer.units;
  var pulled = 0.0;
  for (var k = 0u; k < unitsAbove; k++) {
    pulled += weightAbove[k * layer.units + unit] * errorAbove[sample * unitsAbove + k];
  }
  let f = activity[i];
  let x = value[i] + layer.rate * ((1.0 - f * f) * pulled - error[i]);
  value[i] = x;
  activity[i] = squashed(x);
}

@compute @workgroup_size(${WORKGROUP}) fn learn(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= layer.units * layer.sources) { return; }
  let unit = i / layer.sources;
  let source = i % layer.sources;
  var sum = 0.0;
  for (var s = 0u; s < layer.batch; s++) { sum += error[s * layer.units + unit] * below[s * layer.sources + source]; }
  weight[i] += layer.learning * sum;
  if (source == 0u) {
    var all = 0.0;
    for (var s = 0u; s < layer.batch; s++) { all += error[s * layer.units + unit]; }
    bias[unit] += layer.learning * all;
  }
}

var<workgroup> sums: array<f32, ${WORKGROUP}>;
@compute @workgroup_size(${WORKGROUP}) fn measure(@builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var i = thread; i < layer.batch * layer.units; i += ${WORKGROUP}u) { sum += error[i] * error[i]; }
  sums[thread] = sum;
  workgroupBarrier();
  if (thread > 0u) { return; }
  var all = 0.0;
  for (var k = 0u; k < ${WORKGROUP}u; k++) { all += sums[k]; }
  trace[clock[0] * layer.nodes + layer.node] = 0.5 * all / f32(layer.batch);
  if (layer.node == layer.nodes - 1u) { clock[0] += 1u; }
}
`;

/** Each kernel with the bindings it has use for. */
const KERNELS = {
  forward: [0, 1, 2, 3, 4, 5, 6, 7],
  predict: [0, 1, 2, 5, 6, 7],
  compare: [0, 2, 4, 5],
  relax: [0, 2, 3, 5, 8, 9],
  learn: [0, 1, 5, 6, 7],
  measure: [0, 5, 10, 11],
} as const;
type Kernel = keyof typeof KERNELS;
const kernels = Object.keys(KERNELS) as Kernel[];
type Pipelines = ReadonlyMap<Kernel, GPUComputePipeline>;

export async function open(): Promise<Contestant> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error('there is no WebGPU here');
  const device = await adapter.requestDevice();
  const compute = device.createShaderModule({ code: shader });
  const pipelines: Pipelines = new Map(
    await Promise.all(
      kernels.map(async (entryPoint) => {
        const descriptor = { layout: 'auto', compute: { module: compute, entryPoint } } as const;
        return [entryPoint, await device.createComputePipelineAsync(descriptor)] as const;
      }),
    ),
  );
  return {
    words: 'a thread for every neuron and sample, a dispatch for every layer',
    prepare: async (problem) => prepare(device, pipelines, problem),
  };
}

function prepare(device: GPUDevice, pipelines: Pipelines, problem: Problem): Training {
  const { batch, widths, settleSteps, inferenceRate, learningRate } = problem;
  const count = problem.weights.length;
  const owned: GPUBuffer[] = [];
  const buffer = (length: number, data?: Float32Array<ArrayBuffer>) => {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const made = device.createBuffer({ size: 4 * length, usage });
    if (data) device.queue.writeBuffer(made, 0, data);
    owned.push(made);
    return made;
  };
  const staging = (length: number) => {
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const made = device.createBuffer({ size: 4 * length, usage });
    owned.push(made);
    return made;
  };

  const input = buffer(problem.inputs.length, problem.inputs);
  const layers = problem.weights.map((weight, l) => {
    const size = batch * widths[l + 1]!;
    return {
      sources: widths[l]!,
      units: widths[l + 1]!,
      value: buffer(size, l === count - 1 ? problem.targets : undefined),
      activity: buffer(size),
      prediction: buffer(size),
      error: buffer(size),
      weight: buffer(weight.length, weight),
      bias: buffer(widths[l + 1]!, problem.biases[l]!),
    };
  });
  const entries = (settleSteps + 1) * count;
  const trace = buffer(entries);
  const clock = buffer(1);
  const seen = staging(entries);
  const bindings = layers.map((it, l) => {
    const facts = new ArrayBuffer(32);
    new Uint32Array(facts).set([batch, it.sources, it.units, count, l]);
    new Float32Array(facts).set([inferenceRate, learningRate / batch], 5);
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const uniform = device.createBuffer({ size: 32, usage });
    device.queue.writeBuffer(uniform, 0, facts);
    owned.push(uniform);
    const below = l === 0 ? input : layers[l - 1]!.activity;
    const node = [uniform, below, it.value, it.activity, it.prediction, it.error, it.weight, it.bias];
    const above = layers[l + 1];
    const group = (kernel: Kernel) =>
      device.createBindGroup({
        layout: pipelines.get(kernel)!.getBindGroupLayout(0),
        entries: KERNELS[kernel].map((binding) => ({
          binding,
          resource: { buffer: [...node, above?.weight, above?.error, trace, clock][binding]! },
        })),
      });
    return new Map(kernels.filter((it) => above || it !== 'relax').map((it) => [it, group(it)]));
  });

  function encode(pass: GPUComputePassEncoder): void {
    const dispatch = (kernel: Kernel, l: number, threads: number) => {
      pass.setPipeline(pipelines.get(kernel)!);
      pass.setBindGroup(0, bindings[l]!.get(kernel)!);
      pass.dispatchWorkgroups(Math.ceil(threads / WORKGROUP));
    };
    const each = (kernel: Kernel, from: number, to: number) => {
      for (let l = from; l < to; l++) dispatch(kernel, l, batch * layers[l]!.units);
    };
    const measure = () => {
      for (let l = 0; l < count; l++) dispatch('measure', l, 1);
    };
    each('forward', 0, count - 1);
    each('predict', count - 1, count);
    measure();
    for (let t = 0; t < settleSteps; t++) {
      each('relax', 0, count - 1);
      each('compare', 0, Math.min(1, count - 1));
      each('predict', 1, count);
      measure();
    }
    for (const [l, { units, sources }] of layers.entries()) dispatch('learn', l, units * sources);
  }

  async function read(buffers: readonly GPUBuffer[]): Promise<Float32Array[]> {
    return Promise.all(
      buffers.map(async (it) => {
        const to = device.createBuffer({
          size: it.size,
          usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
        });
        const encoder = device.createCommandEncoder();
        encoder.copyBufferToBuffer(it, 0, to, 0, it.size);
        device.queue.submit([encoder.finish()]);
        await to.mapAsync(GPUMapMode.READ);
        const data = new Float32Array(to.getMappedRange()).slice();
        to.destroy();
        return data;
      }),
    );
  }

  let energies = new Float32Array();
  return {
    async step() {
      const encoder = device.createCommandEncoder();
      encoder.clearBuffer(clock);
      const pass = encoder.beginComputePass();
      encode(pass);
      pass.end();
      encoder.copyBufferToBuffer(trace, 0, seen, 0, seen.size);
      device.queue.submit([encoder.finish()]);
      await seen.mapAsync(GPUMapMode.READ);
      energies = new Float32Array(seen.getMappedRange()).slice();
      seen.unmap();
    },
    outcome: async () => ({
      values: await read(layers.slice(0, -1).map((it) => it.value)),
      trace: energies,
      weights: await read(layers.map((it) => it.weight)),
      biases: await read(layers.map((it) => it.bias)),
    }),
    dispose() {
      for (const it of owned) it.destroy();
    },
  };
}
