struct Args {
  clock: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

// clock = 0
@compute @workgroup_size(WORKGROUP)
fn reset(@builtin(global_invocation_id) id: vec3u) {
  if (id.x == 0u) {
    memory[calls[callOf(id)].clock] = 0.0;
  }
}

// clock += 1
@compute @workgroup_size(WORKGROUP)
fn tick(@builtin(global_invocation_id) id: vec3u) {
  if (id.x == 0u) {
    memory[calls[callOf(id)].clock] += 1.0;
  }
}
