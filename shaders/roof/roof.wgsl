// What a device can do at most, for the roof under which the engine's speed is shown. No kernels: no plan calls them.

struct Work { rounds: u32, factor: f32, added: f32, impossible: f32 }
@group(0) @binding(0) var<uniform> work: Work;
@group(0) @binding(1) var<storage, read_write> seen: array<f32>;

/// Rounds of 32 multiply-adds of four lanes, in eight chains that do not wait for each other.
@compute @workgroup_size(64) fn multiply_add(@builtin(global_invocation_id) id: vec3u) {
  let m = vec4f(work.factor);
  let s = vec4f(work.added);
  var a = vec4f(f32(id.x));
  var b = a + s;
  var c = b + s;
  var d = c + s;
  var e = d + s;
  var f = e + s;
  var g = f + s;
  var h = g + s;
  for (var i = 0u; i < work.rounds; i++) {
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
    e = fma(e, m, s); f = fma(f, m, s); g = fma(g, m, s); h = fma(h, m, s);
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
    e = fma(e, m, s); f = fma(f, m, s); g = fma(g, m, s); h = fma(h, m, s);
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
    e = fma(e, m, s); f = fma(f, m, s); g = fma(g, m, s); h = fma(h, m, s);
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
    e = fma(e, m, s); f = fma(f, m, s); g = fma(g, m, s); h = fma(h, m, s);
  }
  let all = a + b + c + d + e + f + g + h;
  // Never so, but the compiler cannot know.
  if (all.x + all.y + all.z + all.w == work.impossible) { seen[0] = all.x; }
}

@compute @workgroup_size(64) fn nothing() {}
