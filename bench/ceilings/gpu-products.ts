/** A way to write c = a·b for square matrices, all row-major. */
export interface GpuProduct {
  readonly name: string;
  /** Computes c = a·bᵀ instead. */
  readonly ofRows?: boolean;
  readonly code: string;
  readonly groups: readonly [number, number];
}

/** For a size that is a multiple of 128. */
export const products = (size: number): readonly GpuProduct[] => [
  inRegisters(size, 4, 4),
  inRegisters(size, 8, 8),
  inRegisters(size, 16, 16),
  ofRows(size, 16, 16),
  inSharedMemory(size),
];

const bindings = /* wgsl */ `
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> c: array<vec4f>;
`;

const range = (length: number) => Array.from({ length }, (_, i) => i);
const lines = (all: readonly string[]) => all.join('\n');

/** Every thread keeps a tile of c in registers and reads what it needs itself: no barrier. 8×8 threads a workgroup. */
function inRegisters(size: number, rows: number, columns: number): GpuProduct {
  const quads = columns / 4;
  const stride = size / 4;
  const step = (lane: string, k: number) =>
    lines([
      ...range(quads).map((j) => `let b${k}${j} = b[(k * 4u + ${k}u) * ${stride}u + column + ${j}u];`),
      ...range(rows).flatMap((i) =>
        range(quads).map((j) => `c${i}_${j} = fma(vec4f(a${i}.${lane}), b${k}${j}, c${i}_${j});`),
      ),
    ]);
  const code = /* wgsl */ `${bindings}
@compute @workgroup_size(8, 8) fn multiply(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y * ${rows}u;
  let column = id.x * ${quads}u;
  if (row >= ${size}u || column >= ${stride}u) { return; }
  ${lines(range(rows).flatMap((i) => range(quads).map((j) => `var c${i}_${j} = vec4f();`)))}
  for (var k = 0u; k < ${stride}u; k++) {
    ${lines(range(rows).map((i) => `let a${i} = a[(row + ${i}u) * ${stride}u + k];`))}
    ${lines(['x', 'y', 'z', 'w'].map(step))}
  }
  ${lines(
    range(rows).flatMap((i) =>
      range(quads).map((j) => `c[(row + ${i}u) * ${stride}u + column + ${j}u] = c${i}_${j};`),
    ),
  )}
}`;
  const groups = [Math.ceil(size / (8 * columns)), Math.ceil(size / (8 * rows))] as const;
  return { name: `${rows}×${columns} in registers, no barrier`, code, groups };
}

/** The same for c = a·bᵀ, whose factors both have their terms side by side: four are added at once. */
function ofRows(size: number, rows: number, columns: number): GpuProduct {
  const stride = size / 4;
  const outputs = range(rows).flatMap((i) => range(columns).map((j) => [i, j] as const));
  const four = (i: number, j: number) => range(4).map((c) => `c${i}_${4 * j + c}`);
  const code = /* wgsl */ `${bindings}
@compute @workgroup_size(8, 8) fn multiply(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y * ${rows}u;
  let column = id.x * ${columns}u;
  if (row >= ${size}u || column >= ${size}u) { return; }
  ${lines(outputs.map(([i, j]) => `var c${i}_${j} = 0.0;`))}
  for (var k = 0u; k < ${stride}u; k++) {
    ${lines(range(rows).map((i) => `let a${i} = a[(row + ${i}u) * ${stride}u + k];`))}
    ${lines(range(columns).map((j) => `let b${j} = b[(column + ${j}u) * ${stride}u + k];`))}
    ${lines(outputs.map(([i, j]) => `c${i}_${j} += dot(a${i}, b${j});`))}
  }
  ${lines(
    range(rows).flatMap((i) =>
      range(columns / 4).map(
        (j) => `c[(row + ${i}u) * ${stride}u + column / 4u + ${j}u] = vec4f(${four(i, j).join(', ')});`,
      ),
    ),
  )}
}`;
  const groups = [Math.ceil(size / (8 * columns)), Math.ceil(size / (8 * rows))] as const;
  return {
    name: `${rows}×${columns} in registers, of rows with rows, no barrier`,
    ofRows: true,
    code,
    groups,
  };
}

/** Workgroups of 16×16 threads bring tiles of 64×16 and 16×64 to shared memory; every thread has 4×4 of c. */
function inSharedMemory(size: number): GpuProduct {
  const stride = size / 4;
  const code = /* wgsl */ `${bindings}
var<workgroup> left: array<vec4f, 256>;
var<workgroup> right: array<vec4f, 256>;
@compute @workgroup_size(16, 16) fn multiply(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) id: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  for (var first = 0u; first < ${size}u; first += 16u) {
    left[thread] = a[(group.y * 64u + thread / 4u) * ${stride}u + first / 4u + thread % 4u];
    right[thread] = b[(first + thread / 16u) * ${stride}u + group.x * 16u + thread % 16u];
    workgroupBarrier();
    for (var q = 0u; q < 4u; q++) {
      let a0 = left[id.y * 16u + q];
      let a1 = left[id.y * 16u + 4u + q];
      let a2 = left[id.y * 16u + 8u + q];
      let a3 = left[id.y * 16u + 12u + q];
      let b0 = right[q * 64u + id.x];
      let b1 = right[q * 64u + 16u + id.x];
      let b2 = right[q * 64u + 32u + id.x];
      let b3 = right[q * 64u + 48u + id.x];
      ${lines(
        range(4).flatMap((i) =>
          ['x', 'y', 'z', 'w'].map((lane, k) => `c${i} = fma(vec4f(a${i}.${lane}), b${k}, c${i});`),
        ),
      )}
    }
    workgroupBarrier();
  }
  let at = (group.y * 64u + id.y * 4u) * ${stride}u + group.x * 16u + id.x;
  ${lines(range(4).map((i) => `c[at + ${i}u * ${stride}u] = c${i};`))}
}`;
  return { name: '4×4 a thread, tiles in shared memory', code, groups: [size / 64, size / 64] };
}
