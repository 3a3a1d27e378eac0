// What every kernel is bound to. One arena holds every tensor of the plan; `settings` holds the sliders; a file's own
// `calls` (binding 2) holds the arguments of one stage, one entry a call. What would hold a device up too long is dispatched
// in parts: of some calls, from `firstCall` on, the outputs from `firstOutput` to `endOutput`; otherwise of all.

struct Settings {
  inferenceRate: f32,
  learningRate: f32,
  samples: u32,
  firstCall: u32,
  firstOutput: u32,
  endOutput: u32,
}

@group(0) @binding(0) var<storage, read_write> memory: array<f32>;
@group(0) @binding(1) var<uniform> settings: Settings;

// A dispatch is (workgroups, calls, 1): y chooses the call, x runs over its outputs in strides of `threadsOf(groups)`.
fn callOf(id: vec3u) -> u32 {
  return settings.firstCall + id.y;
}
fn firstOf(id: vec3u) -> u32 {
  return settings.firstOutput + id.x;
}
fn endOf(outputs: u32) -> u32 {
  return min(settings.endOutput, outputs);
}
fn threadsOf(groups: vec3u) -> u32 {
  return groups.x * WORKGROUP;
}
