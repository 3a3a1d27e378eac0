import { findAdapter } from '#engine/webgpu/device.ts';
import { median } from '../statistics.ts';
import { type GpuProduct, products } from './gpu-products.ts';

export interface GpuCosts {
  readonly submitMicroseconds: number;
  /** A submit and four bytes brought back, awaited. */
  readonly readbackMicroseconds: number;
  /** Rows, columns and depth of the products. */
  readonly size: number;
  /** GFLOP/s of a matrix product, by how it is written. */
  readonly products: readonly { readonly name: string; readonly gflops: number }[];
}

const SUBMITS = 50;
const TRIALS = 3;
/** Products of one submit, enough to take some time on a fast card. */
const REPEATS = { software: 1, hardware: 10 } as const;
const SIZES = { software: 384, hardware: 2048 } as const;

export async function measureGpuCosts(): Promise<GpuCosts> {
  const { adapter, isSoftware } = await findAdapter();
  const device = await adapter.requestDevice();
  const kind = isSoftware ? 'software' : 'hardware';
  try {
    const size = SIZES[kind];
    const rates = [];
    for (const product of products(size))
      rates.push({ name: product.name, gflops: await productRate(device, product, size, REPEATS[kind]) });
    return { ...(await roundTrips(device)), size, products: rates };
  } finally {
    device.destroy();
  }
}

async function productRate(
  device: GPUDevice,
  product: GpuProduct,
  size: number,
  repeats: number,
): Promise<number> {
  const compute = device.createShaderModule({ code: product.code });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module: compute } });
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  const buffers = Array.from({ length: 3 }, () => device.createBuffer({ size: 4 * size * size, usage }));
  // Whole numbers, so that any order of adding them gives the same sum.
  const [left, right] = [7, 5].map((most) => Float32Array.from({ length: size * size }, (_, i) => i % most));
  device.queue.writeBuffer(buffers[0]!, 0, left!);
  device.queue.writeBuffer(buffers[1]!, 0, right!);
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const run = async () => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let i = 0; i < repeats; i++) pass.dispatchWorkgroups(...product.groups);
    pass.end();
    const commands = encoder.finish();
    const from = performance.now();
    device.queue.submit([commands]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - from;
  };
  await run();
  checkProduct(left!, right!, await bring(device, buffers[2]!), size, product.ofRows ?? false);
  const times = [];
  for (let i = 0; i < TRIALS; i++) times.push(await run());
  for (const it of buffers) it.destroy();
  return (repeats * 2 * size ** 3) / Math.min(...times) / 1e6;
}

async function bring(device: GPUDevice, buffer: GPUBuffer): Promise<Float32Array> {
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const staging = device.createBuffer({ size: buffer.size, usage });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const numbers = new Float32Array(staging.getMappedRange()).slice();
  staging.destroy();
  return numbers;
}

/** A fast wrong product is no ceiling: throws unless entries here and there are right. */
function checkProduct(
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  size: number,
  ofRows: boolean,
): void {
  for (let at = 0; at < size * size; at += 997) {
    const [row, column] = [Math.floor(at / size), at % size];
    let sum = 0;
    for (let k = 0; k < size; k++)
      sum += a[row * size + k]! * b[ofRows ? column * size + k : k * size + column]!;
    if (c[at] !== sum) throw new Error(`the product’s entry ${at} is ${c[at]} instead of ${sum}`);
  }
}

/** Copies stand for work: they cost next to nothing, and an empty submit might be dropped. */
async function roundTrips(device: GPUDevice) {
  const { COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const source = device.createBuffer({ size: 4, usage: COPY_SRC });
  const staging = device.createBuffer({ size: 4, usage: COPY_DST | MAP_READ });
  const submit = () => {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, 0, staging, 0, 4);
    device.queue.submit([encoder.finish()]);
  };
  const submits = async () => {
    const from = performance.now();
    for (let i = 0; i < SUBMITS; i++) submit();
    await device.queue.onSubmittedWorkDone();
    return (1000 * (performance.now() - from)) / SUBMITS;
  };
  const readbacks = [];
  await submits();
  const many = [await submits(), await submits(), await submits()];
  for (let i = 0; i < SUBMITS; i++) {
    const from = performance.now();
    submit();
    await staging.mapAsync(GPUMapMode.READ);
    staging.unmap();
    readbacks.push(1000 * (performance.now() - from));
  }
  return { submitMicroseconds: Math.min(...many), readbackMicroseconds: median(readbacks) };
}
