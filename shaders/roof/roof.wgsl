// What a device can do at most, for the roof under which the engine's speed is shown. No kernels: no plan calls them.

struct Work { rounds: u32, factor: f32, added: f32, impossible: f32 }
@group(0) @binding(0) var<uniform> work: Work;
@group(0) @binding(1) var<storage, read_write> seen: array<f32>;

// A round is 16 multiply-adds of four lanes, in chains that do not wait for each other. Which way is fastest is the device's
// affair: many chains hide latency, few need few registers, and not every device fuses the same.

// Never so, but the compiler cannot know.
fn keep(all: vec4f) {
  if (all.x + all.y + all.z + all.w == work.impossible) { seen[0] = all.x; }
}

@compute @workgroup_size(64) fn four_chains(@builtin(global_invocation_id) id: vec3u) {
  let m = vec4f(work.factor);
  let s = vec4f(work.added);
  var a = vec4f(f32(id.x));
  var b = a + s;
  var c = b + s;
  var d = c + s;
  for (var i = 0u; i < work.rounds; i++) {
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
  }
  keep(a + b + c + d);
}

@compute @workgroup_size(64) fn two_chains(@builtin(global_invocation_id) id: vec3u) {
  let m = vec4f(work.factor);
  let s = vec4f(work.added);
  var a = vec4f(f32(id.x));
  var b = a + s;
  for (var i = 0u; i < work.rounds; i++) {
    a = a * m + s; b = b * m + s; a = a * m + s; b = b * m + s;
    a = a * m + s; b = b * m + s; a = a * m + s; b = b * m + s;
    a = a * m + s; b = b * m + s; a = a * m + s; b = b * m + s;
    a = a * m + s; b = b * m + s; a = a * m + s; b = b * m + s;
  }
  keep(a + b);
}

// Sums of four terms: where an intermediate result costs as much as an operation, these need fewest.
@compute @workgroup_size(64) fn dots(@builtin(global_invocation_id) id: vec3u) {
  let m = vec4f(0.25 * work.factor);
  let s = work.added;
  var a = f32(id.x);
  var b = a + s;
  var c = b + s;
  var d = c + s;
  for (var i = 0u; i < work.rounds; i++) {
    a = s + dot(vec4f(a, b, c, d), m); b = s + dot(vec4f(a, b, c, d), m);
    c = s + dot(vec4f(a, b, c, d), m); d = s + dot(vec4f(a, b, c, d), m);
    a = s + dot(vec4f(a, b, c, d), m); b = s + dot(vec4f(a, b, c, d), m);
    c = s + dot(vec4f(a, b, c, d), m); d = s + dot(vec4f(a, b, c, d), m);
    a = s + dot(vec4f(a, b, c, d), m); b = s + dot(vec4f(a, b, c, d), m);
    c = s + dot(vec4f(a, b, c, d), m); d = s + dot(vec4f(a, b, c, d), m);
    a = s + dot(vec4f(a, b, c, d), m); b = s + dot(vec4f(a, b, c, d), m);
    c = s + dot(vec4f(a, b, c, d), m); d = s + dot(vec4f(a, b, c, d), m);
  }
  keep(vec4f(a, b, c, d));
}

@compute @workgroup_size(64) fn nothing() {}
